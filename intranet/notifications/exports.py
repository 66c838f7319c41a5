"""What is kept of a person's notifications, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from intranet.members.models import User, WorkingGroup
from intranet.notifications.models import Digest, Mute, Notification, Preference


def export_of(person: User) -> dict[str, Any]:
    """What they were told and when they read it, how they want to be told, and the digests that they got.

    A group that is private to others by now goes without its name.
    """
    known = set(WorkingGroup.objects.visible_to(person).values_list("pk", flat=True))
    told = Notification.objects.filter(recipient=person).select_related("group", "actor", "target_type")
    preferences = Preference.objects.filter(person=person).select_related("group").order_by("pk")
    return {
        "told": [told_data(one, known) for one in told.order_by("pk")],
        "preferences": [preference_data(one, known) for one in preferences],
        "muted": [mute_data(one) for one in Mute.objects.filter(person=person).select_related("about_type")],
        "digests": [
            {"frequency": one.frequency, "day": one.day.isoformat()}
            for one in Digest.objects.filter(person=person).order_by("day")
        ],
    }


def name_of(group: WorkingGroup | None, known: set[int]) -> str | None:
    return group.name if group and group.pk in known else None


def told_data(told: Notification, known: set[int]) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "target": f"{told.target_type.model} {told.target_id}",
        "group": name_of(told.group, known),
        "at": told.created_at.isoformat(),
        "on_site": told.on_site,
        "read_at": told.read_at and told.read_at.isoformat(),
        "mail": told.mail,
        "mailed_at": told.mailed_at and told.mailed_at.isoformat(),
    }


def preference_data(preference: Preference, known: set[int]) -> dict[str, Any]:
    return {
        "kind": preference.kind or None,
        "group": name_of(preference.group, known),
        "channel": preference.channel,
        "frequency": preference.frequency,
    }


def mute_data(mute: Mute) -> dict[str, Any]:
    return {"thing": f"{mute.about_type.model} {mute.about_id}", "since": mute.since.isoformat()}
