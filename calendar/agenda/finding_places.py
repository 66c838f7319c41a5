"""How what is found of the agenda follows what is announced, in the same transaction."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from agenda import finding
from agenda.finding import EVENT
from agenda.finding_tasks import index_events
from agenda.models import Event, Material
from agenda.signals import event_reviewed
from intranet.fulltext.domain import forget, index_things
from intranet.members.models import Organisation, Subject, WorkingGroup

FIELDS = {Organisation: ("organisation", "co_organisers"), Subject: ("subjects",), WorkingGroup: ("group",)}
"""Where an event says how one of these is called."""


def follow_event(instance: Event, **_signal: Any) -> None:
    """Published, or published no more, by whatever way."""
    index_things(EVENT, [instance.pk])


def follow_review(event: Event, **_signal: Any) -> None:
    """Its words are the whole network's from now on."""
    index_things(EVENT, [event.pk])


def follow_material(instance: Material, origin: Any = None, **_signal: Any) -> None:
    """Not when it goes with its event."""
    if getattr(origin, "model", type(origin)) is not Event:
        index_things(EVENT, [instance.event_id])


def follow_name(
    instance: Organisation | Subject | WorkingGroup,
    *,
    created: bool,
    update_fields: Collection[str] | None = None,
    **_signal: Any,
) -> None:
    if created or (update_fields is not None and "name" not in update_fields):
        return
    for field in FIELDS[type(instance)]:
        if Event.objects.filter(live=True, **{field: instance.pk}).exists():
            enqueue(field, instance.pk)


def enqueue(field: str, key: int) -> None:
    transaction.on_commit(lambda: index_events.enqueue(field, key))


def forget_event(instance: Event, **_signal: Any) -> None:
    forget(EVENT, instance.pk)


def register() -> None:
    """After what follows a publication itself: the event is indexed as that leaves it."""
    finding.register()
    published.connect(follow_event, sender=Event, dispatch_uid="agenda.find_published")
    unpublished.connect(follow_event, sender=Event, dispatch_uid="agenda.find_unpublished")
    event_reviewed.connect(follow_review, sender=Event, dispatch_uid="agenda.find_reviewed")
    for signal in (post_save, post_delete):
        signal.connect(follow_material, sender=Material, dispatch_uid="agenda.find_material")
    for named in FIELDS:
        post_save.connect(follow_name, sender=named, dispatch_uid="agenda.find_named")
    post_delete.connect(forget_event, sender=Event, dispatch_uid="agenda.forget_event")
