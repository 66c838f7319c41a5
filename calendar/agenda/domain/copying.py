"""An event like another: what a series goes on as, from the date on from which it moves."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from agenda.models import Event, Interest, Material

# What is each event's own; and what Wagtail writes as it publishes.
OWN = frozenset(
    {
        "id",
        "uid",
        "sequence",
        "changed_at",
        "entry",
        "key",
        "told",
        "continues",
        "folded_words",
        "live",
        "latest_revision",
        "live_revision",
        "first_published_at",
        "last_published_at",
        "has_unpublished_changes",
    }
)


def copy_of(event: Event) -> Event:
    """Everything that is said of `event`, not saved yet, and seen by nobody before it is published; it continues `event`."""
    copied = facts_of_row(event, apart_from=OWN)
    like = Event(**copied, continues=event, live=False)  # type: ignore[no-untyped-call]  # modelcluster's
    like.subjects.set(event.subjects.all())
    like.co_organisers.set(event.co_organisers.all())
    return like


def copy_company(event: Event, like: Event) -> None:
    """Who counts on `event` counts on `like`, and its documents are there too, each file being kept once for both."""
    Interest.objects.bulk_create(
        Interest(event=like, person_id=one.person_id, since=one.since) for one in event.interests.all()
    )
    own = frozenset({"id", "event"})
    Material.objects.bulk_create(
        Material(event=like, **facts_of_row(one, apart_from=own)) for one in event.materials.all()
    )


def facts_of_row(row: Model, *, apart_from: Collection[str]) -> dict[str, Any]:
    fields = row._meta.concrete_fields  # noqa: SLF001 - Django's public name
    return {field.attname: getattr(row, field.attname) for field in fields if field.name not in apart_from}
