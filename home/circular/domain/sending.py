"""Sending a circular off: once, however often it is asked for; at once, or when its day has come."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.circular.domain.checking import problems_of
from home.circular.domain.locking import ChangedMeanwhileError, lock_circular, lock_open, touch
from home.circular.domain.months import end_of, following, last_of
from home.circular.domain.moving_on import move_on
from home.circular.domain.recipients import recipients
from home.circular.domain.turns import call_writer
from home.circular.enums import CircularState
from home.circular.models import CircularPage, Delivery
from home.circular.rules import can_compose
from home.circular.signals import circular_begun, circular_held_up
from intranet.members.models import User
from intranet.templatetags.intranet import day_words

BATCH = 500
# After an outage, what was to leave before it still leaves; what is so much later, and of a month that is over, is for somebody to look at.
LATE = timedelta(days=7)


@transaction.atomic
def begin_sending(circular: CircularPage, *, by: User | None, seen: int | None = None) -> bool:
    """Send it to everyone who is to get it, from now on. Whether it was this call: another one may have been quicker.

    `by` nobody: its day had come. `seen`: the `content_version` that was looked at before saying so. Raises PermissionDenied,
    ValidationError when something must be put right first, ChangedMeanwhileError when something else would be sent.
    """
    if by is not None and not can_compose(by):
        raise PermissionDenied
    circular = lock_circular(circular.pk)
    if not circular.is_open or (by is None and not is_due(circular)):
        return False
    if seen is not None and seen != circular.content_version:
        raise ChangedMeanwhileError(circular.content_version)
    if by is None and is_too_late(circular):
        raise ValidationError(_("Its month is over, and it is more than a week late."), code="late")
    people = recipients()
    check(circular, by=by, people=len(people))
    deliver_to(circular, people)
    come_out(circular, by=by)
    move_on(circular, to=following(circular))
    circular_begun.send(CircularPage, circular=circular, by=by)
    call_writer(circular)
    return True


def is_due(circular: CircularPage) -> bool:
    """Whether it is still scheduled, and for no later moment: somebody may have thought better of it."""
    at = circular.scheduled_for
    return circular.state == CircularState.SCHEDULED and at is not None and at <= timezone.now()


def is_too_late(circular: CircularPage) -> bool:
    """Whether one that is due is sent by itself no more: its day was long ago, and its month is over."""
    now, at = timezone.now(), circular.scheduled_for
    return at is not None and now - at > LATE and now >= end_of(circular.month)


def check(circular: CircularPage, *, by: User | None, people: int | None = None) -> None:
    """Raises ValidationError with all that keeps it from being sent. When nobody looks, with nobody's eyes: all of it."""
    problems = problems_of(circular, by=by, recipients=people)
    if errors := [problem.text for problem in problems if problem.level == "error"]:
        raise ValidationError([ValidationError(text, code="not_ready") for text in errors])


def deliver_to(circular: CircularPage, people: set[int]) -> None:
    rows = [Delivery(circular=circular, person_id=pk) for pk in sorted(people)]
    Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def come_out(circular: CircularPage, *, by: User | None) -> None:
    """The network reads it from now on."""
    circular.state = CircularState.SENDING
    circular.begun_at, circular.begun_by = timezone.now(), by or circular.begun_by
    circular.scheduled_for = None
    circular.save()
    circular.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    circular.refresh_from_db()


@transaction.atomic
def schedule(circular: CircularPage, *, at: datetime, by: User) -> CircularPage:
    """Have it sent at `at`, or at another moment than before. Raises as `begin_sending`."""
    circular = lock_open(circular.pk, by=by)
    if at <= timezone.now():
        raise ValidationError(_("The moment is past: choose one that is still to come."), code="past")
    if at >= end_of(circular.month):
        text = _("Its month is over by then: it can be sent until %(day)s, at the end of the day.")
        raise ValidationError(text % {"day": day_words(last_of(circular.month))}, code="late")
    check(circular, by=by)
    decide(circular, CircularState.SCHEDULED, at=at, by=by)
    return circular


@transaction.atomic
def unschedule(circular: CircularPage, *, by: User) -> CircularPage:
    """It waits until somebody sends it. Raises PermissionDenied, ValidationError when it is out already."""
    circular = lock_open(circular.pk, by=by)
    decide(circular, CircularState.PREPARING)
    return circular


def decide(circular: CircularPage, state: CircularState, *, at: datetime | None = None, by: User | None = None) -> None:
    """Within the circular's lock."""
    circular.state, circular.scheduled_for, circular.begun_by = state, at, by
    CircularPage.objects.filter(pk=circular.pk).update(state=state, scheduled_for=at, begun_by=by)
    touch(circular, content=False)


def send_scheduled() -> None:
    """What is due goes out, unless something is wrong with it; then coordination is told."""
    due = CircularPage.objects.filter(state=CircularState.SCHEDULED, scheduled_for__lte=timezone.now())
    for circular in due.order_by("month"):
        try:
            begin_sending(circular, by=None)
        except ValidationError as error:
            hold_up(circular, error.messages)


@transaction.atomic
def hold_up(circular: CircularPage, reasons: list[str]) -> None:
    circular = lock_circular(circular.pk)
    if circular.state == CircularState.SCHEDULED:
        decide(circular, CircularState.PREPARING)
        circular_held_up.send(CircularPage, circular=circular, reasons=reasons)
