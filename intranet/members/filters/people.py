"""The directory of people: what it lists, how it is narrowed down and ordered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from intranet.catalan import sort_key
from intranet.members.enums import GroupRole, OrganisationKind, PositionRole
from intranet.members.filters.arrangement import ArrangedFilter, choices_of
from intranet.members.models import GroupMembership, Organisation, Position, Subject, User
from intranet.members.models.people_queries import UserQuerySet

ORDERS = {
    "nom": (_("Name"), (F("sort_key"),)),
    "ens": (_("Council"), (F("council_key").asc(nulls_last=True), F("sort_key"))),
    "recents": (pgettext_lazy("people", "Newest first"), (F("created_at").desc(),)),
}
IN_POSITION = {
    "organisation": "organisation__slug",
    "comarca": "organisation__comarca",
    "province": "organisation__province",
}


def directory_for(viewer: User) -> UserQuerySet:
    """The people whom `viewer` finds in the directory: those with access today, for coordination too."""
    people: UserQuerySet = User.objects.visible_to(viewer)
    if not viewer.standing.cares_for_members:
        return people
    guests = GroupMembership.objects.in_force().filter(role=GroupRole.GUEST)
    in_network = User.objects.in_network()
    return people.filter(Q(pk__in=in_network.values("pk")) | Q(pk__in=guests.values("user")), is_active=True)


class PeopleFilter(ArrangedFilter):
    """Narrows down `directory_for(viewer)`. What a parameter says wrongly is left aside."""

    ORDERS = ORDERS

    q = CharFilter(widget=forms.HiddenInput)
    ordre = ChoiceFilter(choices=choices_of(ORDERS), widget=forms.HiddenInput)
    organisation = ChoiceFilter(label=_("Council"), empty_label=_("All councils"))
    comarca = ChoiceFilter(label=_("County (comarca)"), empty_label=_("All counties"))
    province = ChoiceFilter(label=_("Province"), empty_label=_("All provinces"))
    role = MultipleChoiceFilter(label=_("Role"), choices=PositionRole.choices, widget=forms.CheckboxSelectMultiple)
    subject = MultipleChoiceFilter(label=_("Knows about"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: QueryDict, *, viewer: User) -> None:
        self.viewer = viewer
        self.people = directory_for(viewer)
        self.places = places_for(viewer)
        super().__init__(data, self.people.with_closeness(viewer))  # type: ignore[no-untyped-call]
        for name, choices in self.choices().items():
            self.filters[name].extra["choices"] = choices

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the facets offer: only what some person in this viewer's directory would be found by."""
        held = Position.objects.open().filter(user__in=self.people.values("pk"))
        places = list(self.places.filter(pk__in=held.values("organisation")))
        return {
            "organisation": [(place.slug, label_of(place)) for place in places],
            "comarca": in_catalan_order(place.comarca for place in places),
            "province": in_catalan_order(place.province for place in places),
            "subject": [(subject.slug, subject.name) for subject in self.subjects_shown()],
        }

    def subjects_shown(self) -> QuerySet[Subject]:
        """The subjects of those who let the viewer see theirs."""
        experts = self.people.with_closeness(self.viewer).showing("subjects").filter(subjects=OuterRef("pk"))
        return Subject.objects.filter(Exists(experts))

    def filter_queryset(self, queryset: Any) -> QuerySet[User]:
        chosen = self.form.cleaned_data
        if self.words:
            queryset = queryset.named(self.words)
        if where := self.position_conditions(chosen):
            positions = Position.objects.open().filter(where, organisation__in=self.places)
            queryset = queryset.filter(Exists(positions.filter(user=OuterRef("pk"))))
        if slugs := chosen.get("subject"):
            known = User.subjects.through.objects.filter(user=OuterRef("pk"), subject__slug__in=slugs)
            queryset = queryset.showing("subjects").filter(Exists(known))
        if self.order == "ens":
            queryset = queryset.with_council_key()
        found: QuerySet[User] = queryset.order_by(*ORDERS[self.order][1], "pk")
        return found

    def position_conditions(self, chosen: dict[str, Any]) -> Q:
        """All of them of one and the same position: an elected official of Reus, not one who was something else there."""
        where = Q(**{lookup: chosen[name] for name, lookup in IN_POSITION.items() if chosen.get(name)})
        if roles := chosen.get("role"):
            where &= Q(role__in=roles)
        return where


def places_for(viewer: User) -> QuerySet[Organisation]:
    """The organisations by which `viewer` may look for people: a guest reads those of their fellows on their cards."""
    everywhere = Organisation.objects.all()
    return everywhere if viewer.standing.cares_for_members else everywhere.present()


def label_of(place: Organisation) -> str:
    """The town alone, so that typing its first letter finds it in the list."""
    return place.name if place.kind == OrganisationKind.TOWN_COUNCIL else place.full_name


def in_catalan_order(names: Iterable[str]) -> list[tuple[str, str]]:
    ordered = sorted({name for name in names if name}, key=lambda name: sort_key(name, article_last=True))
    return [(name, name) for name in ordered]
