"""Writing rich text as one does it: the keyboard alone, a name, an image, a link, what Word sends."""

import base64
import re
from collections.abc import Callable

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accounts import MANAGER

ADDRESS = "/grups/agroecologia/temes/nou/?tipus=debate"
RED_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="
)
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0} --></style></head>
<body lang=CA style='tab-interval:35.4pt'><!--StartFragment--><h1 style='margin:0'>Acta<o:p></o:p></h1>
<p class=MsoNormal style='margin:8pt' onclick='alert(1)'>Un <b style='mso-bidi-font-weight:normal'>fort</b></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Un<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>U i mig</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>Dos</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1. </span>Primer</p>
<p><img src="https://elsewhere.example/a.png"></p><!--EndFragment--></body></html>"""
GOOGLE = """
<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">Un </span><span
style="font-weight:700">fort</span></p><ul><li dir="ltr"><p role="presentation"><span>a</span></p></li></ul></b>"""
PASTE = """
(text, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
TRAIL = re.compile(r"(<p></p>)+$")


@pytest.fixture
def page(context_for: Callable) -> Page:
    page = context_for(MANAGER).new_page()
    # What one test types is no draft for the next.
    page.route("**/draft-keeper*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(ADDRESS)
    expect(page.locator("rich-text[data-ready]")).to_be_visible()
    return page


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox").and_(page.locator("[contenteditable]"))


def sent_by(page: Page) -> str:
    """What the form would send, without the empty line that waits below a list or a table."""
    return TRAIL.sub("", page.locator("textarea[name=body]").input_value())


def focus_is_in(page: Page, locator: Locator) -> bool:
    return bool(locator.evaluate("element => element.contains(document.activeElement)"))


def test_text_is_written_with_the_keyboard_alone(page):
    text, bar = text_of(page), page.get_by_role("toolbar")
    text.focus()
    page.keyboard.type("Un ")
    page.keyboard.press("Alt+F10")
    assert focus_is_in(page, bar.locator("[data-command=bold]"))
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(bar.locator("[data-command=bold]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("fort")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Escape")
    expect(text).to_be_focused()
    page.keyboard.type("\n- a\nb")
    page.keyboard.press("Control+]")
    expect(text.locator("li li")).to_have_text("b")
    page.keyboard.press("Tab")
    assert not focus_is_in(page, page.locator("rich-text"))
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert focus_is_in(page, bar)


def test_tab_leaves_a_table_and_axe_finds_nothing(page):
    text_of(page).focus()
    page.locator("[data-command=table]").click()
    page.keyboard.type("Any")
    expect(page.locator("[data-command=add-row]")).to_be_visible()
    found = Axe().run(page)["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    page.keyboard.press("Tab")
    assert not focus_is_in(page, page.locator("rich-text"))
    assert sent_by(page).count("<tr>") == 3


def test_somebody_is_mentioned(page):
    text = text_of(page)
    text.focus()
    page.keyboard.type("Hola @samira bon")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("Samira Bonastre i Amrani")
    expect(text).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "none")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("!")
    assert re.fullmatch(r'<p>Hola <span data-mention="\d+">@Samira Bonastre i Amrani</span> !</p>', sent_by(page))
    page.keyboard.type(" @samira")
    expect(option.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(option).to_have_count(0)
    expect(text).to_be_focused()


def test_link_is_put_and_a_wrong_one_is_refused(page):
    text_of(page).focus()
    page.keyboard.type("mireu")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.locator("[name=href]").fill("www.reus.cat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text_of(page)).to_be_focused()
    assert sent_by(page) == '<p><a href="https://www.reus.cat">mireu</a></p>'


def test_image_is_uploaded_with_its_alternative(page):
    with page.expect_file_chooser() as chooser:
        page.locator("[data-command=image]").click()
    chooser.value.set_files({"name": "punt.png", "mimeType": "image/png", "buffer": RED_DOT})
    page.locator("dialog [name=alt]").fill("Un punt vermell")
    page.locator("dialog button[value=set]").click()
    expect(text_of(page).get_by_role("img", name="Un punt vermell")).to_be_visible()
    assert re.fullmatch(r'<p><img src="/media/attachments/\w+\.\w+" alt="Un punt vermell"></p>', sent_by(page))


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        (
            WORD,
            "<h2>Acta</h2><p>Un <strong>fort</strong></p>"  # noqa: ISC004 - one text
            "<ul><li><p>Un</p><ul><li><p>U i mig</p></li></ul></li><li><p>Dos</p></li></ul>"
            '<ol data-type="decimal"><li><p>Primer</p></li></ol>',
        ),
        (GOOGLE, "<p>Un <strong>fort</strong></p><ul><li><p>a</p></li></ul>"),
    ],
    ids=["word", "google"],
)
def test_what_others_wrote_is_pasted_clean(page, html, clean):
    text_of(page).evaluate(PASTE, html)
    assert sent_by(page) == clean


def held_engine(page: Page) -> list[Route]:
    """The engine stays on its way until its request, the one of the list, is let go."""
    held: list[Route] = []
    page.route("**/rich-text-editor*.js", lambda route: held.extend([route]))
    return held


def wait_for(page: Page, held: list[Route]) -> Route:
    while not held:
        page.wait_for_timeout(20)
    return held[0]


def test_what_is_typed_before_the_engine_comes_stays_and_goes_on(page):
    held = held_engine(page)
    page.goto(ADDRESS)
    page.locator("textarea[name=body]").focus()
    page.keyboard.type("Hola <nom>\nu\n\nAixò és ")
    wait_for(page, held).continue_()
    for letter in "escrit mentre l’editor ve de camí":
        page.keyboard.type(letter)
    expect(page.locator("rich-text[data-ready]")).to_be_visible()
    expect(text_of(page)).to_be_focused()
    page.keyboard.type(".")
    assert sent_by(page) == "<p>Hola &lt;nom&gt;<br>u</p><p>Això és escrit mentre l’editor ve de camí.</p>"


def test_nobody_types_into_marks_while_the_engine_comes(page):
    box = page.locator("textarea[name=body]")
    text_of(page).focus()
    page.keyboard.type("- Un")
    page.locator("[name=title]").fill("Una llista")
    held = held_engine(page)
    page.locator("button[value=preview]").click()
    expect(page.locator(".preview li")).to_have_text("Un")
    box.focus()
    wait_for(page, held)
    page.keyboard.type("x")
    expect(box).to_have_attribute("readonly", "")
    assert (box.input_value()[:4], "x" in box.input_value()) == ("<ul>", False)
    held[0].fulfill(content_type="text/javascript", body="")
    expect(box).not_to_have_attribute("readonly", "")
    expect(page.locator("rich-text[data-waiting]")).to_have_count(0)


def test_without_the_engine_one_writes_in_the_textarea(context_for):
    page = context_for(MANAGER, java_script_enabled=False).new_page()
    page.goto(ADDRESS)
    expect(page.locator("textarea#id_body")).to_be_visible()
    expect(page.get_by_role("toolbar")).to_have_count(0)
