"""The blocks of pages: what they ask of editors, and what comes out."""

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue

from home.models import NewsIndexPage
from intranet.pages.blocks import Body, outline_of
from intranet.pages.blocks.buttons import ButtonBlock
from intranet.pages.blocks.files import ImageBlock, VideoBlock
from intranet.pages.blocks.tables import TableBlock
from tests.factories.home import a_document, a_rendition, an_image, heading

BODY = Body()


def stream(*blocks):
    return StreamValue(BODY, list(blocks))


def refused(block, value):
    """The fields of a block that are refused, or what is said of the block as a whole."""
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(value))
    error = caught.value
    return sorted(getattr(error, "block_errors", None) or [str(message) for message in error.non_block_errors])


def table(caption="Municipis", heading="Any", rows=("2024",)):
    columns = [{"type": "words", "heading": "Nom"}, {"type": "words", "heading": heading}]
    return {"caption": caption, "columns": columns, "rows": [{"values": ["Reus", cell]} for cell in rows]}


@pytest.mark.django_db
@pytest.mark.parametrize("alternative", ["", "   "])
def test_image_without_alternative_text_is_refused(alternative):
    value = {"image": an_image().pk, "alternative": alternative, "caption": "Un mercat"}
    assert refused(ImageBlock(), value) == ["alternative"]


@pytest.mark.parametrize("url", ["http://vimeo.com/1", "javascript:alert(1)", "ftp://vimeo.com/1", "vimeo"])
def test_video_that_is_not_https_is_refused(url):
    assert refused(VideoBlock(), {"title": "Presentació", "url": url, "length": ""}) == ["url"]


def test_video_is_a_link_that_says_where_it_leads():
    block = VideoBlock()
    html = block.render(block.to_python({"title": "Presentació", "url": "https://www.vimeo.com/1", "length": "3 min"}))
    assert '<a href="https://www.vimeo.com/1" rel="noopener noreferrer">Presentació</a>' in html
    assert "vimeo.com\n" in html
    assert "3 min" in html
    assert "<iframe" not in html


@pytest.mark.parametrize(
    ("value", "count"), [(table(caption=" "), 1), (table(heading=""), 1), (table(rows=()), 1), (table("", "", ()), 3)]
)
def test_table_that_cannot_be_read_aloud_is_refused(value, count):
    assert len(refused(TableBlock(), value)) == count


def test_table_names_its_rows_and_columns():
    block = TableBlock()
    html = block.render(block.to_python(table()))
    assert "<caption>Municipis</caption>" in html
    assert '<th scope="col">Any</th>' in html
    assert '<th scope="row">Reus</th>' in html
    assert '<td data-label="Any">2024</td>' in html


def test_cells_with_links_are_drawn_as_such():
    block = TableBlock()
    value = {
        "caption": "Guies",
        "columns": [{"type": "words", "heading": "Nom"}, {"type": "text", "heading": "Enllaç"}],
        "rows": [{"values": ["<Reus>", '<p><a href="https://example.org">guia</a></p>']}],
    }
    html = block.render(block.to_python(value))
    assert '<th scope="row">&lt;Reus&gt;</th>' in html
    assert '<td data-label="Enllaç"><p><a href="https://example.org">guia</a></p></td>' in html


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "url"), [(False, ""), (True, "https://example.org")])
def test_button_leads_to_one_place(page, url):
    chosen = NewsIndexPage.objects.get().pk if page else None
    assert refused(ButtonBlock(), {"label": "Llegiu-la", "page": chosen, "url": url}) == ["url"]


def test_first_heading_is_a_sections():
    with pytest.raises(ValidationError) as caught:
        BODY.clean(stream(heading("Detall", "h3"), heading("Secció")))
    assert list(caught.value.block_errors) == [0]
    BODY.clean(stream(heading("Secció"), heading("Detall", "h3")))


def test_draft_may_be_saved_before_it_is_complete():
    unfinished = stream(heading("", "h3"), ("table", table("", "", ())), ("buttons", [{"label": "", "page": None}]))
    assert len(BODY.clean_deferred(unfinished)) == 3


def test_outline_gives_each_heading_an_anchor_of_its_own():
    body = stream(heading("Per què?"), heading("Com", "h3"), heading("Per què"), heading("Per què 2"), heading("Main"))
    outline = [tuple(entry) for entry in outline_of(body)]
    assert outline == [
        ("per-que", "Per què?"),
        ("per-que-2", "Per què"),
        ("per-que-2-2", "Per què 2"),
        ("main-2", "Main"),
    ]
    assert [block.value.anchor for block in body] == ["per-que", "com", "per-que-2", "per-que-2-2", "main-2"]


@pytest.mark.django_db
def test_image_carries_its_alternative_text_and_caption():
    image = an_image()
    for spec in ("width-736", "width-1472"):
        a_rendition(image, spec)
    block = ImageBlock()
    html = block.render(block.to_python({"image": image.pk, "alternative": "Un «mercat»", "caption": "Reus, 2025"}))
    assert 'alt="Un «mercat»"' in html
    assert 'loading="lazy"' in html
    assert "<figcaption>Reus, 2025</figcaption>" in html


@pytest.mark.django_db
def test_documents_are_listed_with_their_kind():
    document = a_document("Acta d’abril")
    html = BODY.child_blocks["documents"].render(BODY.child_blocks["documents"].to_python([document.pk]))
    assert f'<a href="{document.url}">Acta d’abril</a>' in html
    assert "PDF" in html


def test_callout_says_its_tone_with_an_icon():
    block = BODY.child_blocks["callout"]
    html = block.render(
        block.to_python({"tone": "warning", "title": "Atenció", "text": "<p>Fins <b>divendres</b>.</p>"})
    )
    assert 'data-tone="warning"' in html
    assert "#triangle-alert" in html
    assert "<p>Fins <b>divendres</b>.</p>" in html


def test_rich_text_offers_few_things():
    assert BODY.child_blocks["paragraph"].features == ["bold", "italic", "link", "ol", "ul", "document-link"]


def test_editor_of_tables_has_its_files():
    assert finders.find("typed_table_block/js/typed_table_block.js")
