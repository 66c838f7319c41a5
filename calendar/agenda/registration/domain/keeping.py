"""How one registers for an event or a date: said, changed, said alike for later dates, and taken away."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agenda.domain.locking import lock_kept
from agenda.models import Event
from agenda.registration.domain.desks import lock_desk
from agenda.registration.domain.likeness import days_between, open_alike
from agenda.registration.domain.seats import advance, let_lapse
from agenda.registration.models import Question, RegistrationDesk
from agenda.registration.models.desks import SETTINGS
from agenda.registration.rules import can_organise
from intranet.members.models import User


@transaction.atomic
def save_desk(desk: RegistrationDesk, *, by: User, questions: Sequence[Question] | None = None) -> RegistrationDesk:
    """Let people register as `desk` says, saved before or not. Gives it as it is then.

    `questions`: all that are asked from now on, in their order, saved before or not; one that is not among them is asked no
    more, and what was answered stays; so is one that was answered and wants another kind of answer now. None: those that there are. Seats below what is taken throw nobody out; more of them
    are offered to those who wait. Raises PermissionDenied, and ValidationError, by field.
    """
    event = lock_kept(desk.event_id, by=by)
    now = lock_desk(desk.pk) if desk.pk else RegistrationDesk(occurrence=desk.occurrence)
    now.event = event
    for name in SETTINGS:
        setattr(now, name, getattr(desk, name))
    check_alone(now)
    now.full_clean()
    now.save()
    if questions is not None:
        keep_questions(now, questions)
    let_lapse(now)
    advance(now)
    return now


def check_alone(desk: RegistrationDesk) -> None:
    """One registers for all dates, or for each. Raises ValidationError."""
    others = desk.event.desks.exclude(pk=desk.pk)
    if desk.occurrence is None and others.exists():
        raise ValidationError(_("One registers for some of the dates already, each by itself."), code="by_date")
    if desk.occurrence is not None and others.filter(occurrence=None).exists():
        raise ValidationError(_("One registers for all the dates at once already."), code="for_all")
    if desk.occurrence is not None and not desk.event.occurrences.filter(pk=desk.occurrence.pk).exists():
        raise ValidationError(_("There is no such date any more."), code="date")


def keep_questions(desk: RegistrationDesk, questions: Iterable[Question]) -> None:
    """Raises ValidationError, and `Question.DoesNotExist` for one of another desk."""
    before = {one.pk: one for one in desk.questions.filter(is_retired=False)}
    answered = {key for answers in desk.registrations.values_list("answers", flat=True) for key in answers}
    for position, question in enumerate(questions, start=1):
        if question.pk and question.pk not in before:
            raise Question.DoesNotExist
        if question.pk and before[question.pk].kind != question.kind and question.key in answered:
            question.pk = None  # asked anew: the answers that there are would be none to it
        before.pop(question.pk, None)
        question.desk, question.position = desk, position
        question.full_clean()
        question.save(force_insert=question.pk is None)
    for question in before.values():
        if question.key in answered:
            question.is_retired = True
            question.save(update_fields=["is_retired"])
        else:
            question.delete()


@transaction.atomic
def remove_desk(desk: RegistrationDesk, *, by: User) -> None:
    """Let nobody register any more, as if one never had. Raises PermissionDenied, and ValidationError for one that is needed."""
    lock_kept(desk.event_id, by=by)
    now = lock_desk(desk.pk)
    if why := why_it_stays(now):
        raise ValidationError(why, code="in_use")
    now.delete()


def why_it_stays(desk: RegistrationDesk) -> str:
    """Why it cannot be taken away; nothing when it can. Two statements at most."""
    if desk.registrations.living().exists():
        return _("Somebody is registered: close the registration, or cancel theirs first.")
    if desk.registrations.filter(Q(attendances__isnull=False) | Q(certificate__isnull=False)).exists():
        return _("It is noted here who came, and certificates stand on it: the registration has to stay.")
    return ""


@transaction.atomic
def apply_to_following(desk: RegistrationDesk, *, by: User) -> int:
    """Let people register in the same way for each later date that has no desk; for how many.

    Moments lie as many days before each date, by the clock. Raises PermissionDenied.
    """
    event = lock_kept(desk.event_id, by=by)
    now = lock_desk(desk.pk)
    if now.occurrence is None:
        return 0
    rows = event.occurrences.filter(original_start__gt=now.occurrence.original_start, is_cancelled=False, desk=None)
    later = list(rows.ahead().order_by("original_start"))
    for row in later:
        open_alike(now, event, occurrence=row, later=days_between(now.occurrence.start, row.start))
    return len(later)


@transaction.atomic
def open_as_before(event: Event, source: Event, *, by: User) -> None:
    """Let people register for `event`, announced again, as they did for `source`, if `by` keeps both and there is no desk yet.

    Where one registered for single dates, each date has a desk like the first of them. Raises PermissionDenied.
    """
    event = lock_kept(event.pk, by=by)
    desks = source.desks.select_related("occurrence").order_by("occurrence__start", "pk")
    pattern = desks.first() if can_organise(by, source) and not event.desks.exists() else None
    if pattern is None:
        return
    began = pattern.occurrence.start if pattern.occurrence else source.start
    dates = event.occurrences.in_order() if pattern.occurrence and event.frequency else [None]
    for row in dates:
        later = days_between(began, row.start if row else event.start)
        open_alike(pattern, event, occurrence=row, later=later)
