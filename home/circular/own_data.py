"""What the circular keeps about a person, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from home.circular.models import CircularEntry, Delivery
from intranet.members.models import User


def export_of(person: User) -> list[dict[str, Any]]:
    """What they proposed, and what became of it. Two statements. Of what they see no longer, no more than when they did."""
    own = CircularEntry.objects.proposed_by(person)
    seen = set(own.visible_to(person).values_list("pk", flat=True))
    entries = own.select_related("circular").order_by("pk")
    # What is written by hand is their own words alone, whatever they may read by now.
    return [of_entry(entry) if not entry.source_name or entry.pk in seen else of_hidden(entry) for entry in entries]


def of_entry(entry: CircularEntry) -> dict[str, Any]:
    return {
        **of_proposal(entry),
        "is_hidden": False,
        "title": entry.title,
        "text": entry.text,
        "day": entry.day.isoformat() if entry.day else None,
        "link": entry.link,
        "image": entry.picture_alt,
        "written_by_hand": entry.source_name == "",
        "state": entry.state,
        "reason": entry.reason,
    }


def of_hidden(entry: CircularEntry) -> dict[str, Any]:
    """Its day and what was decided follow its source: they would tell what its group does."""
    return {**of_proposal(entry), "is_hidden": True}


def of_proposal(entry: CircularEntry) -> dict[str, Any]:
    return {
        "entry": entry.pk,
        "circular": f"{entry.circular.month:%Y-%m}",
        "proposed_at": entry.created_at.isoformat(),
    }


def mails_of(person: User) -> list[dict[str, Any]]:
    """Which circulars went to them, or why not. One statement."""
    deliveries = Delivery.objects.filter(person=person).select_related("circular").order_by("circular__month")
    return [of_delivery(delivery) for delivery in deliveries]


def of_delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "circular": f"{delivery.circular.month:%Y-%m}",
        "state": delivery.state,
        "skip_reason": delivery.skip_reason,
        "settled_at": delivery.settled_at.isoformat() if delivery.settled_at else None,
    }
