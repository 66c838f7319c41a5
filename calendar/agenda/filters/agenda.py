"""How the month and the list are narrowed down."""

from functools import partial
from typing import ClassVar

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter

from agenda.domain.wording import Events, Narrowed
from agenda.filters.facets import Choices
from agenda.models import Event, Interest
from agenda.registration.models import Registration
from intranet.members.filters.arrangement import ArrangedFilter, Orders
from intranet.members.models import Position, User, WorkingGroup

# Filter by filter, by what of an event it narrows down.
ONE_OF = {"kind": "kind", "mode": "mode", "group": "group__slug"}


class AgendaFilter(ArrangedFilter):
    """Narrows down the events that `viewer` may see. What is said wrongly is left aside."""

    ORDERS: ClassVar[Orders] = {"data": (_("By date"), ())}

    q = CharFilter(widget=forms.HiddenInput)
    meus = ChoiceFilter(label=_("Mine"), empty_label=_("All, mine or not"))
    kind = ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"))
    mode = ChoiceFilter(label=_("How one takes part"), empty_label=_("In person and online"))
    group = ChoiceFilter(label=_("Working group"), empty_label=_("All groups"))
    subject = ChoiceFilter(label=pgettext_lazy("event", "Subject"), empty_label=_("All subjects"))
    comarca = ChoiceFilter(label=_("County (comarca)"), empty_label=_("All counties"))
    organisation = ChoiceFilter(label=_("Organiser"), empty_label=_("All organisers"))

    def __init__(self, data: QueryDict, *, viewer: User, choices: Choices) -> None:
        self.viewer = viewer
        super().__init__(data, Event.objects.none())  # type: ignore[no-untyped-call]
        for name, offered in choices.items():
            self.filters[name].extra["choices"] = offered
        self.form.is_valid()

    @property
    def narrowed(self) -> Narrowed:
        chosen = {name: str(value) for name, value in self.form.cleaned_data.items() if value}
        if self.words:
            chosen["q"] = self.words
        return Narrowed(tuple(sorted(chosen.items())), partial(chosen_within, chosen))


def chosen_within(chosen: dict[str, str], events: Events, viewer: User) -> Events:
    """Of `events`, those that are as `chosen` says, filter by filter."""
    found = events.named(chosen["q"]) if "q" in chosen else events
    found = found.filter(**{lookup: chosen[name] for name, lookup in ONE_OF.items() if name in chosen})
    if "meus" in chosen:
        found = found.filter(is_own(viewer, chosen["meus"]))
    if "subject" in chosen:
        about = Event.subjects.through.objects.filter(subject__slug=chosen["subject"])
        found = found.filter(pk__in=about.values("event"))
    if comarca := chosen.get("comarca"):
        found = found.filter(Q(comarca=comarca) | Q(comarca="", organisation__comarca=comarca))
    if slug := chosen.get("organisation"):
        helped = Event.co_organisers.through.objects.filter(organisation__slug=slug)
        found = found.filter(Q(organisation__slug=slug) | Q(pk__in=helped.values("event")))
    return found


def is_own(viewer: User, way: str) -> Q:
    """Of an event's row: that `viewer` has to do with it in this way."""
    if way == "inscripcio":
        return Q(pk__in=Registration.objects.living().filter(person=viewer).values("desk__event"))
    if way == "autoria":
        return Q(author=viewer)
    if way == "ens":
        councils = Position.objects.giving_access().filter(user=viewer).values("organisation")
        return Q(organisation__in=councils)
    if way == "grups":
        return Q(group__in=WorkingGroup.objects.of(viewer).values("pk"))
    return Q(pk__in=Interest.objects.filter(person=viewer).values("event"))
