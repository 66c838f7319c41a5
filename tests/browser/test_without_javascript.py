"""Everything works without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accounts import GROUP_COORDINATOR, MANAGER
from tests.browser.conftest import sign_in


@pytest.fixture
def page(context_for) -> Page:
    return context_for(java_script_enabled=False).new_page()


def test_one_signs_in_filters_the_directory_and_signs_out(page):
    sign_in(page, MANAGER)
    page.goto("/membres/")
    before = page.locator("main article").count()
    page.locator("main input[name=q]").fill("samira bonastre")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**/membres/?*q=samira*")
    assert page.locator("main article").count() == 1 < before
    page.locator("[popovertarget=profile-menu]").click()
    page.locator("#profile-menu form[action*=logout] button").click()
    page.wait_for_url("**/compte/login/**")


def test_facets_filter_the_councils(page):
    sign_in(page, MANAGER)
    page.goto("/municipis/")
    before = page.locator("main a[href^='/municipis/']").count()
    page.locator("main select[name=province]").select_option("Girona")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/municipis/?*province=Girona*")
    assert 0 < page.locator("main a[href^='/municipis/']").count() < before


def test_profile_is_edited(page):
    sign_in(page, GROUP_COORDINATOR)
    page.goto("/compte/perfil/")
    page.locator("[name=ask_me_about]").fill("espais de cura i horaris")
    page.locator("main form:has([name=ask_me_about]) button[type=submit]").first.click()
    expect(page.locator("#messages")).not_to_be_empty()
    page.goto("/compte/perfil/")
    assert page.locator("[name=ask_me_about]").input_value() == "espais de cura i horaris"


def test_refused_profile_keeps_what_was_typed(page, watch):
    watch.refused.add("/compte/perfil/")
    sign_in(page, GROUP_COORDINATOR)
    page.goto("/compte/perfil/")
    page.locator("[name=phone]").fill("no és cap número")
    page.locator("[name=bio]").fill("Text que no s'ha de perdre.")
    page.locator("main form:has([name=phone]) button[type=submit]").first.click()
    expect(page.locator(".alert, [role=alert]").first).to_be_visible()
    assert page.locator("[name=phone]").input_value() == "no és cap número"
    assert page.locator("[name=bio]").input_value() == "Text que no s'ha de perdre."


def test_theme_is_chosen(page):
    page.goto("/compte/login/")
    page.locator("footer button[name=theme][value=dark]").click()
    page.wait_for_url("**/compte/login/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
