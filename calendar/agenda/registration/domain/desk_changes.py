"""A desk is kept by several people: nobody undoes what another has changed meanwhile without having seen it."""

import hashlib
import json

from django.db import transaction

from agenda.domain.announcing import ChangedMeanwhileError
from agenda.domain.locking import lock_kept
from agenda.registration.domain.keeping import save_desk
from agenda.registration.models import Question, RegistrationDesk
from agenda.registration.models.desks import SETTINGS
from intranet.members.models import User

OF_A_QUESTION = ("pk", "position", "kind", "label", "help", "options", "required")


def stamp_of(desk: RegistrationDesk) -> str:
    """What the desk says and asks, as a short word that changes with it; empty for one that is not there yet."""
    if desk.pk is None:
        return ""
    asked = list(desk.questions.filter(is_retired=False).values_list(*OF_A_QUESTION))
    said = [str(getattr(desk, name)) for name in SETTINGS]
    return hashlib.sha256(json.dumps([said, asked]).encode()).hexdigest()[:16]


@transaction.atomic
def save_seen(desk: RegistrationDesk, *, by: User, questions: list[Question], seen: str) -> RegistrationDesk:
    """As `save_desk`, for who had `seen` before them. Raises `ChangedMeanwhileError` too, when it says something else by now."""
    lock_kept(desk.event_id, by=by)
    before = RegistrationDesk.objects.filter(event=desk.event_id, occurrence=desk.occurrence_id).first()
    if before is not None and stamp_of(before) != seen:
        raise ChangedMeanwhileError
    return save_desk(desk, by=by, questions=questions)
