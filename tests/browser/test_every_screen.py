"""Each kind of page: accessible, whole, quiet, in both themes, wide and narrow."""

from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from django.test import RequestFactory
from playwright.sync_api import Page, Route

from intranet import errors
from tests.browser.accounts import MANAGER
from tests.browser.chromium import overflow
from tests.browser.screens import SCREENS, Screen

# How a page looks does not depend on the database: the suite looks at it once (make test-postgres leaves this out).
pytestmark = pytest.mark.once

SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 320, "height": 700}}
HANDLERS = {400: errors.bad_request, 429: errors.too_many_requests, 500: errors.server_error}
HANDLERS[503] = lambda _request: errors.unavailable()


OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page)["violations"]
    return [
        f"{one['id']} ({one['help']}): {node['target']} {node['html'][:160]}" for one in found for node in one["nodes"]
    ]


# The colours of one theme are the same in every size, and a size is laid out alike in both themes.
LOOKS = (("light", "wide"), ("dark", "narrow"))


def look_at(page: Page) -> dict[str, Any]:
    """What is wrong with the page as it stands, in each theme and size."""
    wrong: dict[str, Any] = {}
    for theme, size in LOOKS:
        page.set_viewport_size(SIZES[size])
        if theme != "light":
            page.emulate_media(color_scheme=theme)
            page.reload()  # or a colour is measured half-way from one theme to the other
        if wider := overflow(page):
            wrong[f"{size}: wider than the window by"] = wider
        page.evaluate(OPEN_ALL)
        if found := violations(page):
            wrong[f"{size}, {theme}: axe"] = found
    return wrong


def shape_of(page: Page) -> dict[str, int]:
    parts = {"h1": "h1", "main": "main", "footer": "body > footer", "skip link": "body > a.skip-link[href='#main']"}
    return {name: page.locator(selector).count() for name, selector in parts.items()}


ONE_OF_EACH = {"h1": 1, "main": 1, "footer": 1, "skip link": 1}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_screen(screen: Screen, context_for, watch):
    if screen.status >= 400:
        watch.refused.add(screen.path)
    page = context_for(screen.account, reduced_motion="reduce").new_page()
    assert screen.open(page) == screen.status
    assert shape_of(page) == ONE_OF_EACH
    assert page.locator("html").get_attribute("lang") == "ca"
    assert look_at(page) == {}


@pytest.mark.parametrize("status", HANDLERS)
def test_screen_of_an_error(status, context_for, watch):
    """Drawn here and handed to the browser in the site's name: none of them can be had by asking."""
    path = f"/error-{status}/"
    watch.refused.add(path)
    response = HANDLERS[status](RequestFactory().get(path))

    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html; charset=utf-8", body=response.content)

    context = context_for(reduced_motion="reduce")
    context.route(f"**{path}", answer)
    page = context.new_page()
    page.goto(path)
    assert shape_of(page) == ONE_OF_EACH
    assert look_at(page) == {}


SPACED = """
for (const [name, value] of [["letterSpacing", "0.12em"], ["wordSpacing", "0.16em"], ["lineHeight", "1.5"]])
  document.body.style[name] = value
"""


@pytest.mark.parametrize("path", ["/", "/membres/", "/grups/agroecologia/"])
def test_larger_and_wider_set_text_still_fits(path, context_for):
    """WCAG 1.4.4, text at 200 %; 1.4.12, text set as wide as people may want it."""
    page = context_for(MANAGER, viewport=SIZES["wide"]).new_page()
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == 0
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(SIZES["narrow"])
    assert page.locator(".section-bar .wrap ul").evaluate("bar => bar.scrollWidth - bar.clientWidth") == 0
    page.evaluate(SPACED)
    assert overflow(page) == 0


def test_later_sections_are_one_press_away_on_a_phone(context_for):
    page = context_for(MANAGER, viewport=SIZES["narrow"]).new_page()
    page.goto("/")
    later = page.locator("#later a")
    assert not later.first.is_visible()
    page.locator(".section-bar .later button").press("Enter")
    page.locator("#later a[href='/noticies/']").click()
    page.wait_for_url("**/noticies/")
