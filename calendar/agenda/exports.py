"""What the agenda keeps about a person, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from agenda.models import Change, Event, Interest, Material
from agenda.registration.own_data import registrations_of
from intranet.members.models import User

OWN_WORDS = (
    "title",
    "summary",
    "body",
    "venue",
    "address",
    "web_url",
    "contact_name",
    "contact_email",
    "contact_phone",
)


def export_of(person: User) -> dict[str, Any]:
    """What they announced, added, changed, what interests them and where they registered; of what they see no longer, only that it was."""
    seen = set(Event.objects.visible_to(person).values_list("pk", flat=True))
    announced = Event.objects.filter(author=person).select_related("organisation", "group").order_by("pk")
    interests = Interest.objects.filter(person=person).select_related("event").order_by("pk")
    materials = Material.objects.filter(added_by=person).order_by("pk")
    changes = Change.objects.filter(by=person).order_by("pk")
    return {
        "announced": [event_data(one, is_seen=one.pk in seen) for one in announced],
        "interests": [
            {"event": one.event_id, "title": one.event.title if one.event_id in seen else None, "since": iso(one.since)}
            for one in interests
        ],
        "registrations": registrations_of(person),
        "materials": [
            {"event": one.event_id, "title": one.title, "file": one.name or None, "url": one.url or None}
            | {"size": one.size, "at": iso(one.added_at)}
            for one in materials
        ],
        "changes": [
            {"event": one.event_id, "kind": one.kind, "reason": one.reason, "at": iso(one.at)} for one in changes
        ],
    }


def event_data(event: Event, *, is_seen: bool) -> dict[str, Any]:
    """Others may have written in it since: where the person sees it no longer, it is not theirs to read."""
    kept = {"id": event.pk, "announced_at": iso(event.created_at)}
    if not is_seen:
        return kept
    return {
        **kept,
        **{name: getattr(event, name) for name in OWN_WORDS},
        "kind": event.kind,
        "start": iso(event.start),
        "end": iso(event.end),
        "council": event.organisation.full_name if event.organisation else None,
        "group": event.group.name if event.group else None,
        "review": event.review,
        "remark": event.review_note or None,
        "state": event.state,
    }


def iso(moment: Any) -> str:
    return str(moment.isoformat())
