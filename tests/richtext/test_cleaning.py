from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intranet.richtext.allowed import ATTRIBUTES, KEPT, REOPENED, VOID, has_target
from intranet.richtext.cleaning import PARSE, clean_html, images_in, mentions_in, own_words, plain_text
from intranet.richtext.rewriting import MOST_MARKS
from intranet.richtext.taming import tamed

pytestmark = pytest.mark.once

NAMES = {5: "Maria Puig <tècnica>"}
OWN = "/media/attachments/a.webp"
LINK = 'rel="noopener noreferrer"'


def cleaned(raw: str) -> str:
    return clean_html(raw, name_of=NAMES.get, keeps_image=lambda src: src == OWN)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("", ""),
        (" \n ", ""),
        ("Hola\nmón\n\nadéu", "<p>Hola<br>món</p><p>adéu</p>"),
        ("Joan <joan@reus.cat>: 3 < 5 i <nom>", "<p>Joan &lt;joan@reus.cat&gt;: 3 &lt; 5 i &lt;nom&gt;</p>"),
        ("<p>&nbsp;</p><p><br></p><ul><li></li></ul><hr>", ""),
        ("<p>a</p><p></p><p>b<br></p>", "<p>a</p><p>b</p>"),
        ("<h1>a</h1><h2>b</h2><h5>c</h5><h6>d</h6>", "<h2>a</h2><h2>b</h2><h4>c</h4><h4>d</h4>"),
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<b>a<p>b</p>c</b>d", "<p><strong>a</strong></p><p><strong>b</strong></p><p><strong>c</strong>d</p>"),
        ("<U>a</U><font color='red'>b</font><nobr/>c", "<p>abc</p>"),
        ("<ul>a</ul><li>b</li>", "<ul><li>a</li></ul><p>b</p>"),
        ("<p style='color:red' class=x id=y onclick=z>a</p>", "<p>a</p>"),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
        (
            "Un <b>mot</b>\nmés\n\nDos <nom> <a\nhref='/x'>a</a>",
            f'<p>Un <strong>mot</strong><br>més</p><p>Dos &lt;nom&gt; <a href="/x" {LINK}>a</a></p>',
        ),
        ("Un mot</b>\r\n \r\nDos", "<p>Un mot</p><p>Dos</p>"),
        ("<b>a</b>\n\n3 < 5", "<p><strong>a</strong></p><p>3 &lt; 5</p>"),
        ("a\x00b\x1bc\ud800d", "<p>abcd</p>"),
    ],
)
def test_cleaning_keeps_what_people_meant(raw, clean):
    assert cleaned(raw) == clean


@pytest.mark.parametrize(
    "name",
    ["script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"],
)
def test_what_is_not_text_loses_its_content(name):
    assert cleaned(f"<p>a</p><{name}>alert(1)</{name}><p>b</p>") == "<p>a</p><p>b</p>"


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://reus.cat/", "https://reus.cat/"),
        ("HTTP://reus.cat/", "HTTP://reus.cat/"),
        ("mailto:a@reus.cat", "mailto:a@reus.cat"),
        ("tel:+34977000000", "tel:+34977000000"),
        ("/grups/cures/temes/3/m/2/", "/grups/cures/temes/3/m/2/"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("ftp://reus.cat/", None),
        ("fitxer.html", None),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
        ("/\t/evil.example/", None),
        ("/\n\\evil.example/", None),
        (f"/{'x' * 2_000}", None),
        ("", None),
    ],
)
def test_links_lead_only_where_they_may(href, kept):
    expected = f'<p><a href="{kept}" {LINK}>a</a></p>' if kept else "<p>a</p>"
    assert cleaned(f'<p><a href="{href}" target="_blank" rel="opener">a</a></p>') == expected


def test_only_own_images_stay():
    assert (
        cleaned(f'<img src="{OWN}" alt="El mercat" onerror="x" width="9">')
        == f'<p><img src="{OWN}" alt="El mercat"></p>'
    )
    assert cleaned(f'<p>a<img src="https://x.example/a.png"><img src="//x{OWN}"><img></p>') == "<p>a</p>"


def test_image_without_alternative_has_an_empty_one():
    assert cleaned(f"<img src={OWN}>") == f'<p><img src="{OWN}" alt=""></p>'


def test_mention_shows_the_name_that_is_known_not_the_one_sent():
    assert cleaned('<p><span data-mention="5">@L’<b>alcalde</b></span>!</p>') == (
        '<p><span data-mention="5">@Maria Puig &lt;tècnica&gt;</span>!</p>'
    )


@pytest.mark.parametrize("mention", ["6", "0", "-5", "5 ", "٥", "5" * 30, "x", ""])
def test_mention_of_who_may_not_be_mentioned_stays_as_words(mention):
    assert cleaned(f'<p><span data-mention="{mention}">@Joan</span></p>') == "<p>@Joan</p>"


@pytest.mark.parametrize(("span", "kept"), [("2", True), ("99", True), ("0", False), ("100", False), ("2;", False)])
def test_cells_reach_over_fewer_than_a_hundred(span, kept):
    attributes = f' colspan="{span}"' if kept else ""
    assert cleaned(f'<table><tr><td colspan="{span}">a</td></tr></table>') == (
        f"<table><tbody><tr><td{attributes}>a</td></tr></tbody></table>"
    )


def test_words_are_read_line_by_line():
    html = cleaned(
        '<h2>Títol</h2><p>Un <strong>mot</strong>, <span data-mention="5">x</span><br>i més</p>'
        f'<ul><li><p>a</p></li><li>b</li></ul><img src="{OWN}" alt="Plànol"><table><tr><td>c</td><td>d</td></tr></table>'
    )
    assert plain_text(html) == "Títol\nUn mot, @Maria Puig <tècnica>\ni més\n– a\n– b\nPlànol\nc d"


def test_own_words_are_neither_quoted_nor_of_an_image():
    html = cleaned(
        f"<blockquote><p>Berta:</p><blockquote>No</blockquote><p>Sí</p></blockquote>Dic<blockquote>x</blockquote>això"
        f'<img src="{OWN}" alt="Plànol"><ul><li>i més</li></ul>'
    )
    assert own_words(html) == "Dic\naixò\n– i més"


def test_mentions_and_images_are_found_in_what_was_sent():
    raw = f'<SPAN data-mention="7">a</SPAN><p data-mention=9><span data-mention=5>b</span><span data-mention="7">c<img src="{OWN}">'
    assert mentions_in(raw) == [7, 5]
    assert images_in(raw) == [OWN]
    assert mentions_in("<script><span data-mention=5></script>") == []


class Inspector(HTMLParser):
    """Notes everything that the allow-list does not name, and what is not closed in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        self.wrong += [f"<{tag} {name}>" for name, _value in attrs if name not in allowed]
        self.wrong += [] if tag in KEPT else [f"<{tag}>"]
        given = dict(attrs)
        if tag == "a" and not (has_target(given.get("href") or "") and given.get("rel") == "noopener noreferrer"):
            self.wrong.append(f"<a {given}>")
        if tag == "img" and given.get("src") != OWN:
            self.wrong.append(f"<img {given}>")
        if tag == "span" and given.get("data-mention") != "5":
            self.wrong.append(f"<span {given}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_comment(self, data):
        self.wrong.append(f"<!--{data}-->")


def wrong_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong + inspector.open


PIECES = [
    *(f"<{name}>" for name in sorted(KEPT)),
    *(f"</{name}>" for name in sorted(KEPT - VOID)),
    *[
        "<div>",
        "</div>",
        "<h1>",
        "<b>",
        "</b>",
        "<i>",
        "<pre>",
        "<form>",
        "<caption>",
        "<col>",
        "<tfoot>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<style>",
        "</style>",
    ],
    *[
        "<script>",
        "</script>",
        "<template>",
        "<title>",
        "<textarea>",
        "</textarea>",
        "<select>",
        "<option>",
        "<noscript>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
    ],
    *[
        "<a",
        'href="/x">',
        "<a",
        "href=javascript:x>",
        "<a",
        'href="https://a.b"',
        'title="<b>">',
        "<img",
        "src=x",
        "onerror=x>",
        '"',
        "'",
        ">",
        "<",
        "&",
        "&lt;",
        "&amp;",
    ],
    f'<img src="{OWN}" alt="<p>">',
    "<span data-mention=5>",
    "<span data-mention=6>",
    "<td colspan=3 rowspan=999>",
    "<p onclick=x style=x>",
    *("a", " ", "\n", "\n\n", "<nom>", "\xa0", "\u200b", "@", "–", "x\x00"),
]
soups = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)


@settings(deadline=None)
@given(soups)
def test_whatever_is_sent_comes_out_safe(raw):
    assert wrong_in(cleaned(raw)) == []


@settings(deadline=None)
@given(soups)
def test_cleaning_what_is_clean_changes_nothing(raw):
    once = cleaned(raw)
    assert cleaned(once) == once


@settings(deadline=None)
@given(soups)
def test_nothing_stays_but_what_can_be_read_or_seen(raw):
    html = cleaned(raw)
    assert bool(html) == bool(plain_text(html) or images_in(html))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["C"], exclude_characters="<>\xa0\xad")))
def test_plain_text_keeps_its_words(text):
    assert plain_text(cleaned(text)).split() == text.split()


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<x>", "<p><b>"])
def test_bottomless_nesting_becomes_plain_words(tag):
    assert plain_text(cleaned(f"<p>a</p>{tag * 5_000}b")).split() == ["a", "b"]


@pytest.mark.parametrize(
    "opened",
    [
        "".join(f"<b x={number}>" for number in range(140)),
        "".join(f"<{name}><!--</{name}>-->" for name in REOPENED * 3),
        f'<a href="https://x.example/{"y" * 20_000}">',
        f'<a href="https://x.example/{"y" * 1_900}" title="{"z" * 5_000}">',
    ],
    ids=["one name", "every name", "long link", "long title"],
)
def test_what_is_never_closed_is_not_multiplied(opened):
    raw = f"{opened}{'<p>a' * 1_000}"
    parsed, html = PARSE.clean(tamed(raw)), cleaned(raw)
    assert (len(parsed) < 4 * len(raw), len(html) < len(parsed) + MOST_MARKS * 2) == (True, True)
    assert (plain_text(html).split() == ["a"] * 1_000, cleaned(html) == html) == (True, True)
