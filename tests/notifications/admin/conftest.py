import pytest

from intranet.mail import compose
from intranet.notifications.admin.permissions import ensure_permissions
from intranet.outbox.domain import Posting, row_of
from intranet.outbox.kinds import mail_kind

SECRETS = {"invitation", "login_code", "password_reset_key", "email_confirmation"}


@pytest.fixture(autouse=True)
def _rights(db):
    ensure_permissions()


@pytest.fixture
def client(client_of, roles):
    """A browser of coordination."""
    return client_of(roles["coordination"])


@pytest.fixture
def a_message(db):
    """A row of the outbox, as it would be once a mail with the kind's invented data was put in."""

    def make(kind="account_notice", *, to="berta@manresa.example", context=None, **fields):
        values = {**mail_kind(kind).sample(), **(context or {})}
        row = row_of(Posting(compose(kind, to=to, context=values)), kind=kind, secret=kind in SECRETS)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        return row

    return make
