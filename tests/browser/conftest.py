"""Chromium against the running demo. Tests here look at what a person sees and does."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.browser import chromium, program
from tests.browser.accounts import PASSWORD
from tests.sharing import folder_of_the_run

IN_CI = bool(os.environ.get("CI"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def _chromium_is_there() -> None:
    if chromium.executable() is None:
        (pytest.fail if IN_CI else pytest.skip)(chromium.MISSING)


@pytest.fixture(scope="session")
def site(_chromium_is_there, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The running demo's address, without a slash at the end: one of each worker's own, or that of DEMO_URL."""
    if running := os.environ.get("DEMO_URL"):
        yield running.rstrip("/")
        return
    shared, folder = folder_of_the_run(tmp_path_factory) / "demo", tmp_path_factory.mktemp("program")
    with program.running(shared, folder, like=request.getfixturevalue("migrated_database")) as address:
        yield address


@pytest.fixture(scope="module")
def browser(_chromium_is_there) -> Iterator[Browser]:
    """One a module: while Playwright runs, its event loop forbids Django's database to the other tests of the worker."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.arguments())
        yield opened
        opened.close()


@pytest.fixture
def watch(site: str) -> Iterator[chromium.Watch]:
    """What goes wrong in any page of the test fails it."""
    watch = chromium.Watch(site)
    yield watch
    assert watch.wrong == []


@pytest.fixture
def context_for(
    browser: Browser, site: str, watch: chromium.Watch, signed_in: Callable[[str], StorageState]
) -> Iterator[Callable[..., BrowserContext]]:
    """A watched context, in which `account` (if any) is signed in; further options are Playwright's."""
    opened: list[BrowserContext] = []

    def open_one(account: str = "", **options) -> BrowserContext:
        state = signed_in(account) if account else None
        context = browser.new_context(base_url=site, storage_state=state, locale="ca-ES", **options)
        watch.over(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    return {}


@pytest.fixture
def signed_in(browser: Browser, site: str, sessions: dict[str, StorageState]) -> Callable[[str], StorageState]:
    """The cookies of someone who is signed in; each account signs in once a worker."""

    def state_of(account: str) -> StorageState:
        if account not in sessions:
            context = browser.new_context(base_url=site)
            sign_in(context.new_page(), account)
            sessions[account] = context.storage_state()
            context.close()
        return sessions[account]

    return state_of


def sign_in(page: Page, account: str) -> None:
    page.goto("/compte/login/")
    page.locator("[name=login]").fill(account)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("/")
