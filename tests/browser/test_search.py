"""The search box and the keys of the site, with the keyboard alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.accounts import MANAGER
from tests.browser.conftest import sign_in

BOX, LIST, OPTION = "#site-search", ".header .suggestions", ".header .suggestions [role=option]"
DIALOG = ".keys-dialog"
NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
ENOUGH = 1_000
"""Milliseconds after which what was typed has been asked for, if ever."""


@pytest.fixture
def page(context_for) -> Page:
    page = context_for(MANAGER).new_page()
    page.goto("/membres/")
    return page


def focused(page: Page) -> str:
    told: str = page.evaluate("document.activeElement.id || document.activeElement.tagName")
    return told


def proposed(page: Page) -> list[str]:
    """As its title stands, the kind left out."""
    return page.locator(f"{OPTION} .suggestions__title").all_inner_texts()


def look_for(page: Page, words: str) -> None:
    page.locator(BOX).press_sequentially(words, delay=20)
    expect(page.locator(LIST)).to_be_visible()


def test_suggestion_is_chosen_with_the_arrows(page):
    box = page.locator(BOX)
    page.keyboard.press("/")
    expect(box).to_be_focused()
    look_for(page, "samira")
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", page.locator(LIST).get_attribute("id"))
    expect(page.locator(".header [role=status]")).to_have_text(re.compile(r"^\d+ "))
    assert (box.input_value(), proposed(page)[0]) == ("samira", "Samira Bonastre i Amrani")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    first, last = page.locator(OPTION).first, page.locator(OPTION).last
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"{LIST} [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(page.locator(f"{LIST} [aria-selected=true]")).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    href = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")
    expect(page.locator("h1")).to_have_text("Samira Bonastre i Amrani")


def test_escape_closes_the_list_before_it_empties_the_box(page):
    box = page.locator(BOX)
    look_for(page, "samira")
    box.press("Escape")
    expect(page.locator(LIST)).to_have_count(0)
    expect(box).to_have_value("samira")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Alt+ArrowDown")
    expect(page.locator(LIST)).to_be_visible()
    expect(page.locator(f"{LIST} [aria-selected=true]")).to_have_count(0)
    box.press("Alt+ArrowUp")
    expect(page.locator(LIST)).to_have_count(0)
    box.press("Escape")
    expect(box).to_have_value("")
    look_for(page, "samira")
    box.press("Tab")
    expect(page.locator(LIST)).to_have_count(0)


def test_enter_searches_for_what_was_typed(page):
    look_for(page, "samira")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cerca/?q=samira")


def test_only_the_last_words_are_asked_for_and_none_of_two_letters(page):
    """By a clock of its own: however slowly the letters come, they come before the patience with them has ended."""
    page.clock.install(time=NOON)
    page.reload()
    page.locator(BOX).focus()
    expect(page.locator(BOX)).to_have_role("combobox")
    page.clock.pause_at(NOON + timedelta(hours=1))
    asked = []
    page.on("request", lambda request: "suggeriments" in request.url and asked.append(request.url))
    page.locator(BOX).press_sequentially("sa")
    page.clock.run_for(ENOUGH)
    assert asked == []
    page.locator(BOX).press_sequentially("mira")
    page.clock.run_for(ENOUGH)
    expect(page.locator(LIST)).to_be_visible()
    assert [url.partition("?")[2] for url in asked] == ["q=samira"]
    page.locator(BOX).fill("s")
    expect(page.locator(LIST)).to_have_count(0)


def test_what_is_still_being_composed_is_not_asked_for(page):
    asked = []
    page.on("request", lambda request: "suggeriments" in request.url and asked.append(request.url))
    page.locator(BOX).focus()
    expect(page.locator(BOX)).to_have_role("combobox")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "sam", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(300)
    assert asked == []
    session.send("Input.insertText", {"text": "samira"})
    expect(page.locator(LIST)).to_be_visible()


def test_list_is_seen_and_chosen_with_the_mouse(page):
    look_for(page, "samira")
    page.locator(OPTION).first.click()
    expect(page.locator("h1")).to_have_text("Samira Bonastre i Amrani")


def test_list_has_no_fault_for_axe(page):
    look_for(page, "mar")
    page.keyboard.press("ArrowDown")
    assert Axe().run(page)["violations"] == []
    page.keyboard.press("Escape")
    page.locator("main h1").click()
    page.keyboard.press("?")
    expect(page.locator(DIALOG)).to_be_visible()
    assert Axe().run(page)["violations"] == []


def test_phone_goes_to_the_search_page_with_the_box_focused(context_for):
    page = context_for(MANAGER, viewport={"width": 390, "height": 800}).new_page()
    page.goto("/membres/")
    page.locator(".header__button--search").click()
    page.wait_for_url("**/cerca/")
    expect(page.locator("main input[type=search]")).to_be_focused()
    page.keyboard.type("samira", delay=20)
    expect(page.locator("main .suggestions [role=option]").first).to_contain_text("Samira Bonastre i Amrani")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_keys_do_nothing_where_one_writes_nor_with_modifiers(page):
    field = page.locator("main input[name=q]")
    field.press("/")
    expect(field).to_have_value("/")
    field.press("?")
    page.locator("main select").first.focus()
    page.keyboard.press("/")
    page.keyboard.press("?")
    page.locator("main h1").click()
    for keys in ("Control+/", "Alt+/", "Meta+/"):
        page.keyboard.press(keys)
    page.locator("[popovertarget=profile-menu]").press("Enter")
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    assert (focused(page) == "site-search", page.locator(DIALOG).count()) == (False, 0)


def test_help_opens_over_the_page_and_gives_the_focus_back(page):
    link = page.locator("main a").first
    link.focus()
    link.press("?")
    expect(page.locator(DIALOG)).to_be_visible()
    expect(page.locator(DIALOG)).to_have_accessible_name(page.locator(f"{DIALOG} h2").inner_text())
    page.keyboard.press("/")
    page.keyboard.press("?")
    page.wait_for_timeout(200)
    expect(page.locator(DIALOG)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_have_count(0)
    expect(link).to_be_focused()


def test_keys_are_switched_off_and_on_without_leaving_the_page(page):
    page.locator("main h1").click()
    page.keyboard.press("?")
    page.locator(f"{DIALOG} [name=keys]").click()
    expect(page.locator(f"{DIALOG} [name=keys]")).to_have_attribute("value", "on")
    expect(page.locator(f"{DIALOG} [name=keys]")).to_be_focused()
    page.keyboard.press("Escape")
    for _turn in range(2):
        page.keyboard.press("/")
        page.keyboard.press("?")
        page.wait_for_timeout(200)
        assert (focused(page) == "site-search", page.locator(DIALOG).count()) == (False, 0)
        page.goto("/dreceres/")
    page.locator("main [name=keys]").click()
    expect(page.locator("main [name=keys]")).to_have_attribute("value", "off")
    page.goto("/membres/")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()


def test_keys_are_told_and_switched_without_javascript(context_for):
    page = context_for(java_script_enabled=False).new_page()
    sign_in(page, MANAGER)
    page.locator("[popovertarget=profile-menu]").click()
    page.locator("#profile-menu a[href='/dreceres/']").click()
    page.locator("main [name=keys]").click()
    expect(page.locator("main [name=keys]")).to_have_attribute("value", "on")
    expect(page.locator("main table").first).to_contain_text("/")
    page.locator(BOX).fill("samira")
    page.locator(BOX).press("Enter")
    page.wait_for_url("**/cerca/?q=samira")
