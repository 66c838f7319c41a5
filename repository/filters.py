"""How the list of the bank is narrowed down, as its address says it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from intranet.members.filters.arrangement import ArrangedFilter, Orders, choices_of
from repository.catalogue.reading import ORDERS as COLUMNS
from repository.catalogue.seeing import ARCHIVED, OVERDUE
from repository.models import ResourcePage

BEST = "adients"
ROWS, CARDS = "llista", "targetes"
VIEWS = [(ROWS, pgettext_lazy("view", "List")), (CARDS, pgettext_lazy("view", "Cards"))]
STATE, IN_FORCE = pgettext_lazy("resources", "State"), pgettext_lazy("resources", "In force")
STATES = [
    (OVERDUE, pgettext_lazy("resources", "To be reviewed")),
    (ARCHIVED, pgettext_lazy("resources", "Archived")),
]
LABELS: dict[str, Any] = {
    "kind": pgettext_lazy("resource", "Kind"),
    "subject": pgettext_lazy("resource", "Subject"),
    "department": _("Department"),
    "organisation": _("Council"),
    "comarca": _("County (comarca)"),
    "year": _("Year"),
    "language": _("Language"),
    "group": _("Working group"),
    "abc": _("Guia ABC"),
}
ALL_ORDERS: Orders = {BEST: (_("Most fitting"), ()), **{key: (label, ()) for key, label in COLUMNS.items()}}


def several(name: str) -> MultipleChoiceFilter:
    return MultipleChoiceFilter(label=LABELS[name], widget=forms.CheckboxSelectMultiple)


class ResourceFilter(ArrangedFilter):
    """Reads what a list was asked for; `repository.catalogue` finds it. What a parameter says wrongly is left aside.

    The order that goes without saying: what fits the words best or, without any, the newest.
    """

    ORDERS: ClassVar[Orders] = ALL_ORDERS

    q = CharFilter(widget=forms.HiddenInput)
    ordre = ChoiceFilter(choices=choices_of(ALL_ORDERS), widget=forms.HiddenInput)
    vista = ChoiceFilter(choices=VIEWS, widget=forms.HiddenInput)
    estat = ChoiceFilter(label=STATE, choices=STATES, empty_label=IN_FORCE)
    kind = several("kind")
    subject = several("subject")
    department = several("department")
    organisation = several("organisation")
    comarca = several("comarca")
    year = several("year")
    language = several("language")
    group = several("group")
    abc = several("abc")

    def __init__(self, data: QueryDict, *, offered: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(data, ResourcePage.objects.none())  # type: ignore[no-untyped-call]
        for name in LABELS:
            self.filters[name].extra["choices"] = list(offered.get(name, {}).items())
        self.form.is_valid()
