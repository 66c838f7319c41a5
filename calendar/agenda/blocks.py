"""What a programme is made of: sessions with their times, and what parts them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StreamBlock, StructBlock, TextBlock, TimeBlock, URLBlock
from wagtail.documents.blocks import DocumentChooserBlock


class SpeakerBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=120)
    role = CharBlock(label=_("Who they are"), max_length=160, required=False)

    class Meta:
        label = _("Speaker")
        icon = "user"


class SessionBlock(StructBlock):
    start = TimeBlock(label=_("From"))
    end = TimeBlock(label=_("To"), required=False)
    title = CharBlock(label=_("Title"), max_length=200)
    text = TextBlock(label=_("What it is about"), required=False, max_length=1_000, rows=2)
    speakers = ListBlock(SpeakerBlock(), label=_("Speakers"), default=[])
    document = DocumentChooserBlock(label=_("Document"), required=False)
    link = URLBlock(label=_("Link"), required=False)

    class Meta:
        label = _("Session")
        icon = "time"
        template = "agenda/programme/session.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["end"] and cleaned["end"] <= cleaned["start"]:
            raise ValidationError({"end": ValidationError(_("It has to end after it begins."))})
        return cleaned


class PauseBlock(StructBlock):
    start = TimeBlock(label=_("From"))
    end = TimeBlock(label=_("To"), required=False)
    title = CharBlock(label=_("Title"), max_length=120, default=_("Break"))

    class Meta:
        label = _("Break")
        icon = "clock"
        template = "agenda/programme/pause.html"


class Programme(StreamBlock):
    part = CharBlock(label=_("Heading"), icon="title", max_length=160, template="agenda/programme/part.html")
    session = SessionBlock()
    pause = PauseBlock()

    class Meta:
        template = "agenda/programme/programme.html"
