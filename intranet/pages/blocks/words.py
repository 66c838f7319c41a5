"""Blocks of words: headings, paragraphs, quotes, call-outs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructBlock, StructValue

WORDS = ("bold", "italic", "link", "ol", "ul")
WORDS_AND_DOCUMENTS = (*WORDS, "document-link")
WORDS_IN_A_LINE = ("bold", "italic", "link")


class HeadingLevel(models.TextChoices):
    """A page has one h1, its title: what stands in the text begins below it."""

    SECTION = "h2", _("Section")
    SUBSECTION = "h3", _("Part of a section")


class Tone(models.TextChoices):
    INFO = "info", _("Information")
    SUCCESS = "success", _("Good news")
    WARNING = "warning", _("Mind this")


class HeadingValue(StructValue):
    """A heading and its address on the page; `outline_of` makes it unique there."""

    anchor = ""


class HeadingBlock(StructBlock):
    text = CharBlock(label=_("Heading"), max_length=160)
    level = ChoiceBlock(label=_("Level"), choices=HeadingLevel.choices, default=HeadingLevel.SECTION)

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "blocks/heading.html"
        value_class = HeadingValue


class ParagraphBlock(RichTextBlock):
    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "blocks/paragraph.html"


class QuoteBlock(StructBlock):
    text = CharBlock(label=_("Quote"), max_length=600, help_text=_("Without quotation marks."))
    source = CharBlock(label=_("Who says it"), max_length=160, help_text=_("Name and office, or the document."))

    class Meta:
        label = _("Quote")
        icon = "openquote"
        template = "blocks/quote.html"


class CalloutBlock(StructBlock):
    tone = ChoiceBlock(label=_("Tone"), choices=Tone.choices, default=Tone.INFO)
    title = CharBlock(label=pgettext_lazy("of a text", "Title"), max_length=120, required=False)
    text = RichTextBlock(label=_("Text"), features=[*WORDS])

    class Meta:
        label = _("Call-out")
        icon = "warning"
        template = "blocks/callout.html"
