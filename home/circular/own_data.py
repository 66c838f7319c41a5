"""What the circular keeps about a person, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from home.circular.models import CircularEntry
from intranet.members.models import User


def export_of(person: User) -> list[dict[str, Any]]:
    """What they proposed, and what became of it. Two statements. Of what they see no longer, without its words."""
    own = CircularEntry.objects.proposed_by(person)
    seen = set(own.visible_to(person).values_list("pk", flat=True))
    return [of_entry(entry, is_seen=entry.pk in seen) for entry in own.select_related("circular").order_by("pk")]


def of_entry(entry: CircularEntry, *, is_seen: bool) -> dict[str, Any]:
    return {
        "entry": entry.pk,
        "circular": f"{entry.circular.month:%Y-%m}",
        "title": entry.title if is_seen else None,
        "text": entry.text if is_seen else None,
        "day": entry.day.isoformat() if entry.day else None,
        "link": entry.link,
        "image": entry.picture_alt,
        "written_by_hand": entry.source_name == "",
        "proposed_at": entry.created_at.isoformat(),
        "state": entry.state,
        "reason": entry.reason,
    }
