"""Registrants are told of every step by mail: in the transaction in which it happens, or, where they are many, by a worker."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import timezone, translation

from agenda.registration.domain.line import place
from agenda.registration.enums import News
from agenda.registration.letter_ics import appointment_at
from agenda.registration.letter_steps import letter_of
from agenda.registration.letters import dressed, occasion_of
from agenda.registration.models import Registration
from agenda.registration.tasks import tell_registrants
from intranet.outbox.domain import Posting, put, put_many

KIND = "registration_step"
AT_ONCE = 20
"""Up to how many are written to while whoever does it waits."""


def tell(registration: Registration, news: News) -> None:
    """Put the mail into the outbox, once for each `sequence` of the registration."""
    for one in postings_of([registration], [news]):
        is_urgent = news == News.CONFIRM_ADDRESS
        put(one.mail, kind=KIND, person=one.person, key=one.key, about=one.about, urgent=is_urgent)


def tell_once_more(registration: Registration, news: News) -> None:
    """How they are registered, as they were told before: another mail of the same step, without the appointment that they have."""
    if not registration.address:
        return
    with translation.override(settings.LANGUAGE_CODE):
        letter = letter_of(registration, news, occasion_of(registration.desk), attaches=False)
        mail = dressed(KIND, registration, letter)
    key = f"{about(registration)}:{registration.sequence}:{news}:{timezone.now():%Y%m%d%H%M%S}"
    is_urgent = news == News.CONFIRM_ADDRESS
    put(mail, kind=KIND, person=registration.person, key=key, about=about(registration), urgent=is_urgent)


def are_many(rows: Sequence[Registration]) -> bool:
    """Whether they are told later: until then they are `owed` it."""
    return len(rows) > AT_ONCE


def tell_all(rows: Sequence[Registration], news: News) -> None:
    """As `tell`, registrations of one desk. What many are owed a worker writes: the task is there if, and only if, the step is."""
    if are_many(rows):
        tell_registrants.enqueue()
    else:
        write(rows, [news] * len(rows))


def write(rows: Sequence[Registration], steps: Iterable[News]) -> int:
    """To each of them, of its step; how many mails. Few statements for any number of registrations of one desk."""
    place(rows)
    return put_many(postings_of(rows, steps), kind=KIND)


def postings_of(rows: Sequence[Registration], steps: Iterable[News]) -> list[Posting]:
    """One for each who has an address."""
    told = [(row, news) for row, news in zip(rows, steps, strict=True) if row.address]
    if not told:
        return []
    desk = rows[0].desk
    occasion = occasion_of(desk)
    kept = {row.pk for row, _news in told if row.is_confirmed and occasion.times.is_on}
    ended = {row.pk for row, _news in told if not row.is_confirmed and row.has_appointment}
    note_appointments([row for row, _news in told], kept=kept, ended=ended)
    appointment = appointment_at(desk) if kept or ended else None
    postings = []
    with translation.override(settings.LANGUAGE_CODE):
        for row, news in told:
            is_kept = row.pk in kept
            carries = appointment is not None and (is_kept or row.pk in ended)
            part = appointment.part(row, is_on=is_kept) if appointment and carries else None
            mail = dressed(KIND, row, letter_of(row, news, occasion), appointment=part)
            key = f"{about(row)}:{row.sequence}:{news}"
            postings.append(Posting(mail, person=row.person, key=key, about=about(row)))
    return postings


def about(registration: Registration) -> str:
    """What the outbox knows the mails of a registration by (`intranet.mail.fates_of`)."""
    return f"registration:{registration.pk}"


def note_appointments(rows: Sequence[Registration], *, kept: set[int], ended: set[int]) -> None:
    """What their mails put into their calendars, and take out of them. Under the lock of their desk."""
    new = kept - {row.pk for row in rows if row.has_appointment}
    for keys, has in ((new, True), (ended, False)):
        if keys:
            Registration.objects.filter(pk__in=keys).update(has_appointment=has)
    for row in rows:
        row.has_appointment = row.pk in kept or (row.has_appointment and row.pk not in ended)
