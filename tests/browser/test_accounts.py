"""Each account of the demo, as a person meets it: signs in, sees what is theirs, and not what is not."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accounts import ADMINISTRATOR, ALL, COORDINATION, ELECTED, GROUP_COORDINATOR, GUEST, MANAGER, NOBODY
from tests.browser.conftest import sign_in

PRIVATE = "Comissió Executiva"
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 800}}


def main_headings(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("main :is(h2, h3)").all_inner_texts()]


def status_of(page: Page, path: str) -> int:
    answer = page.goto(path)
    return answer.status if answer else 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("account", ALL)
def test_account_signs_in_and_out(account, size, context_for):
    page = context_for(viewport=SIZES[size]).new_page()
    sign_in(page, account)
    expect(page.locator("h1")).to_have_count(1)
    page.locator("[popovertarget=profile-menu]").click()
    expect(page.locator("#profile-menu")).to_contain_text(account)
    page.locator("#profile-menu form[action*=logout] button").click()
    page.wait_for_url(re.compile("/compte/login/"))
    page.goto("/membres/")
    assert page.url.endswith("/compte/login/?next=%2Fmembres%2F")


def test_sign_in_leads_to_where_one_wanted_to_go(context_for):
    page = context_for().new_page()
    page.goto("/grups/cures/")
    page.locator("[name=login]").fill(GROUP_COORDINATOR)
    page.locator("[name=password]").fill("xmess-demo-2025")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("/grups/cures/")
    expect(page.locator("h1")).to_have_text("Cures")


@pytest.mark.parametrize("login", [MANAGER, "nobody@manresa.example"])
def test_wrong_password_and_unknown_address_get_the_same_answer(login, context_for, watch):
    watch.refused.add("/compte/login/")
    page = context_for().new_page()
    page.goto("/compte/login/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("not-the-password")
    page.locator("main form button[type=submit]").first.click()
    alert = page.locator("[role=alert], .alert").first
    expect(alert).to_be_visible()
    assert "nobody" not in alert.inner_text()
    assert page.locator("[name=login]").input_value() == login
    assert alert.inner_text() == _first_answer.setdefault("words", alert.inner_text())


_first_answer: dict[str, str] = {}


@pytest.mark.parametrize("account", ALL)
def test_private_group(account, context_for, watch):
    """Those in it read it; coordination knows its name and people; for everyone else it is not there."""
    watch.refused.add("/grups/comissio-executiva/")
    knowing = {ELECTED, COORDINATION, ADMINISTRATOR}
    page = context_for(account).new_page()
    page.goto("/grups/")
    assert (PRIVATE in page.locator("main").inner_text()) is (account in knowing)
    assert status_of(page, "/grups/comissio-executiva/") == (200 if account in knowing else 404)


def test_guest_sees_the_own_group_and_nothing_else(context_for, watch):
    closed = {"/grups/cures/", "/municipis/", "/municipis/manresa/", "/noticies/", "/la-xarxa/"}
    watch.refused |= closed
    page = context_for(GUEST).new_page()
    page.goto("/grups/")
    groups = {link.get_attribute("href") for link in page.locator("main a[href^='/grups/']").all()}
    assert {href for href in groups if href and href.count("/") == 3} == {"/grups/agroecologia/"}
    assert status_of(page, "/grups/agroecologia/") == 200
    assert {path: status_of(page, path) for path in closed} == dict.fromkeys(closed, 404)
    sections = page.goto("/") and page.locator(".section-bar a").evaluate_all("links => links.map(a => a.pathname)")
    assert sections == ["/", "/grups/", "/agenda/", "/recursos/", "/membres/"]


def test_guest_meets_only_the_people_of_the_own_group(context_for):
    page = context_for(GUEST).new_page()
    page.goto("/grups/agroecologia/membres/")
    members = set(page.locator("main a[href^='/membres/']").evaluate_all("links => links.map(a => a.pathname)"))
    page.goto("/membres/")
    met = set(page.locator("main article a[href^='/membres/']").evaluate_all("links => links.map(a => a.pathname)"))
    assert met
    assert met <= members


@pytest.mark.parametrize("account", ALL)
def test_coordinations_area(account, context_for, watch):
    watch.refused |= {"/admin/", "/disseny/"}
    page = context_for(account).new_page()
    inside = account in {COORDINATION, ADMINISTRATOR}
    page.goto("/")
    assert page.locator("#profile-menu a[href='/admin/']").count() == inside
    assert status_of(page, "/disseny/") == (200 if inside else 404)
    assert status_of(page, "/admin/") == (200 if inside else 403)


@pytest.mark.parametrize("account", [MANAGER, ELECTED, COORDINATION])
def test_invitations_of_a_council(account, context_for, watch):
    watch.refused.add("/municipis/manresa/invitacions/")
    page = context_for(account).new_page()
    assert status_of(page, "/municipis/manresa/invitacions/") == (404 if account == ELECTED else 200)


@pytest.mark.parametrize(
    "path", ["/", "/membres/", "/municipis/", "/grups/", "/noticies/", "/admin/", "/disseny/", "/media/x"]
)
def test_signed_out_one_is_asked_to_sign_in(path, context_for):
    page = context_for(NOBODY).new_page()
    page.goto(path)
    assert page.url.split("?")[0].endswith("/compte/login/")
