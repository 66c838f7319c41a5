"""Asking, answering and solving, from a phone."""

from playwright.sync_api import Page, expect

from tests.browser.accounts import GROUP_COORDINATOR, MANAGER

PHONE = {"width": 390, "height": 844}
ASK = "/grups/agroecologia/temes/nou/?tipus=question"


def write(page: Page, words: str) -> None:
    page.locator(".ProseMirror").click()
    page.keyboard.type(words)


def publish(page: Page) -> None:
    page.locator("button[name=action][value=publish]").last.click()


def overflows(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_question_is_asked_answered_and_solved(context_for):
    asker = context_for(MANAGER, viewport=PHONE).new_page()
    asker.goto(ASK)
    assert overflows(asker) is False
    asker.locator("[name=title]").fill("Qui compra fruita de proximitat per a les escoles?")
    write(asker, "Volem començar al setembre.")
    asker.locator("button[name=action][value=preview]").click()
    expect(asker.locator(".preview .prose")).to_have_text("Volem començar al setembre.")
    publish(asker)
    asker.wait_for_url("**/grups/agroecologia/temes/*/")
    expect(asker.locator("h1")).to_have_text("Qui compra fruita de proximitat per a les escoles?")
    topic = asker.url

    answerer = context_for(GROUP_COORDINATOR, viewport=PHONE).new_page()
    answerer.goto(f"{topic}respon/?cita=1")
    expect(answerer.locator(".ProseMirror blockquote a")).to_have_attribute(
        "href", f"{topic[topic.index('/grups') :]}m/1/"
    )
    answerer.locator(".ProseMirror > p").last.click()
    answerer.keyboard.type("Nosaltres, des de fa dos cursos.")
    publish(answerer)
    answerer.wait_for_url("**#m2")
    expect(answerer.locator("#m2 .prose > p")).to_have_text("Nosaltres, des de fa dos cursos.")
    assert overflows(answerer) is False

    asker.goto(topic)
    asker.locator("#m2 button[value=solve]").click()
    expect(asker.locator("#m2[data-state=solution]")).to_be_visible()


def test_what_was_typed_is_there_after_leaving(context_for):
    page = context_for(MANAGER, viewport=PHONE).new_page()
    page.goto("/grups/agroecologia/temes/nou/?tipus=debate")
    page.locator("[name=title]").fill("Un debat a mitges")
    write(page, "Encara hi penso.")
    with page.expect_response("**/esborranys/"):
        page.locator("[name=title]").press("End")
    page.goto("/")
    page.goto("/grups/agroecologia/temes/nou/?tipus=debate")
    expect(page.locator("[name=title]")).to_have_value("Un debat a mitges")
    expect(page.locator(".ProseMirror")).to_have_text("Encara hi penso.")
    page.locator("form[action$='/descarta/'] button").click()
    expect(page.locator("[name=title]")).to_have_value("")
