"""On paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import MANAGER


@pytest.mark.parametrize("path", ["/", "/membres/", "/municipis/manresa/", "/grups/agroecologia/", "/accessibilitat/"])
def test_printed_page_is_the_content_alone(path, context_for):
    page = context_for(MANAGER).new_page()
    page.goto(path)
    expect(page.locator(".print-head")).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".header", ".section-bar", ".skip-link"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    # Ink on paper, whatever the theme.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }
