"""Without a mouse."""

from playwright.sync_api import Page, expect

from tests.browser.accounts import MANAGER


def focused(page: Page) -> str:
    """What has the focus, as a selector that tells it apart."""
    told: str = page.evaluate(
        "(() => { const e = document.activeElement; return e.id || e.className || e.getAttribute('href') || e.tagName })()"
    )
    return told


def tab_to(page: Page, selector: str, *, at_most: int = 40) -> None:
    for _ in range(at_most):
        if page.locator(selector).evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    message = f"{selector} is not reached with {at_most} presses of Tab"
    raise AssertionError(message)


def test_skip_link_is_first_and_leads_to_the_content(context_for):
    page = context_for(MANAGER).new_page()
    page.goto("/membres/")
    page.keyboard.press("Tab")
    assert focused(page) == "skip-link"
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert focused(page) == "main"


def test_menu_opens_and_closes_and_gives_the_focus_back(context_for):
    page = context_for(MANAGER).new_page()
    page.goto("/")
    opener, menu = "[popovertarget=profile-menu]", page.locator("#profile-menu")
    tab_to(page, opener)
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    assert menu.evaluate("menu => menu.contains(document.activeElement)") is True
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert page.locator(opener).evaluate("button => button === document.activeElement") is True


def test_profile_is_reached_through_the_menu(context_for):
    page = context_for(MANAGER).new_page()
    page.goto("/")
    tab_to(page, "[popovertarget=profile-menu]")
    page.keyboard.press("Space")
    tab_to(page, "#profile-menu a[href='/compte/perfil/']")
    page.keyboard.press("Enter")
    page.wait_for_url("/compte/perfil/")


def test_directory_is_searched(context_for):
    page = context_for(MANAGER).new_page()
    page.goto("/membres/")
    tab_to(page, "main input[name=q]")
    page.keyboard.type("samira bonastre")
    page.keyboard.press("Enter")
    expect(page.locator("main article")).to_have_count(1)
    expect(page.locator("main article")).to_contain_text("Samira Bonastre i Amrani")
    page.wait_for_url("**/membres/?*q=samira*")


def test_directory_filters_as_one_types(context_for):
    page = context_for(MANAGER).new_page()
    page.goto("/membres/")
    box = page.locator("main input[name=q]")
    box.press_sequentially("samira bonastre")
    expect(page.locator("main article")).to_have_count(1)
    assert box.evaluate("box => box === document.activeElement") is True
    box.fill("")
    expect(page.locator("main article")).not_to_have_count(1)


def test_every_thing_that_takes_the_focus_shows_it(context_for):
    page = context_for(MANAGER).new_page()
    page.goto("/membres/")
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow + s.borderColor })()"
        )
        if outline.startswith("nonenone"):
            unseen.append(focused(page))
    assert unseen == []
