"""The bell and the list of notices, as they behave in a browser."""

from playwright.sync_api import Page, expect

from tests.browser.accounts import MANAGER

MINUTE = 60_000
HIDDEN = "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })"


def asked(page: Page) -> list[str]:
    """The paths of what is asked for in the background from now on."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append(request.url) if request.headers.get("hx-request") else None)
    return paths


def test_what_is_new_is_asked_for_every_minute(context_for):
    page = context_for(MANAGER).new_page()
    page.clock.install()
    page.goto("/avisos/")
    paths = asked(page)
    page.clock.run_for(MINUTE - 1000)
    assert paths == []
    with page.expect_response("**/avisos/campana/"), page.expect_response("**/avisos/") as again:
        page.clock.run_for(2000)
    assert again.value.status == 204  # nothing has changed, and nothing is drawn anew
    assert len(paths) == 2


def test_a_page_that_nobody_looks_at_asks_for_nothing(context_for):
    page = context_for(MANAGER).new_page()
    page.clock.install()
    page.add_init_script(HIDDEN)
    page.goto("/")
    paths = asked(page)
    page.clock.run_for(10 * MINUTE)
    assert paths == []


def number_on(page: Page) -> int:
    count = page.locator("#bell-count .header__count")
    return int(count.inner_text()) if count.count() else 0


def test_a_line_is_marked_in_place_and_taken_back(context_for):
    page = context_for(MANAGER).new_page()
    page.goto("/avisos/")
    before, unread = number_on(page), page.locator(".notice[data-unread]").count()
    page.locator(".notice button[name=fold]").first.click()
    expect(page.locator("#messages form")).to_be_visible()
    assert number_on(page) == before - 1
    assert page.locator(".notice[data-unread]").count() < unread
    assert page.evaluate("document.activeElement.closest('.notice') !== null") is True
    page.locator("#messages form button").click()
    expect(page.locator("#messages form")).to_have_count(0)
    assert (number_on(page), page.locator(".notice[data-unread]").count()) == (before, unread)


def test_without_javascript_too(context_for):
    page = context_for(MANAGER, java_script_enabled=False).new_page()
    page.goto("/avisos/?unread=on")
    before = number_on(page)
    page.locator(".notices__all button").click()
    expect(page.locator("#messages form")).to_be_visible()
    assert (number_on(page), page.locator(".notice").count()) == (0, 0)
    page.locator("#messages form button").click()
    page.wait_for_url("**/avisos/?unread=on")
    assert number_on(page) == before


def test_preferences_are_chosen_without_javascript(context_for):
    page = context_for(MANAGER, java_script_enabled=False).new_page()
    page.goto("/compte/avisos/")
    page.locator("select[name^=mail_]").first.select_option("never")
    page.locator(".told-form button[type=submit]").click()
    expect(page.locator("#messages")).not_to_be_empty()
    assert page.locator("select[name^=mail_]").first.input_value() == "never"
    page.locator("confirm-dialog a").click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/compte/avisos/")
    assert page.locator("select[name^=mail_]").first.input_value() != "never"
