"""What every test can ask for, and what every test must keep to."""

import logging
import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.template import engines
from django.test import Client

from intranet.fulltext import domain, spelling
from intranet.members import finding_people
from intranet.members.models import User, WorkingGroup
from tests import sharing
from tests.factories import roles as people
from tests.migrated import migrated_one
from tests.processes import begun_as_copy, drop_database, environment, own_database
from tests.stable import run, stabled
from tests.undefined import Undefined


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with long tests begin: at the end no worker is left alone with one of them."""
    long = {item.path for item in items if any(map(item.get_closest_marker, ("browser", "processes")))}
    items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In the gate a test that was skipped has not passed: with CI set, the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\nWith CI set no test may be skipped, and {skipped} were.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _undefined_variables_fail() -> None:
    engines["django"].engine.string_if_invalid = Undefined()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a database with all tables, to be copied by whoever needs one: migrating takes far longer."""
    shared = sharing.folder_of_the_run(tmp_path_factory) / "migrated"
    kept = pytestconfig.cache.mkdir("migrated") if pytestconfig.cache else shared
    with sharing.made_once(shared, make=lambda: migrated_one(shared, kept=kept), remove=drop_database) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, migrated_database: str) -> Iterator[None]:
    """The tests' own database begins as a copy too; that nothing is left to migrate is then soon found."""
    with begun_as_copy(settings.DATABASES["default"]["TEST"], migrated_database):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Every test begins in an empty house: who wants the group that holds everyone makes it."""
    with django_db_blocker.unblock():
        WorkingGroup.objects.all().delete()


@pytest.fixture(scope="module")
def env(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_database: str
) -> Iterator[dict[str, str]]:
    """The environment of processes on a database of the module's own, in which its script `PREPARE` has been run."""
    folder = tmp_path_factory.mktemp("own")
    with own_database(folder, like=migrated_database) as url, stabled():
        own = environment(url, folder)
        run(request.module.PREPARE, env=own)
        yield own


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits, what Wagtail remembers of its sites and posts as they were drawn live there: no test inherits another's."""
    cache.clear()
    caches["posts"].clear()
    caches["calendars"].clear()
    spelling.forget_words()


@pytest.fixture
def known_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words become known while they are indexed, rather than once the transaction has ended, which no test's does."""
    for module in (domain, finding_people):
        monkeypatch.setattr(module, "remember", domain.know)


def logged_errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    return [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= logging.ERROR]


@pytest.fixture(autouse=True)
def _no_error_logged(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An ERROR in the log fails the test, unless it asks for `expected_errors`: then the lack of one does."""
    yield
    errors = logged_errors(caplog)
    if "expected_errors" not in request.fixturenames:
        assert errors == []
    elif not errors:
        pytest.fail("The test expects an ERROR in the log, and there is none.")


@pytest.fixture
def expected_errors(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """The ERRORs logged so far, as «logger: message»."""
    return lambda: logged_errors(caplog)


@pytest.fixture
def roles(db) -> people.Roles:
    """One person of each role, made when first asked for: `roles["guest"]`. `anonymous` is nobody."""
    return people.Roles()


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """A browser in which this person is signed in; for nobody, just a browser."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in
