"""The card of registration on the page of an event: how it stands, how the reader stands, and one button."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from agenda.domain.wording import KEY
from agenda.models import Event, Occurrence
from agenda.registration.domain.company import councils_coming
from agenda.registration.domain.desks import Times
from agenda.registration.domain.line import Standing, own_at, seats_at
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.rules import DeskState, takes_guests
from agenda.registration.sentences import desk_words, seats_words
from agenda.registration.views.mine import Mine
from agenda.registration.views.seat_lines import SeatLine, lines_of
from intranet.held import writer_field
from intranet.statements import Statement

if TYPE_CHECKING:
    from intranet.members.models import User

FEW = 6
"""Dates that are named before one asks for the rest, and councils."""


class DateLine(NamedTuple):
    """Another date for which one registers apart."""

    occurrence: Occurrence
    words: str
    is_mine: bool


@dataclass(frozen=True)
class Card:
    """`desk` None: one registers for other dates than the one that is shown."""

    event: Event
    is_anonymous: bool
    desk: RegistrationDesk | None = None
    times: Times | None = None
    seats: Standing = field(default_factory=dict)
    mine: Mine | None = None
    dates: Sequence[DateLine] = ()
    councils: Sequence[str] = ()
    is_one_click: bool = False
    writer: str = ""

    @property
    def is_open(self) -> bool:
        return self.times is not None and self.times.state == DeskState.OPEN

    @property
    def is_registered(self) -> bool:
        return self.mine is not None and self.mine.row.is_living

    @property
    def state_words(self) -> str:
        return desk_words(self.times) if self.times else ""

    @property
    def lines(self) -> list[SeatLine]:
        """Of what is over or called off, how many seats there were says nothing."""
        is_ahead = self.times is not None and self.times.is_on and not self.times.is_over
        return lines_of(self.seats) if is_ahead else []

    @property
    def is_full(self) -> bool:
        return bool(self.seats) and all(each.is_full for each in self.seats.values())

    @property
    def takes_nobody(self) -> bool:
        """Full, and without a waiting list."""
        return self.desk is not None and self.is_full and not self.desk.has_waiting_list

    @property
    def asks_to_sign_in(self) -> bool:
        return self.is_anonymous and self.desk is not None and not takes_guests(self.desk)

    @property
    def url(self) -> str:
        return self.desk.address("registration") if self.desk else ""

    @property
    def colleagues_url(self) -> str:
        return self.desk.address("registration_colleagues") if self.desk else ""

    @property
    def sign_in_url(self) -> str:
        return f"{reverse('account_login')}?{urlencode({'next': self.url})}"

    @property
    def first_dates(self) -> Sequence[DateLine]:
        return self.dates[:FEW]

    @property
    def other_dates(self) -> Sequence[DateLine]:
        return self.dates[FEW:]


def card_of(request: HttpRequest, event: Event, rows: Sequence[Occurrence], shown: Occurrence | None) -> Card | None:
    """None where one does not register. `rows`: all dates of the event. Seven statements at most; one where there is no desk."""
    desks = desks_of(event, rows)
    if not desks:
        return None
    user: User | None = request.user if request.user.is_authenticated else None
    desk = next((one for one in desks if one.occurrence is None or one.occurrence == shown), None)
    seats, own = seats_at(desks), own_at(desks, user) if user else {}
    dates = [date_line(one, rows, seats[one.pk], own.get(one.pk)) for one in desks if is_another(one, shown)]
    if desk is None:
        return Card(event, user is None, dates=dates)
    times = times_in(desk, rows)
    return Card(
        event,
        user is None,
        desk=desk,
        times=times,
        seats=seats[desk.pk],
        mine=mine_at(desk, own.get(desk.pk), times, seats[desk.pk]),
        dates=dates,
        councils=councils_coming(desk) if user and user.standing.in_network else (),
        is_one_click=user is not None and is_one_click(desk, user),
        writer=writer_field(request) if user else "",
    )


def desks_of(event: Event, rows: Sequence[Occurrence]) -> list[RegistrationDesk]:
    """In the order of their dates. Two statements, and a cheap one where there are none, as for most events."""
    if not any_desk().rows({KEY: event.pk}):
        return []
    places = {row.pk: (at, row) for at, row in enumerate(rows)}
    desks = [one for one in event.desks.all() if one.occurrence_id is None or one.occurrence_id in places]
    for desk in desks:
        desk.event = event
        if desk.occurrence_id is not None:
            desk.occurrence = places[desk.occurrence_id][1]
    return sorted(desks, key=lambda one: -1 if one.occurrence_id is None else places[one.occurrence_id][0])


@lru_cache(maxsize=1)
def any_desk() -> Statement:
    return Statement.of(RegistrationDesk.objects.filter(event=KEY).order_by().values_list("pk")[:1])


def is_another(desk: RegistrationDesk, shown: Occurrence | None) -> bool:
    """One of a date that is ahead and not the one that is shown."""
    return desk.occurrence is not None and desk.occurrence != shown and not desk.occurrence.is_over


def times_in(desk: RegistrationDesk, rows: Sequence[Occurrence]) -> Times:
    """As `domain.desks.times_of`, of dates that are at hand."""
    own = [row for row in rows if desk.occurrence_id in {None, row.pk}]
    on = [row for row in own if not row.is_cancelled]
    event, dates = desk.event, on or own
    begins = min((row.start for row in dates), default=event.start)
    ends = max((row.end for row in dates), default=event.end)
    return Times(desk, begins, ends, event.is_on and event.is_published and bool(on))


def mine_at(desk: RegistrationDesk, row: Registration | None, times: Times, seats: Standing) -> Mine | None:
    if row is None:
        return None
    row.desk = desk
    return Mine(row, times, seats)


def date_line(
    desk: RegistrationDesk, rows: Sequence[Occurrence], seats: Standing, own: Registration | None
) -> DateLine:
    state = times_in(desk, rows).state
    free = "; ".join(filter(None, map(seats_words, seats.values()))) if state == DeskState.OPEN else ""
    occurrence = desk.occurrence
    if occurrence is None:
        msg = "One registers for the whole event at its own desk."
        raise TypeError(msg)
    return DateLine(occurrence, free or str(state.label), own is not None and own.is_living)


def is_one_click(desk: RegistrationDesk, user: "User") -> bool:
    """Whether there is nothing to choose or to answer before one registers. Two statements at most."""
    if len(desk.modes) > 1 or desk.asks_diet or desk.asks_photo_consent:
        return False
    if user.positions.giving_access().values("organisation").distinct().count() > 1:
        return False
    return not desk.questions.filter(is_retired=False).exists()
