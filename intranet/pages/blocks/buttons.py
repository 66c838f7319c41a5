"""Buttons that lead somewhere."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    PageChooserBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    URLBlock,
)


class ButtonValue(StructValue):
    @property
    def href(self) -> str:
        """Where the button leads; nowhere when its page has been removed."""
        page = self["page"]
        return str((page.url or "") if page else self["url"])


class ButtonBlock(StructBlock):
    label = CharBlock(label=_("Words"), max_length=60, help_text=_("Say what happens: «Read the guide»."))
    page = PageChooserBlock(label=_("Page of the intranet"), required=False)
    url = URLBlock(label=_("Or an address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and bool(cleaned["page"]) == bool(cleaned["url"]):
            error = ValidationError(_("Choose a page or write an address: one of the two."))
            raise StructBlockValidationError(block_errors={"url": error})
        return cleaned

    class Meta:
        value_class = ButtonValue


class ButtonsBlock(ListBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(ButtonBlock(label=_("Button")), **{"max_num": 3, **kwargs})

    class Meta:
        label = _("Buttons")
        icon = "link"
        template = "blocks/buttons.html"
