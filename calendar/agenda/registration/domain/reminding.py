"""The day before, those who are registered are told all that they need to come, or to join."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode, Review
from agenda.models import Occurrence
from agenda.registration.domain.desks import desk_of
from agenda.registration.domain.one_by_one import total
from agenda.registration.domain.reaching import post_to
from agenda.registration.letters import (
    Letter,
    Link,
    Occasion,
    dressed,
    event_page,
    join_url_for,
    occasion_of,
    reason_of,
    takes_part,
)
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.tickets import address_of
from agenda.sentences import when_of_date

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from agenda.models import OccurrenceQuerySet

KIND = "registration_reminder"
MORNING = time(7)


def remind_registrants() -> int:
    """Remind of the dates of tomorrow and of what is left of today, each once; how many mails.

    Whoever has had their seat since this morning has it all in the mail that said so.
    """
    return total(remind_of, dates_due())


def dates_due() -> "OccurrenceQuerySet":
    today = timezone.localdate()
    own = RegistrationDesk.objects.filter(Q(occurrence=OuterRef("pk")) | Q(event=OuterRef("event"), occurrence=None))
    due = Occurrence.objects.on().filter(
        Exists(own),
        first_day__range=(today, today + timedelta(days=1)),
        start__gt=timezone.now(),
        event__live=True,
        event__review=Review.PUBLISHED,
    )
    return due.select_related("event__organisation", "event__group").in_order()


def remind_of(date: Occurrence) -> int:
    desk = desk_of(date.event, date)
    if desk is None:
        return 0
    occasion = occasion_of(desk)
    rows = desk.registrations.confirmed().exclude(seated_at__gte=this_morning())
    found = list(rows.select_related("person", "organisation", "registered_by"))
    for row in found:
        row.desk = desk
    return post_to(found, lambda row: mail_of(row, date, occasion), kind=KIND, about=about(date))


def this_morning() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), MORNING))


def about(date: Occurrence) -> str:
    """With its moment: of another one they are reminded anew."""
    return f"registration-reminder:{date.pk}:{int(date.start.timestamp())}"


def mail_of(registration: Registration, date: Occurrence, occasion: Occasion) -> "EmailMultiAlternatives":
    return dressed(KIND, registration, letter_of(registration, date, occasion))


def letter_of(registration: Registration, date: Occurrence, occasion: Occasion) -> Letter:
    words = {"event": date.event.title, "when": when_of_date(date)}
    where = [
        (name, value) for name, value in occasion.facts(registration.mode) if name not in {_("When"), _("Repeats")}
    ]
    is_online = registration.mode == Mode.ONLINE
    page = event_page(registration)
    return Letter(
        subject=_("Reminder: %(event)s, %(when)s") % words,
        title=_("Reminder: %(event)s") % words,
        reason=reason_of(registration),
        sentences=[
            f"{takes_part(registration.mode)}.",
            _("If you cannot come, please cancel: your seat goes to somebody who waits for it."),
        ],
        facts=[(_("When"), words["when"]), *where],
        join_url=join_url_for(registration),
        words=occasion.desk.reminder_text,
        action=ticket_link(registration, is_online=is_online),
        links=[page] if page else [],
    )


def ticket_link(registration: Registration, *, is_online: bool) -> Link:
    label = _("See or change my registration") if is_online else _("My registration, with the code for the entrance")
    return Link(label, address_of(registration))
