import pytest
from django import forms

from intranet.richtext.fields import LONGEST, RichTextField, as_typed

pytestmark = pytest.mark.once


class Letter(forms.Form):
    body = RichTextField(label="Text")


class Note(forms.Form):
    body = RichTextField(required=False)


@pytest.mark.parametrize("raw", ["", "  ", "<p></p>", "<p>&nbsp;</p><ul><li></li></ul>", "<script>x</script>"])
def test_required_text_refuses_what_cleans_to_nothing(raw):
    letter = Letter({"body": raw})
    assert letter.errors.as_data()["body"][0].code == "required"
    assert Note({"body": raw}).is_valid()


@pytest.mark.parametrize(
    "raw",
    [
        "<p>Hola</p>",
        'Tres < "cinc"',
        '<p><img src="/media/attachments/a.webp" alt=""></p>',
        '<p><span data-mention="5">@Joan</span></p>',
        "<p onclick=x>Hola</p>",
    ],
)
def test_text_is_handed_on_as_it_was_sent(raw):
    letter = Letter({"body": f"  {raw}\r\n"})
    assert letter.is_valid()
    assert letter.cleaned_data["body"] == raw


def test_text_that_is_too_long_is_refused_and_kept():
    letter = Letter({"body": "a" * (LONGEST + 1)})
    assert letter.errors.as_data()["body"][0].code == "too_long"
    assert "a" * LONGEST in str(letter["body"])


def test_textarea_stands_without_the_editor():
    drawn = str(Letter({"body": "<h2>Tres &lt; cinc</h2>"})["body"])
    assert (
        '<textarea name="body" cols="40" rows="10" id="id_body">\n&lt;h2&gt;Tres &amp;lt; cinc&lt;/h2&gt;</textarea>'
        in drawn
    )
    assert " required" not in drawn.partition("<template>")[0].replace("data-required", "")
    assert drawn.count("<script") == 1
    assert 'type="module" src="/static/js/rich-text.js"' in drawn


def test_editor_offers_what_has_an_address():
    letter = Letter()
    bare = str(letter["body"])
    assert 'data-command="mention"' not in bare
    assert 'data-command="image"' not in bare
    assert "data-upload=" not in bare
    letter.fields["body"].widget.offer(mentions="/mencions/?grup=a&x=1", upload="/fitxers/")
    full = str(letter["body"])
    assert 'data-mentions="/mencions/?grup=a&amp;x=1" data-upload="/fitxers/"' in full
    assert 'data-command="mention"' in full
    assert 'data-command="image"' in full
    assert "data-mentions" not in str(Letter()["body"])


@pytest.mark.parametrize(
    ("raw", "plain"), [("Hola\nmón", True), ("Joan <joan@reus.cat>", True), ("<p>a</p>", True), ("<h2>a</h2>", False)]
)
def test_editor_is_told_of_plain_text(raw, plain):
    drawn = str(Letter({"body": raw})["body"])
    assert ("data-plain" in drawn, "data-marked" in drawn) == (plain, not plain)


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        ("<p>a &amp; b&nbsp;c</p><p></p>\n<p>3 &lt; 5<br>&lt;nom&gt;</p>", "a & b\xa0c\n\n3 < 5\n<nom>"),
        ("<p>&lt;p&gt;</p>", "<p>&lt;p&gt;</p>"),
        ("<p>a<br><br>b</p>", "<p>a<br><br>b</p>"),
        ('<p><a href="/x">a</a></p>', '<p><a href="/x">a</a></p>'),
        ("<ul><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ("Hola\n", "Hola\n"),
    ],
)
def test_what_is_paragraphs_alone_is_shown_as_it_is_typed(html, typed):
    assert as_typed(html) == typed
    assert Letter({"body": html})["body"].as_widget().count("<textarea") == 1
    assert Letter(initial={"body": html}).fields["body"].widget.format_value(html) == typed


def test_editor_is_told_of_a_required_text():
    assert "data-required" in str(Letter()["body"])
    assert "data-required" not in str(Note()["body"])


def test_tools_are_fetched_where_they_do_not_come_with_the_page():
    letter = Letter()
    letter.fields["body"].widget.offer(tools="/editor/")
    drawn = str(letter["body"])
    assert 'data-tools="/editor/"' in drawn
    assert "<template" not in drawn
