"""Files of a resource, from a phone: uploaded as they are chosen, put in order, and not lost when the session has ended."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.accounts import MANAGER
from tests.browser.conftest import sign_in

PHONE = {"width": 390, "height": 844}


def a_pdf(number: int, name: str) -> dict[str, object]:
    return {
        "name": name,
        "mimeType": "application/pdf",
        "buffer": b"%%PDF-1.7\n%d 0 obj\n<<>>\nendobj\n%%%%EOF\n" % number,
    }


def begin(page: Page) -> None:
    page.goto("/recursos/proposa/")
    page.locator("[name=title]").fill("Com comprem fruita de proximitat")
    page.locator("[name=kind][value=guia], select[name=kind]").evaluate(
        "(field) => (field.type === 'radio' ? (field.checked = true) : (field.value = 'guia'))"
    )
    page.locator("[name=summary]").fill("Els passos d’una compra petita.")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/edita/2/"))


def names(page: Page) -> list[str]:
    return page.locator(".uploader__row p [data-part=name]").all_inner_texts()


def test_files_are_uploaded_ordered_and_kept(context_for, watch):
    page = context_for(MANAGER, viewport=PHONE).new_page()
    begin(page)
    upload = page.locator("file-uploader")
    watch.refused.add(urlsplit(upload.get_attribute("data-url") or "").path)
    choose = upload.locator("input[type=file]")

    choose.set_input_files(
        [a_pdf(1, "u.pdf"), {"name": "b.exe", "mimeType": "x/y", "buffer": b"MZ"}, a_pdf(2, "dos.pdf")]
    )
    expect(upload.locator(".uploader__row")).to_have_count(2)
    expect(upload.locator(".uploader__error")).to_contain_text("b.exe")
    assert (names(page), upload.locator("progress:visible").count()) == (["u.pdf", "dos.pdf"], 0)
    upload.locator(".uploader__row").nth(1).locator("[data-action=up]").press("Enter")
    assert names(page) == ["dos.pdf", "u.pdf"]
    expect(upload.locator("[data-action=up]").first).to_be_focused()
    upload.locator(".uploader__upload [data-action=cancel]").click()

    watch.refused.add("/esborranys/")  # the draft may be kept between the new session and its new token
    page.context.clear_cookies(name="sessionid")
    choose.set_input_files([a_pdf(3, "tres.pdf")])
    retry = upload.locator("[data-action=retry]:visible")
    expect(retry).to_be_visible()
    sign_in(page.context.new_page(), MANAGER)
    retry.click()
    expect(upload.locator(".uploader__row")).to_have_count(3)
    assert names(page) == ["dos.pdf", "u.pdf", "tres.pdf"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
