"""How many registered, came, did not come and wait: of each council, county and mode, for who justifies the grant."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.enums import Mode
from agenda.registration.domain.line import Standing
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Attendance, RegistrationDesk
from intranet.catalan import sort_key
from intranet.members.models.organisations import full_name_of


@dataclass
class Total:
    """Numbers of registrations. `missing`: confirmed, and have not come; they are no-shows once it is over."""

    registered: int = 0
    attended: int = 0
    waiting: int = 0

    @property
    def missing(self) -> int:
        return self.registered - self.attended

    def add(self, other: "Total") -> None:
        for field in fields(Total):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


@dataclass(frozen=True)
class Part:
    """A line of the totals: of one council, county or mode."""

    label: str
    total: Total


@dataclass(frozen=True)
class Totals:
    whole: Total
    councils: list[Part]
    comarques: list[Part]
    modes: list[Part]


GROUPS = ("organisation__kind", "organisation__name", "organisation__comarca", "entity", "mode")
COUNTED = {
    "registered": Q(state=RegistrationState.CONFIRMED),
    "attended": Q(state=RegistrationState.CONFIRMED, came=True),
    "waiting": ~Q(waits_for=""),
}


def totals_of(desk: RegistrationDesk) -> Totals:
    """One statement. Who came to one of its dates has attended."""
    came = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
    living = desk.registrations.living().annotate(came=came)
    counts = {name: Count("pk", filter=which) for name, which in COUNTED.items()}
    rows = list(living.order_by().values(*GROUPS).annotate(**counts))
    whole = Total()
    for row in rows:
        whole.add(total_in(row))
    return Totals(
        whole,
        parts_of(rows, council_of),
        parts_of(rows, lambda row: row["organisation__comarca"] or _("Without a county")),
        parts_of(rows, lambda row: str(Mode(row["mode"]).label)),
    )


def total_in(row: dict[str, Any]) -> Total:
    return Total(**{name: row[name] for name in COUNTED})


def council_of(row: dict[str, Any]) -> str:
    if row["organisation__name"]:
        return full_name_of(row["organisation__kind"], row["organisation__name"])
    return row["entity"] or _("Without an organisation")


def parts_of(rows: Iterable[dict[str, Any]], label: Callable[[dict[str, Any]], str]) -> list[Part]:
    """The lines in Catalan order, without those that hold nothing."""
    found: dict[str, Total] = {}
    for row in rows:
        found.setdefault(label(row), Total()).add(total_in(row))
    held = [Part(name, total) for name, total in found.items() if any(vars(total).values())]
    return sorted(held, key=lambda part: sort_key(part.label))


def unseated_words(seats: Standing) -> list[str]:
    """What organisers have to know of a mode beside another: in this one nobody gets a seat."""
    text = _("%(mode)s: no seats. Write in the settings how many there are, or leave it empty if there is no limit.")
    none = [one for one in seats.values() if one.number == 0 and len(seats) > 1]
    return [text % {"mode": one.mode.label} for one in none]


def overbooked_words(seats: Standing) -> list[str]:
    """What organisers have to know who have fewer seats than people."""
    return [
        ngettext(
            "%(mode)s: %(taken)d registered for %(seats)d seat. Nobody loses theirs; those that free are not given again.",
            "%(mode)s: %(taken)d registered for %(seats)d seats. Nobody loses theirs; those that free are not given again.",
            one.number,
        )
        % {"mode": one.mode.label, "taken": one.taken, "seats": one.number}
        for one in seats.values()
        if one.number is not None and one.taken > one.number
    ]
