"""What happens to an event, told to those who registered for it: each change once to each, with their appointment as it is now."""

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.change_words import details_of, sentence_of
from agenda.enums import ChangeKind, EventState, Mode, Review
from agenda.models import Change, Occurrence
from agenda.registration.domain.concerned import desks_concerned
from agenda.registration.domain.held import hold_desks
from agenda.registration.domain.one_by_one import total
from agenda.registration.domain.reaching import post_to
from agenda.registration.enums import Channel, RegistrationState
from agenda.registration.letter_ics import Appointment, appointment_at
from agenda.registration.letters import (
    Letter,
    Occasion,
    dressed,
    join_url_for,
    occasion_of,
    own_page,
    reason_of,
    takes_part,
)
from agenda.registration.models import Registration, RegistrationDesk

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

KIND = "registration_change"


def announce_changes() -> int:
    """Tell whoever has not been told yet, however long ago the change was, until it is over; how many mails.

    Any number of these may run.
    """
    ahead = Occurrence.objects.filter(event=OuterRef("event"), end__gt=timezone.now())
    found = Change.objects.filter(Exists(RegistrationDesk.objects.filter(event=OuterRef("event"))), Exists(ahead))
    found = found.filter(registrants_told_at=None).exclude(kind=ChangeKind.ANNOUNCED)
    changes = found.select_related("event__organisation", "event__group", "occurrence").order_by("at", "pk")
    return total(announce, changes)


def announce(change: Change) -> int:
    if not still_holds(change):
        return 0
    desks = desks_concerned(change).select_related("occurrence")
    count = sum(announce_at(desk, change) for desk in desks)
    Change.objects.filter(pk=change.pk).update(registrants_told_at=timezone.now())
    return count


def announce_at(desk: RegistrationDesk, change: Change) -> int:
    desk.event = change.event
    occasion = occasion_of(desk)
    if occasion.times.is_over:
        return 0
    rows = those_concerned(desk, change)
    note_appointments(rows, is_on=occasion.times.is_on)
    write = partial(mail_of, change=change, occasion=occasion, appointment=appointment_at(desk))
    return post_to(rows, write, kind=KIND, about=about(change))


def about(change: Change) -> str:
    return f"registration-change:{change.pk}"


def still_holds(change: Change) -> bool:
    """Whether nothing that happened since makes it untrue."""
    event = change.event
    if change.kind == ChangeKind.WITHDRAWN or not event.is_published:
        return change.kind == ChangeKind.WITHDRAWN and event.review == Review.WITHDRAWN
    if change.first_start is not None:
        return True
    ended = {ChangeKind.CANCELLED: EventState.CANCELLED, ChangeKind.POSTPONED: EventState.POSTPONED}
    wanted = {**ended, ChangeKind.RESTORED: EventState.SCHEDULED}.get(ChangeKind(change.kind))
    return wanted is None or event.state == wanted


def those_concerned(desk: RegistrationDesk, change: Change) -> list[Registration]:
    """The living who were there when it happened; another link to join is for those who join by it."""
    confirmed_since = Q(seated_at__gt=change.at) | Q(seated_at=None, changed_at__gt=change.at, sequence__lte=2)
    unknown = Q(state=RegistrationState.UNCONFIRMED) | (Q(person=None, channel=Channel.SELF) & confirmed_since)
    rows = desk.registrations.living().filter(created_at__lte=change.at).exclude(unknown)
    if set(change.facts) == {"link"}:
        rows = rows.confirmed().filter(mode=Mode.ONLINE)
    found = list(rows.select_related("person", "organisation", "registered_by"))
    for row in found:
        row.desk = desk
    return found


@transaction.atomic
def note_appointments(rows: list[Registration], *, is_on: bool) -> None:
    """What the mails will have put into the calendars of those who have a seat, or taken out of them."""
    others = [row.pk for row in rows if row.is_confirmed and row.has_appointment != is_on]
    if others:
        hold_desks(RegistrationDesk.objects.filter(pk__in={row.desk_id for row in rows}))
        Registration.objects.confirmed().filter(pk__in=others).update(has_appointment=is_on)


def mail_of(
    registration: Registration, change: Change, occasion: Occasion, appointment: Appointment
) -> "EmailMultiAlternatives":
    """With the appointment as it is now, or its end, for those who have a seat."""
    letter = letter_of(registration, change, occasion)
    if not registration.is_confirmed:
        return dressed(KIND, registration, letter)
    known = str(change.facts.get("was", change.event.title))
    part = appointment.part(registration, is_on=occasion.times.is_on, title=known)
    return dressed(KIND, registration, letter, appointment=part)


def letter_of(registration: Registration, change: Change, occasion: Occasion) -> Letter:
    sentence, is_gone = sentence_of(change), change.kind == ChangeKind.WITHDRAWN
    return Letter(
        subject=sentence,
        title=sentence,
        reason=reason_of(registration),
        sentences=[*details_of(change), *what_follows(registration, change, occasion)],
        facts=occasion.facts(registration.mode) if occasion.times.is_on else [],
        join_url=join_url_for(registration) if occasion.times.is_on else "",
        action=None if is_gone else own_page(registration),
    )


def what_follows(registration: Registration, change: Change, occasion: Occasion) -> list[str]:
    """What it means for who is registered."""
    if occasion.times.is_postponed or change.kind == ChangeKind.POSTPONED:
        return [_("Your registration is kept: you will hear by mail when it takes place.")]
    if not occasion.times.is_on:
        return [_("There is nothing to do: nobody expects you on that day.")]
    if not registration.is_confirmed:
        return [_("You are registered as before.")]
    by_mode = [f"{takes_part(registration.mode)}."] if "mode" in change.facts else []
    return [
        *by_mode,
        _("Your registration is kept. If you cannot come now, please cancel it: somebody else will be glad."),
    ]
