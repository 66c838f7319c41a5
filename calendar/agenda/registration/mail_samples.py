"""What the previews of these mails show: invented people at an invented jornada, links that lead nowhere."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import ChangeKind, EventVisibility, Mode
from agenda.models import Change, Event, Material, Occurrence
from agenda.registration.domain import announcing_changes, reminding, thanking, writing
from agenda.registration.domain.desks import Times
from agenda.registration.enums import News, RegistrationState
from agenda.registration.letter_steps import letter_of
from agenda.registration.letters import Occasion
from agenda.registration.models import Certificate, DeskMessage, Registration, RegistrationDesk
from agenda.sentences import when_of, when_of_all
from intranet.members.enums import OrganisationKind
from intranet.members.models import Organisation, User
from intranet.outbox.kinds import Variants

NOWHERE = 0  # a key that no row has


def jornada() -> Event:
    start = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=9)
    return Event(  # type: ignore[no-untyped-call]  # modelcluster's
        pk=NOWHERE,
        title=_("Conference on responsible purchasing"),
        organisation=Organisation(kind=OrganisationKind.TOWN_COUNCIL, name="Manresa"),
        visibility=EventVisibility.PUBLIC,
        mode=Mode.HYBRID,
        venue="Espai 1522",
        address="C. de Sant Andreu, 11, Manresa",
        join_url="https://meet.example/compra-responsable",
        start=start,
        end=start + timedelta(hours=4),
    )


def occasion() -> Occasion:
    event = jornada()
    desk = RegistrationDesk(
        event=event,
        confirmation_text=_("Coffee is served from half past nine on."),
        reminder_text=_("From the station it is ten minutes on foot. Please bring your own cup."),
        thanks_text=_("We have learnt a lot from each other. Until the next one!"),
    )
    return Occasion(desk, Times(desk, event.start, event.end, is_on=True), when_of(event))


def registration(desk: RegistrationDesk, state: str = RegistrationState.CONFIRMED, **facts: Any) -> Registration:
    row = Registration(desk=desk, pk=NOWHERE, name="Berta Puig", email="berta@manresa.example", sequence=2)
    for name, value in {"state": state, **facts}.items():
        setattr(row, name, value)
    return row


def step(news: News, state: str = RegistrationState.CONFIRMED, **facts: Any) -> dict[str, Any]:
    known = occasion()
    return {"letter": letter_of(registration(known.desk, state, **facts), news, known)}


def confirmed() -> dict[str, Any]:
    return step(News.CONFIRMED)


def steps() -> Variants:
    """The others, as far as they read otherwise."""
    state, line = RegistrationState, {"waits_for": Mode.IN_PERSON, "ahead": 2}
    until = timezone.localtime() + timedelta(hours=24)
    shown: dict[str, tuple[News, dict[str, Any]]] = {
        "confirm-address": (News.CONFIRM_ADDRESS, {"state": state.UNCONFIRMED}),
        "received": (News.RECEIVED, {"state": state.PENDING}),
        "online": (News.SWAPPED, {"mode": Mode.ONLINE}),
        "waiting": (News.WAITING, {"state": state.WAITING, **line}),
        "meanwhile": (News.WAITING, {"mode": Mode.ONLINE, **line}),
        "offered": (News.OFFERED, {"state": state.WAITING, **line, "offer_until": until}),
        "lapsed": (News.LAPSED, {"state": state.CANCELLED}),
        "cancelled": (News.CANCELLED, {"state": state.CANCELLED}),
        "declined": (News.DECLINED, {"state": state.DECLINED, "reason": _("It is for technical staff alone.")}),
    }
    letters = {name: step(news, **facts) for name, (news, facts) in shown.items()}
    return {name: (letter["letter"].title, letter) for name, letter in letters.items()}


def change(kind: ChangeKind, reason: str = "") -> dict[str, Any]:
    known = occasion()
    before = jornada()
    before.start, before.end = before.start - timedelta(days=7), before.end - timedelta(days=7)
    facts = {"when": [when_of_all(before), when_of_all(known.event)]} if kind == ChangeKind.MOVED else {}
    told = Change(event=known.event, kind=kind, reason=reason, facts=facts)
    is_on = kind == ChangeKind.MOVED
    now = Occasion(known.desk, Times(known.desk, known.event.start, known.event.end, is_on=is_on), known.when)
    return {"letter": announcing_changes.letter_of(registration(known.desk), told, now)}


def moved() -> dict[str, Any]:
    return change(ChangeKind.MOVED)


def changes() -> Variants:
    reason = _("The speaker is ill.")
    return {
        kind.value: (str(kind.label), change(kind, reason)) for kind in (ChangeKind.CANCELLED, ChangeKind.POSTPONED)
    }


def reminder() -> dict[str, Any]:
    known = occasion()
    date = Occurrence(event=known.event, start=known.event.start, end=known.event.end)
    return {"letter": reminding.letter_of(registration(known.desk, mode=Mode.ONLINE), date, known)}


def thanks() -> dict[str, Any]:
    known = occasion()
    row = registration(known.desk, person=User(pk=NOWHERE, email="berta@manresa.example"))
    row.certificate = Certificate(registration=row)
    slides = Material(title=_("Slides of the morning"), url="https://example.org/diapositives")
    return {"letter": thanking.letter_of(row, known, [slides])}


def message() -> dict[str, Any]:
    known = occasion()
    text = _("The room has changed: we meet on the second floor.")
    written = DeskMessage(desk=known.desk, subject=_("Another room"), text=text)
    return {"letter": writing.letter_of(registration(known.desk), written)}
