"""The one way in which anything in the product tells people that something happened."""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.audience import those_who_see
from intranet.notifications.domain.preferences import ways_of
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Kind, kind_named
from intranet.notifications.models import Mute, Notification, fold_of
from intranet.notifications.tasks import deliver

BATCH = 500


@transaction.atomic
def notify(
    kind: str,
    recipients: "Iterable[User] | QuerySet[User]",
    *,
    actor: User | None,
    target: Model,
    about: Model | None = None,
    group: WorkingGroup | None = None,
) -> int:
    """Note for each of `recipients` that `target` happened, once and for all; returns for how many it is new.

    `about` is what it folds into, the target itself when there is nothing larger; `group`, where it happened, whose
    preferences hold. Neither the actor is told, nor those who may not see the target: that is asked again when it is shown
    or mailed. Nor, of a kind that can be switched off, those who muted what it is about or want to hear nothing of it. In
    the caller's transaction.

    Raises LookupError for a kind that nobody registered, TypeError for a target that is not of the kind.
    """
    found = kind_of(kind, target)
    about = target if about is None else about
    told = ids_of(recipients) - {actor.pk if actor else None} - muted_by(about, found)
    told = those_who_see(found, target, told - told_already(kind, target, told))
    rows = rows_of(found, sorted(told), actor=actor, target=target, about=about, group=group)
    # Sorted by recipient: two who tell the same people take their locks in the same order.
    Notification.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    if any(row.mail == Frequency.NOW for row in rows):
        transaction.on_commit(enqueue_delivery, robust=True)
    return len(rows)


def kind_of(name: str, target: Model) -> Kind:
    kind = kind_named(name)
    if not isinstance(target, kind.model):
        msg = f"{name!r} tells of {kind.model.__name__}, not of {type(target).__name__}."
        raise TypeError(msg)
    return kind


def ids_of(recipients: "Iterable[User] | QuerySet[User]") -> set[int]:
    """The recipients whose accounts are open, each once; a queryset is not loaded for it."""
    if isinstance(recipients, QuerySet):
        return {pk for pk, is_active in recipients.values_list("pk", "is_active") if is_active}
    return {person.pk for person in recipients if person.is_active}


def muted_by(about: Model, kind: Kind) -> set[int]:
    """Nobody, for a kind that cannot be switched off."""
    if not kind.can_be_switched_off:
        return set()
    muted = Mute.objects.filter(about_type=ContentType.objects.get_for_model(about), about_id=about.pk)
    return set(muted.values_list("person", flat=True))


def told_already(kind: str, target: Model, people: set[int]) -> set[int]:
    """Those of `people` who have been told. The constraint holds whatever is said here: this is for counting right."""
    rows = Notification.objects.filter(
        kind=kind, target_type=ContentType.objects.get_for_model(target), target_id=target.pk
    )
    return set(rows.values_list("recipient", flat=True)) & people


def rows_of(
    kind: Kind,
    people: list[int],
    *,
    actor: User | None,
    target: Model,
    about: Model,
    group: WorkingGroup | None,
) -> list[Notification]:
    """One for each of those who want to hear of it in any way."""
    ways = ways_of(people, kind.name, group)
    if kind.mailed_apart:
        ways = {pk: replace(way, mail=Frequency.NEVER) for pk, way in ways.items()}
    now = timezone.now()
    return [
        Notification(
            recipient_id=pk,
            kind=kind.name,
            target_type=ContentType.objects.get_for_model(target),
            target_id=target.pk,
            about_type=ContentType.objects.get_for_model(about),
            about_id=about.pk,
            group=group,
            actor=actor,
            fold=fold_of(kind.name, about),
            on_site=ways[pk].site,
            mail=ways[pk].mail,
            created_at=now,
        )
        for pk in people
        if ways[pk].site or ways[pk].mail != Frequency.NEVER
    ]


def enqueue_delivery() -> None:
    """The mails that leave at once; should this get lost, the job of every minute sees to them."""
    deliver.enqueue()
