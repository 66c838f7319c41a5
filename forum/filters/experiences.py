"""The experiences of the network or of one group: what is listed, how it is narrowed down and ordered."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet, MultipleChoiceFilter

from forum.enums import Outcome, PopulationBand
from forum.models import Experience
from forum.models.experiences import ExperienceQuerySet
from intranet.members.enums import Department
from intranet.members.filters.chips import Chip, chips_of, query_of
from intranet.members.filters.people import in_catalan_order, label_of
from intranet.members.models import Organisation, Subject, User, WorkingGroup

LONGEST_SEARCH = 80
NEWEST = "recents"
ORDERS = {
    NEWEST: (pgettext_lazy("experiences", "Newest first"), (F("topic__created_at").desc(),)),
    "any": (_("By year"), (F("year").desc(), F("topic__created_at").desc())),
    "ens": (_("Council"), (F("council__sort_key").asc(nulls_last=True), F("year").desc())),
}
# Facet by facet, by what of an experience it narrows down.
ONE_OF = {
    "department": "department",
    "population": "population",
    "council": "council__slug",
    "comarca": "council__comarca",
    "province": "council__province",
    "year": "year",
}


class ExperienceFilter(FilterSet):
    """Narrows down the experiences that `viewer` may read, those of one group if told. What is said wrongly is left aside."""

    q = CharFilter(widget=forms.HiddenInput)
    ordre = ChoiceFilter(choices=[(key, label) for key, (label, _by) in ORDERS.items()], widget=forms.HiddenInput)
    outcome = MultipleChoiceFilter(label=_("How it went"), choices=Outcome.choices, widget=forms.CheckboxSelectMultiple)
    subject = MultipleChoiceFilter(label=_("Subject"), widget=forms.CheckboxSelectMultiple)
    department = ChoiceFilter(label=_("Department"), empty_label=_("All departments"))
    population = ChoiceFilter(label=_("Population"), empty_label=_("All sizes"))
    council = ChoiceFilter(label=_("Council"), empty_label=_("All councils"))
    comarca = ChoiceFilter(label=_("County (comarca)"), empty_label=_("All counties"))
    province = ChoiceFilter(label=_("Province"), empty_label=_("All provinces"))
    year = ChoiceFilter(label=_("Year"), empty_label=_("All years"))

    def __init__(self, data: QueryDict, *, viewer: User, group: WorkingGroup | None = None) -> None:
        self.group = group
        self.readable: ExperienceQuerySet = Experience.objects.visible_to(viewer)
        if group is not None:
            self.readable = self.readable.filter(topic__group=group)
        super().__init__(data, self.readable)  # type: ignore[no-untyped-call]
        for name, choices in self.choices().items():
            self.filters[name].extra["choices"] = choices

    def choices(self) -> dict[str, list[tuple[str, Any]]]:
        """What the facets offer: only what some experience that this viewer may read would be found by. Three statements."""
        places = list(Organisation.objects.filter(pk__in=self.readable.values("council")))
        told = list(self.readable.values_list("department", "population", "year").distinct())
        departments, populations, years = (set(column) for column in zip(*told, strict=True)) if told else ((), (), ())
        subjects = Subject.objects.filter(pk__in=self.readable.values("subjects"))
        return {
            "subject": [(subject.slug, subject.name) for subject in subjects],
            "department": [choice for choice in Department.choices if choice[0] in departments],
            "population": [choice for choice in PopulationBand.choices if choice[0] in populations],
            "council": [(place.slug, label_of(place)) for place in places],
            "comarca": in_catalan_order(place.comarca for place in places),
            "province": in_catalan_order(place.province for place in places),
            "year": [(str(year), str(year)) for year in sorted(years, reverse=True)],
        }

    def filter_queryset(self, queryset: Any) -> QuerySet[Experience]:
        chosen = self.form.cleaned_data
        found = queryset.telling(self.words) if self.words else queryset
        found = found.filter(**{lookup: chosen[name] for name, lookup in ONE_OF.items() if chosen.get(name)})
        if outcomes := chosen.get("outcome"):
            found = found.filter(outcome__in=outcomes)
        if slugs := chosen.get("subject"):
            about = Experience.subjects.through.objects.filter(subject__slug__in=slugs)
            found = found.filter(pk__in=about.values("experience"))
        ordered: QuerySet[Experience] = found.order_by(*ORDERS[self.order][1], "-pk")
        return ordered.select_related("topic__group", "topic__author", "council").prefetch_related("subjects")

    @property
    def order(self) -> str:
        chosen: str = self.form.cleaned_data.get("ordre") or NEWEST
        return chosen

    @property
    def orders(self) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _by) in ORDERS.items()]

    @property
    def words(self) -> str:
        found: str = self.form.cleaned_data.get("q", "")
        return found[:LONGEST_SEARCH]

    @cached_property
    def chips(self) -> list[Chip]:
        return chips_of(self.form, self.query)

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        return query_of(self.form, leave_out={"ordre": NEWEST})
