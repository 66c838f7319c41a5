"""Putting a circular together with the keyboard alone, and two who write at the same time."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import COORDINATION
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.once
SAVED = re.compile(r"\d\d\.\d\d")


def composing(context):
    page = context.new_page()
    page.goto("/circular/")
    page.locator(".circular-unsent a").first.click()
    expect(page.locator("compose-board .compose-keys")).to_be_visible()
    return page


def test_a_key_accepts_and_leads_to_the_next_one(context_for):
    page = composing(context_for(COORDINATION))
    first, second = (page.locator(".candidate").nth(turn).get_attribute("data-entry") for turn in (0, 1))
    page.keyboard.press("j")
    expect(page.locator(f"#proposta-{first} [name=accepta]")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(f"#entrada-{first}")).to_be_visible()
    expect(page.locator(f"#proposta-{second} [name=accepta]")).to_be_focused()
    page.locator(f"#destaca-{first}").focus()
    page.keyboard.press("d")
    expect(page.locator(f"#destaca-{first}")).to_have_attribute("name", "normal")
    expect(page.locator(f"#destaca-{first}")).to_be_focused()
    page.locator(f"#torna-{first}").press("Enter")
    expect(page.locator(f"#proposta-{first}")).to_be_visible()
    page.keyboard.press("p")
    page.wait_for_url(re.compile("/mostra/$"))


def test_who_writes_second_chooses_what_stays(context_for, watch):
    context = context_for(COORDINATION)
    one, two = composing(context), composing(context)
    for page in (one, two):
        page.locator(".candidate [data-words]").first.click()
        expect(page.locator(".candidate [name=title]")).to_be_focused()
    one.locator(".candidate [name=text]").fill("De la primera.")
    expect(one.locator(".candidate .draft-status")).to_contain_text(SAVED)
    watch.refused.add(urlsplit(two.locator(".candidate form").get_attribute("action") or "").path)
    two.locator(".candidate [name=text]").fill("De la segona.")
    expect(two.locator(".compose-conflict [data-theirs=text]")).to_have_text("De la primera.")
    two.locator("[data-keep=theirs]").click()
    expect(two.locator(".candidate [name=text]")).to_have_value("De la primera.")
    two.locator(".candidate [name=text]").fill("De totes dues.")
    expect(two.locator(".candidate .draft-status")).to_contain_text(SAVED)
    two.locator(".compose-words [type=submit]").click()
    expect(two.locator(".candidate__text").first).to_have_text("De totes dues.")


def test_neither_a_lost_connection_nor_the_end_of_a_session_loses_words(context_for, watch):
    context = context_for(COORDINATION)
    page = composing(context)
    page.locator(".candidate [data-words]").first.click()
    text, status = page.locator(".candidate [name=text]"), page.locator(".candidate .draft-status")
    place = urlsplit(page.locator(".candidate form").get_attribute("action") or "").path
    watch.refused.add(place)
    page.route(f"**{place}", lambda route: route.abort("aborted"))
    text.fill("Sense connexió.")
    expect(status).to_have_attribute("data-tone", "warning")
    page.unroute(f"**{place}")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(status).to_have_text(SAVED)

    context.clear_cookies(name="sessionid")
    text.fill("Sense sessió.")
    expect(status).to_have_attribute("data-tone", "warning")
    sign_in(context.new_page(), COORDINATION)
    text.press("End")
    text.press_sequentially(" O amb una altra.")
    expect(status).to_have_text(SAVED)
    page.locator(".compose-words [type=submit]").click()
    expect(page.locator(".candidate__text").first).to_have_text("Sense sessió. O amb una altra.")


def test_what_is_typed_while_something_is_being_saved_goes_after_it(context_for):
    """Also when the box is closed meanwhile; a page that would take it along asks first."""
    page = composing(context_for(COORDINATION))
    page.locator(".candidate [data-words]").first.click()
    form = page.locator(".candidate form")
    place, held, sent = urlsplit(form.get_attribute("action") or "").path, [], []

    def hold(route):
        sent.append(parse_qs(route.request.post_data or "").get("text"))
        route.continue_() if held else held.append(route)

    page.route(f"**{place}", hold)
    text = page.locator(".candidate [name=text]")
    with page.expect_request(f"**{place}"):
        text.fill("U")
    asks = "() => !dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    is_quiet = page.evaluate(asks)
    text.fill("U i dos")
    assert (is_quiet, page.evaluate(asks)) == (False, True)
    page.evaluate("document.querySelector('.candidate .compose-edit:not(:empty)').replaceChildren()")
    with page.expect_response(lambda answer: "dos" in (answer.request.post_data or "")):
        held[0].continue_()
    page.reload()
    expect(page.locator(".candidate__text").first).to_have_text("U i dos")
    assert sent == [["U"], ["U i dos"]]


def test_escape_closes_the_words_and_what_cannot_be_undone_is_said(context_for):
    page = composing(context_for(COORDINATION))
    page.locator(".candidate [data-words]").first.click()
    page.locator(".candidate [name=title]").press("Escape")
    expect(page.locator(".candidate form")).to_have_count(0)
    expect(page.locator(".candidate [data-words]").first).to_be_focused()
    page.keyboard.press("e")
    page.locator(".candidate [name=text]").fill("Dit al vol.")
    page.locator(".candidate [name=text]").press("Escape")
    expect(page.locator(".candidate form")).to_have_count(0)
    expect(page.locator(".candidate__text").first).to_have_text("Dit al vol.")
    expect(page.locator(".candidate [data-words]").first).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#messages .alert")).to_have_attribute("data-tone", "info")
    page.locator("#messages [data-dismiss]").click()
    expect(page.locator("#messages .alert")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator(".keys-dialog")).to_contain_text("destaca-la")
