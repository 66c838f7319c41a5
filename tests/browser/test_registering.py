"""One registers with the keyboard; and without an account, on a phone, without JavaScript."""

import re

from playwright.sync_api import expect

from tests.browser.accounts import ELECTED, NOBODY
from tests.browser.mailbox import open_last_mail
from tests.browser.test_keyboard import tab_to

PHONE = {"width": 390, "height": 844}
OWN = re.compile(r"/inscripcio/$")


def test_one_registers_and_cancels_with_the_keyboard(context_for):
    page = context_for(ELECTED).new_page()
    page.goto("/agenda/llista/")
    page.goto(page.locator("main a[href^='/agenda/']:has-text('Primeres passes')").first.get_attribute("href") or "")
    tab_to(page, ".desk-card button[type=submit]", at_most=60)
    page.keyboard.press("Enter")
    page.wait_for_url(OWN)
    expect(page.locator(".standing")).to_have_attribute("data-tone", "success")
    tab_to(page, "confirm-dialog > a", at_most=60)
    page.keyboard.press("Enter")
    expect(page.locator("#cancel-registration")).to_be_visible()
    tab_to(page, "#cancel-registration button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .alert")).to_be_visible()
    expect(page.locator(".standing")).to_have_count(0)


def test_without_an_account_on_a_phone_without_javascript(context_for):
    page = context_for(NOBODY, viewport=PHONE, java_script_enabled=False).new_page()
    page.goto("/agenda/1/")
    page.locator(".desk-card a.button").click()
    page.wait_for_url(OWN)
    page.locator("[name=name]").fill("Roser Valldeperes i Ametller")
    page.locator("[name=email]").fill("roser@consorci.example")
    page.locator("[name=entity]").fill("Consorci del Moianès")
    page.locator("[name=mode][value=en-linia]").check()
    for question in page.locator("fieldset:has([name^=answer-])").all():
        question.locator("input").first.check()
    page.wait_for_timeout(3100)  # nobody fills it in so quickly
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/inscripcio/?enviat=1")
    open_last_mail(page, to="roser@consorci.example")
    found = re.search(r"/inscripcio/[\w.-]{20,}/", page.content())
    page.goto(found.group() if found else "/the-mail-has-no-link/")
    page.locator("button[name=do][value=confirm]").click()
    expect(page.locator(".standing")).to_have_attribute("data-tone", "success")
