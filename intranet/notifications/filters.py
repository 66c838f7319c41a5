"""What the list of notices is narrowed down by: whether one has read them, and the section they come from."""

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.members.filters.chips import query_of
from intranet.notifications.kinds import registered_kinds


def section_choices() -> list[tuple[str, str]]:
    """Each section that tells people something, once, in the order of the house; its name in addresses is that of its label."""
    labels = dict.fromkeys(str(kind.section) for kind in registered_kinds())
    return [(slugify(label), label) for label in labels]


def all_or_section() -> list[tuple[str, str]]:
    return [("", str(pgettext_lazy("sections", "All sections"))), *section_choices()]


class NoticeFilter(forms.Form):
    """Mistaken values count as none, as in the other lists."""

    unread = forms.BooleanField(label=_("Only what I have not read"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=all_or_section)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def unread_only(self) -> bool:
        return bool(self.cleaned_data.get("unread"))

    @property
    def section_label(self) -> str | None:
        return dict(section_choices()).get(self.cleaned_data.get("section", ""))

    @property
    def has_sections(self) -> bool:
        """With a single one there is nothing to choose."""
        return len(section_choices()) > 1

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        query = query_of(self)
        if self.unread_only:
            query["unread"] = "on"  # as a browser writes a ticked box
        return query
