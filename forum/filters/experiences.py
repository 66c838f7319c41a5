"""The experiences of the network or of one group: what is listed, how it is narrowed down and ordered."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from forum.enums import Outcome
from forum.filters.experience_facets import choices_for
from forum.models import Experience
from forum.models.experiences import ExperienceQuerySet
from intranet.members.filters.arrangement import ArrangedFilter, choices_of
from intranet.members.models import User, WorkingGroup

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


class ExperienceFilter(ArrangedFilter):
    """Narrows down the experiences that `viewer` may read, those of one group if told. What is said wrongly is left aside."""

    ORDERS = ORDERS

    q = CharFilter(widget=forms.HiddenInput)
    ordre = ChoiceFilter(choices=choices_of(ORDERS), widget=forms.HiddenInput)
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
        readable: ExperienceQuerySet = Experience.objects.visible_to(viewer)
        if group is not None:
            readable = readable.filter(topic__group=group)
        super().__init__(data, readable)  # type: ignore[no-untyped-call]
        for name, choices in choices_for(viewer, group=group).items():
            self.filters[name].extra["choices"] = choices

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
