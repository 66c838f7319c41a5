"""What one event is to one person, asked in one statement that is worded once a day for all who stand alike."""

from datetime import date
from functools import lru_cache

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils import timezone

from agenda.domain.wording import KEY, anyone, worded
from agenda.models import Event
from agenda.models.queries import kept_by, shown_to
from intranet.members.models import User
from intranet.members.standing import Standing
from intranet.statements import PERSON, Statement


def sees_and_keeps(person: User, pk: int) -> tuple[bool, bool]:
    """Whether `Event.objects.visible_to(person)` holds the event, and whether `kept_by(person)` does."""
    statement = rule_for(timezone.localdate(), person.standing)
    if statement is None or not person.standing.has_access:
        return False, False
    found = statement.rows({PERSON: person.pk, KEY: pk})
    shown, keeps = found[0] if found else (False, False)
    return bool(shown or keeps), bool(keeps)


@lru_cache(maxsize=32)
def rule_for(_day: date, standing: Standing) -> Statement | None:
    person = anyone(standing)
    event = Event.objects.filter(pk=KEY, live=True)
    told = event.annotate(shown=holds(shown_to(person)), keeps=holds(kept_by(person)))
    return worded(told.values_list("shown", "keeps"))


def holds(rule: Q) -> Case:
    return Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003
