"""The text of a page, and its outline."""

from itertools import chain, count
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock, StreamBlockValidationError, StreamValue

from intranet.pages.blocks.buttons import ButtonsBlock
from intranet.pages.blocks.files import DocumentsBlock, ImageBlock, VideoBlock
from intranet.pages.blocks.tables import TableBlock
from intranet.pages.blocks.words import (
    WORDS,
    WORDS_AND_DOCUMENTS,
    CalloutBlock,
    HeadingBlock,
    HeadingLevel,
    ParagraphBlock,
    QuoteBlock,
)


class OrderedStream(StreamBlock):
    """A stream whose headings do not skip a level: the first one is a section's."""

    def clean(self, value: StreamValue) -> StreamValue:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        for position, block in enumerate(cleaned):
            if block.block_type == "heading":
                if block.value["level"] != HeadingLevel.SECTION:
                    error = ValidationError(_("The first heading of a page must be a section's."))
                    raise StreamBlockValidationError(block_errors={position: error})
                break
        return cleaned


class Body(OrderedStream):
    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=[*WORDS_AND_DOCUMENTS])
    image = ImageBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    table = TableBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    buttons = ButtonsBlock()


class LegalBody(OrderedStream):
    """Words and tables alone: images and documents are behind the sign-in, a legal page is not."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=[*WORDS])
    callout = CalloutBlock()
    table = TableBlock()


class Entry(NamedTuple):
    anchor: str
    text: str


Outline = list[Entry]
TAKEN = ("main", "messages")  # ids of the frame around the page


def outline_of(body: Any) -> Outline:
    """The sections of `body`; gives each of its headings an anchor that nothing else on the page has."""
    taken = set(TAKEN)
    entries: Outline = []
    for heading in (block.value for block in body if block.block_type == "heading"):
        slug = slugify(heading["text"]) or "part"
        candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
        heading.anchor = next(anchor for anchor in candidates if anchor not in taken)
        taken.add(heading.anchor)
        if heading["level"] == HeadingLevel.SECTION:
            entries.append(Entry(heading.anchor, heading["text"]))
    return entries
