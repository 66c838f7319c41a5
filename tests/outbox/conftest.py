from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.core.mail import EmailMultiAlternatives

from intranet.outbox.domain import put
from intranet.outbox.kinds import _kinds
from intranet.outbox.mailer import Mailer
from tests.outbox.sink import Sink
from tests.processes import environment, own_database

UNFLUSHED = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that runs."""
    sink = Sink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def served(settings, sink) -> Sink:
    """The site's mail goes to the sink, and only when a mailer looks."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 0.5
    settings.OUTBOX_AT_ONCE = False
    return sink


@pytest.fixture
def a_message(db):
    """Put in a message to this address; with whatever `put` takes."""

    def put_in(to="berta@manresa.example", *, kind="test", **how):
        return put(EmailMultiAlternatives("Ordre del dia", "Bon dia, Berta.\n.\nAdéu\n", to=[to]), kind=kind, **how)

    return put_in


@pytest.fixture
def mailer() -> Mailer:
    return Mailer(interval=0.01)


@pytest.fixture
def kinds(monkeypatch):
    """Kinds of mail that only this test knows are forgotten after it."""
    before = dict(_kinds)
    yield
    _kinds.clear()
    _kinds.update(before)


@pytest.fixture(scope="module")
def outbox_environment(tmp_path_factory, migrated_database: str) -> Iterator[dict[str, str]]:
    """The environment of processes that share an outbox of their own. Only processes die here: files need no flushing."""
    folder = tmp_path_factory.mktemp("outbox")
    with own_database(folder, like=migrated_database) as url:
        quick = f"?{urlencode({'init_command': UNFLUSHED})}" if url.startswith("sqlite") else ""
        yield environment(url + quick, folder)
