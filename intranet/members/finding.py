"""People, councils and groups are found, and what is found follows what is kept, in the transaction in which that changes."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils import timezone

from intranet.fulltext.domain import forget, index_things, known
from intranet.jobs.registry import register_job
from intranet.members import finding_people, finding_places
from intranet.members.enums import GroupRole
from intranet.members.finding_people import CHUNK, PERSON, forget_person, index_people
from intranet.members.finding_places import COUNCIL, GROUP
from intranet.members.finding_profiles import TOLD
from intranet.members.finding_tasks import index_about_soon, index_soon, index_these_soon
from intranet.members.models import GroupMembership, Organisation, Position, Subject, User, WorkingGroup

SAID = {"given_name", "family_name", "is_active", *TOLD, *(f"{name}_visibility" for name in TOLD)}
"""What of a person they are found by; of all that is written, the moments of their sign-ins are not."""
SEEN_AGAIN = timedelta(days=7)
"""For so long after its day, the night looks again at a position that has begun or ended: it may have slept through some."""


def follow_person(
    instance: User, *, created: bool, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    """A new account is nobody's to find before it holds something (`follow_position`…), but for administrators'."""
    if created:
        if instance.is_superuser:
            index_people([instance.pk])
    elif update_fields is None or not SAID.isdisjoint(update_fields):
        index_people([instance.pk])


def follow_position(instance: Position, **_kwargs: Any) -> None:
    index_people([instance.user_id])


def follow_seat(instance: GroupMembership, **_kwargs: Any) -> None:
    if instance.role == GroupRole.GUEST:
        index_unknown([instance.user_id])


def follow_coordination(instance: Any, *, action: str, pk_set: Collection[int] | None, **_kwargs: Any) -> None:
    if action == "post_add":
        index_unknown([instance.pk] if isinstance(instance, User) else pk_set or ())


def index_unknown(keys: Collection[int]) -> None:
    """Those who have something to be found for the first time."""
    missing = set(keys) - set(known(PERSON).filter(key__in=keys))
    if missing:
        index_people(missing)


def follow_subjects(instance: Any, *, action: str, pk_set: Collection[int] | None, **_kwargs: Any) -> None:
    """Whoever is told to know about something, from either side."""
    if isinstance(instance, User):
        if action in {"post_add", "post_remove", "post_clear"}:
            index_people([instance.pk])
    elif action == "pre_clear":
        index_these_soon(instance.experts.values_list("pk", flat=True))
    elif action in {"post_add", "post_remove"}:
        index_people(pk_set or ())


def follow_council(instance: Organisation, *, created: bool, **_kwargs: Any) -> None:
    index_things(COUNCIL, [instance.pk])
    if not created and Position.objects.filter(organisation=instance.pk).open().exists():
        index_soon("positions__organisation", instance.pk)


def follow_subject(instance: Subject, *, created: bool, **_kwargs: Any) -> None:
    if not created and User.subjects.through.objects.filter(subject=instance.pk).exists():
        index_soon("subjects", instance.pk)


def follow_end_of_subject(instance: Subject, **_kwargs: Any) -> None:
    """People, and whatever else the index says to be about it."""
    index_about_soon(instance.pk)


def follow_group(instance: WorkingGroup, **_kwargs: Any) -> None:
    index_things(GROUP, [instance.pk])


def forget_deleted(instance: User | Organisation | WorkingGroup, **_kwargs: Any) -> None:
    if isinstance(instance, User):
        forget_person(instance.pk)
    else:
        forget(COUNCIL if isinstance(instance, Organisation) else GROUP, instance.pk)


def index_whose_day_has_come() -> None:
    """The job of every night: positions that have begun or ended."""
    today = timezone.localdate()
    days = (today - SEEN_AGAIN, today)
    turned = Position.objects.filter(Q(starts_on__range=days) | Q(ends_on__range=days))
    people = sorted(set(turned.values_list("user", flat=True)))
    for start in range(0, len(people), CHUNK):
        index_people(people[start : start + CHUNK])


def register() -> None:
    finding_people.register()
    finding_places.register()
    register_job("index_positions", "12 0 * * *", "intranet.members.finding.index_whose_day_has_come")
    post_save.connect(follow_person, sender=User, dispatch_uid="members.find_person")
    for signal in (post_save, post_delete):
        signal.connect(follow_position, sender=Position, dispatch_uid="members.find_position")
    post_save.connect(follow_seat, sender=GroupMembership, dispatch_uid="members.find_guest")
    m2m_changed.connect(follow_coordination, sender=User.groups.through, dispatch_uid="members.find_coordination")
    m2m_changed.connect(follow_subjects, sender=User.subjects.through, dispatch_uid="members.find_subjects")
    post_save.connect(follow_council, sender=Organisation, dispatch_uid="members.find_council")
    post_save.connect(follow_subject, sender=Subject, dispatch_uid="members.find_subject")
    pre_delete.connect(follow_end_of_subject, sender=Subject, dispatch_uid="members.find_subject_gone")
    post_save.connect(follow_group, sender=WorkingGroup, dispatch_uid="members.find_group")
    for model in (User, Organisation, WorkingGroup):
        post_delete.connect(forget_deleted, sender=model, dispatch_uid="members.forget_deleted")
