from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet

from intranet.catalan import sort_key
from intranet.members.enums import PRESENT_STATUSES, MembershipStatus, OrganisationKind, Province
from intranet.members.filters.chips import Chip, chips_of, query_of
from intranet.members.models import Organisation, User

LONGEST_SEARCH = 80
BY_COMARCA, BY_PROVINCE, BY_NAME = "comarca", "provincia", "nom"
ARRANGEMENTS = [(BY_COMARCA, _("By county")), (BY_PROVINCE, _("By province")), (BY_NAME, _("From A to Z"))]


class OrganisationFilter(FilterSet):
    """Narrows down what `viewer` may know of `/municipis/`, and says how it is arranged.

    What a parameter says wrongly is left aside.
    """

    q = CharFilter(widget=forms.HiddenInput)
    agrupa = ChoiceFilter(choices=ARRANGEMENTS, widget=forms.HiddenInput)
    comarca = ChoiceFilter(label=_("County (comarca)"), empty_label=_("All counties"))
    province = ChoiceFilter(label=_("Province"), choices=Province.choices, empty_label=_("All provinces"))
    kind = ChoiceFilter(
        label=pgettext_lazy("organisation", "Kind"),
        choices=OrganisationKind.choices,
        empty_label=pgettext_lazy("organisation", "All kinds"),
    )
    status = ChoiceFilter(
        label=pgettext_lazy("organisation", "Status"), empty_label=pgettext_lazy("organisation", "Any status")
    )

    def __init__(self, data: QueryDict, *, viewer: User) -> None:
        super().__init__(data, Organisation.objects.visible_to(viewer))  # type: ignore[no-untyped-call]
        statuses = MembershipStatus if viewer.standing.cares_for_members else PRESENT_STATUSES
        self.filters["status"].extra["choices"] = [(status.value, status.label) for status in statuses]
        self.filters["comarca"].extra["choices"] = [(name, name) for name in self.comarques()]

    def comarques(self) -> list[str]:
        names = self.queryset.order_by().exclude(comarca="").values_list("comarca", flat=True).distinct()
        return sorted(names, key=lambda name: sort_key(name, article_last=True))

    def filter_queryset(self, queryset: Any) -> QuerySet[Organisation]:
        chosen = self.form.cleaned_data
        wanted = {name: chosen[name] for name in ("comarca", "province", "kind", "status") if chosen.get(name)}
        found: QuerySet[Organisation] = queryset.named(self.words).filter(**wanted)
        return found

    @property
    def words(self) -> str:
        found: str = self.form.cleaned_data.get("q", "")
        return found[:LONGEST_SEARCH]

    @property
    def arrangement(self) -> str:
        chosen: str = self.form.cleaned_data.get("agrupa") or BY_COMARCA
        return chosen

    @cached_property
    def chips(self) -> list[Chip]:
        return chips_of(self.form, self.query)

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        return query_of(self.form, leave_out={"agrupa": BY_COMARCA})
