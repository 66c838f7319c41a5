"""Nothing that is typed is lost: drafts, files and the end of a session, as they behave in a browser."""

import re
from secrets import token_hex

from playwright.sync_api import expect

from tests.browser.accounts import MANAGER

ADDRESS = "/grups/agroecologia/temes/nou/?tipus=debate"
PDF = {"name": "acta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
PROGRAM = {"name": "joc.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\0"}
SAVED = re.compile(r"\b\d{1,2}\.\d{2}\b")


def test_what_is_typed_and_chosen_is_found_again(context_for, watch):
    watch.refused.add("/fitxers/")
    context = context_for(MANAGER, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(ADDRESS)
    status = page.locator(".draft-status")
    page.locator("[name=title]").fill(f"Els horts {token_hex(4)}")
    expect(status).to_have_text(SAVED)
    page.locator("[name=files]").set_input_files([PDF, PROGRAM])
    expect(page.get_by_text("acta.pdf")).not_to_have_count(0)
    expect(page.locator(".file-list__status")).to_contain_text("joc.exe")
    title = f"Els horts {token_hex(4)}"
    page.locator("[name=title]").fill(title)
    page.goto("/grups/")  # before the two seconds are over
    page.goto("/esborranys/")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("[name=title]")).to_have_value(title)
    expect(page.locator("[name=attachment]").first).to_be_checked()

    context.clear_cookies(name="sessionid")
    page.locator("[name=title]").fill("Els horts de dalt")
    expect(status).to_have_attribute("data-tone", "warning")
    page.locator("button[value=publish]").click()
    page.wait_for_url("**/compte/login/?next=*")
    expect(page.locator("#messages .alert")).to_have_count(1)


def test_without_javascript_files_are_kept_over_errors(context_for, watch):
    watch.refused.add("/grups/agroecologia/temes/nou/")
    page = context_for(MANAGER, java_script_enabled=False).new_page()
    page.goto("/grups/agroecologia/temes/nou/?tipus=question")
    page.locator("[name=title]").fill("")
    page.locator("[name=body]").fill("Algú en té?")
    page.locator("[name=files]").set_input_files(PDF)
    with page.expect_response(lambda response: response.status == 422):
        page.locator("button[value=publish]").click()
    expect(page.locator("[name=attachment]")).to_be_checked()
    expect(page.get_by_text("acta.pdf")).to_be_visible()
