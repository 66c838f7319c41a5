"""Who came: noted at the door, by several people at once, and taken back."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import Occurrence
from agenda.registration.domain.desks import dates_of
from agenda.registration.domain.registering import Applicant, Wishes, check_organises, register
from agenda.registration.domain.seats import opened, opened_for
from agenda.registration.enums import Channel, RegistrationState
from agenda.registration.models import Attendance, Registration, RegistrationDesk
from intranet.members.models import User
from intranet.templatetags.intranet import day_words


@transaction.atomic
def attend(registration: Registration, occurrence: Occurrence, *, by: User) -> Attendance:
    """Note that they came to this date; noted again, nothing happens.

    Who had no seat is let in, whatever was free: they are here. Raises PermissionDenied, and ValidationError for a date of
    another desk, for one that is still ahead, and for somebody who registered anew since.
    """
    desk, row = opened_for(registration)
    check_organises(desk, by)
    check_date(desk, occurrence)
    if not row.is_confirmed:
        let_in(row)
    return note(row, occurrence, by=by)


def let_in(row: Registration) -> None:
    """Without a mail: they stand at the door."""
    row.state, row.cancelled_at, row.reason = RegistrationState.CONFIRMED, None, ""
    row.waits_for, row.turn, row.offer_until, row.owed = "", None, None, ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        text = _("%(name)s has registered anew since: look for their other registration.") % {"name": row.who}
        raise ValidationError(text, code="again") from error


def note(row: Registration, occurrence: Occurrence, *, by: User) -> Attendance:
    facts = {"mode": row.mode, "by": by}
    found, _made = Attendance.objects.get_or_create(registration=row, occurrence=occurrence, defaults=facts)
    return found


@transaction.atomic
def take_back(registration: Registration, occurrence: Occurrence, *, by: User) -> None:
    """They did not come to this date after all. Raises PermissionDenied."""
    desk, row = opened_for(registration)
    check_organises(desk, by)
    Attendance.objects.filter(registration=row, occurrence=occurrence).delete()


@transaction.atomic
def attend_all(desk: RegistrationDesk, registrations: Iterable[int], occurrence: Occurrence, *, by: User) -> int:
    """Note that those of them who are registered came; how many were not noted before. Raises as `attend`."""
    desk = opened(desk.pk)
    check_organises(desk, by)
    check_date(desk, occurrence)
    rows = desk.registrations.confirmed().filter(pk__in=list(registrations))
    new = list(rows.exclude(attendances__occurrence=occurrence))
    Attendance.objects.bulk_create(
        [Attendance(registration=row, occurrence=occurrence, mode=row.mode, by=by) for row in new]
    )
    return len(new)


@transaction.atomic
def receive_walk_in(
    desk: RegistrationDesk, occurrence: Occurrence, applicant: Applicant, *, mode: str, by: User
) -> Registration:
    """Register who just came, and note that they did; by the address who is registered already is known. Raises as `attend`."""
    row = register(desk, applicant, Wishes(mode), by=by, channel=Channel.WALK_IN)
    attend(row, occurrence, by=by)
    row.refresh_from_db()
    return row


def check_date(desk: RegistrationDesk, occurrence: Occurrence) -> None:
    if not dates_of(desk).filter(pk=occurrence.pk).exists():
        raise ValidationError(_("This registration is not for that date."), code="date")
    if not can_be_noted(occurrence):
        text = _("Who comes can be noted from 0.00 on %(day)s, not before.") % {"day": day_words(occurrence.first_day)}
        raise ValidationError(text, code="early")


def can_be_noted(occurrence: Occurrence) -> bool:
    """Whether the day has come on which it begins: nobody has come before."""
    return occurrence.first_day <= timezone.localdate()


def came_and_expected(desk: RegistrationDesk, occurrence: Occurrence, mode: str) -> tuple[int, int]:
    """«12 de 40»: of those registered in this mode, how many came to the date. One statement."""
    rows = desk.registrations.confirmed().filter(mode=mode).order_by()
    came = Count("pk", filter=Q(attendances__occurrence=occurrence), distinct=True)
    found = rows.aggregate(came=came, all=Count("pk", distinct=True))
    return found["came"], found["all"]
