"""How the list of those who registered is narrowed down and ordered, for the page, the exports and the messages alike."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter

from agenda.registration.enums import LIVING, RegistrationState
from agenda.registration.models import Attendance, Question, Registration, RegistrationDesk
from intranet.catalan import fold
from intranet.members.filters.arrangement import ArrangedFilter, Orders, choices_of
from intranet.members.filters.people import in_catalan_order
from intranet.members.models import Organisation

OFFERED, GONE, EVERYONE, NO_COUNCIL = "offered", "gone", "all", "none"
STATES = [
    *((state.value, state.label) for state in LIVING),
    (OFFERED, pgettext_lazy("registration", "With a seat on offer")),
    (GONE, pgettext_lazy("registration", "Cancelled or not accepted")),
    (EVERYONE, pgettext_lazy("registration", "Everyone, those who cancelled too")),
]
CAME = [
    ("yes", pgettext_lazy("attendance", "Came")),
    ("no", pgettext_lazy("attendance", "Registered, did not come")),
]
BY_SURNAME = Coalesce("person__sort_key", "folded_words")
"""Where there is an account; of anyone else, by the name as they wrote it."""
ORDERS: Orders = {
    "nom": (_("Surname"), (BY_SURNAME.asc(),)),
    "ens": (_("Council"), (F("organisation__sort_key").asc(nulls_last=True), F("entity"), BY_SURNAME.asc())),
    "recents": (_("Latest first"), (F("created_at").desc(),)),
    "torn": (_("Turn in the waiting list"), (F("turn").asc(nulls_last=True), BY_SURNAME.asc())),
}


class AttendeesFilter(ArrangedFilter):
    """Narrows down the registrations of `desk`: those in force, unless others are asked for. Three statements for its choices."""

    ORDERS: ClassVar[Orders] = ORDERS

    q = CharFilter(widget=forms.HiddenInput)
    ordre = ChoiceFilter(choices=choices_of(ORDERS), widget=forms.HiddenInput)
    state = ChoiceFilter(label=_("State"), choices=STATES, empty_label=_("All that are in force"))
    mode = ChoiceFilter(label=_("How they take part"), empty_label=_("In person and online"))
    council = ChoiceFilter(label=_("Council"), empty_label=_("All councils"))
    comarca = ChoiceFilter(label=_("County (comarca)"), empty_label=_("All counties"))
    came = ChoiceFilter(label=_("Attendance"), choices=CAME, empty_label=_("Came or not"))
    needs = ChoiceFilter(
        label=_("Access and food"), choices=[("yes", _("Say what they need"))], empty_label=_("Everyone")
    )
    question = ChoiceFilter(label=_("Has answered"), empty_label=_("Any question or none"))
    missing = ChoiceFilter(
        label=_("Compulsory questions"), choices=[("yes", _("Has not answered"))], empty_label=_("Answered or not")
    )

    def __init__(self, data: QueryDict, *, desk: RegistrationDesk) -> None:
        self.desk = desk
        self.questions: list[Question] = list(desk.questions.all())
        super().__init__(data, Registration.objects.filter(desk=desk))  # type: ignore[no-untyped-call]
        for name, choices in self.choices().items():
            self.filters[name].extra["choices"] = choices
        for name in self.needless():
            del self.filters[name]
        self.form.is_valid()

    def choices(self) -> dict[str, list[tuple[str, Any]]]:
        held = self.desk.registrations.order_by().values("organisation").distinct()
        councils = list(Organisation.objects.filter(pk__in=held).order_by("sort_key"))
        return {
            "mode": [(mode.value, mode.label) for mode in self.desk.modes],
            "council": [(str(one.pk), one.full_name) for one in councils] + [(NO_COUNCIL, _("Of no council"))],
            "comarca": in_catalan_order(one.comarca for one in councils),
            "question": [(question.key, question.label) for question in self.questions],
        }

    def needless(self) -> list[str]:
        """Filters that would have one choice alone."""
        needless = ["mode"] if len(self.desk.modes) == 1 else []
        if not (self.desk.asks_needs or self.desk.asks_diet):
            needless.append("needs")
        if not self.required:
            needless.append("missing")
        return needless if self.questions else [*needless, "question"]

    @property
    def required(self) -> list[Question]:
        """Those that have to be answered now."""
        return [question for question in self.questions if question.required and not question.is_retired]

    def filter_queryset(self, queryset: Any) -> QuerySet[Registration]:
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value}
        found = queryset.filter(in_state(chosen.get("state", "")))
        for word in fold(self.words).split():
            found = found.filter(is_named(word))
        if mode := chosen.get("mode"):
            found = found.filter(mode=mode)
        if council := chosen.get("council"):
            found = found.filter(organisation=None if council == NO_COUNCIL else council)
        if comarca := chosen.get("comarca"):
            found = found.filter(organisation__comarca=comarca)
        if came := chosen.get("came"):
            there = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
            found = found.filter(there) if came == "yes" else found.confirmed().filter(~there)
        if chosen.get("needs"):
            found = found.exclude(access_needs="", diet="")
        if question := chosen.get("question"):
            found = found.filter(answers__has_key=question)
        if chosen.get("missing"):
            found = found.exclude(answers__has_keys=[question.key for question in self.required])
        ordered: QuerySet[Registration] = found.order_by(*ORDERS[self.order][1], "pk")
        return ordered


def in_state(chosen: str) -> Q:
    if chosen == EVERYONE:
        return Q()
    if chosen == GONE:
        return ~Q(state__in=LIVING)
    if chosen == OFFERED:
        return Q(offer_until__isnull=False)
    if chosen == RegistrationState.WAITING:
        return ~Q(waits_for="")
    return Q(state=chosen) if chosen else Q(state__in=LIVING)


def is_named(word: str) -> Q:
    """By the name, address or administration that they gave, or by those of today of person and council."""
    return (
        Q(folded_words__contains=word)
        | Q(person__folded_name__contains=word)
        | Q(organisation__folded_name__contains=word)
    )
