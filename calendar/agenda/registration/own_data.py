"""What registration keeps about a person, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from agenda.models import Event
from agenda.registration.models import Question, Registration
from intranet.members.models import User

SAID = ("name", "email", "job_title", "state", "mode", "waits_for", "access_needs", "diet", "photo_consent", "reason")


def registrations_of(person: User) -> list[dict[str, Any]]:
    """Where they registered, what they said and when they came; of what they see no longer, without its title. Four statements."""
    rows = Registration.objects.own(person).order_by("pk")
    rows = rows.select_related("desk__event", "organisation", "certificate").prefetch_related("attendances")
    seen = set(
        Event.objects.visible_to(person)
        .filter(pk__in=rows.order_by().values("desk__event"))
        .values_list("pk", flat=True)
    )
    asked = {one.key: one.label for one in Question.objects.filter(desk__in=rows.order_by().values("desk"))}
    return [registration_data(one, asked, is_seen=one.desk.event_id in seen) for one in rows]


def registration_data(row: Registration, asked: dict[str, str], *, is_seen: bool) -> dict[str, Any]:
    certificate = getattr(row, "certificate", None)
    return {
        "event": row.desk.event_id,
        "title": row.desk.event.title if is_seen else None,
        **{name: getattr(row, name) for name in SAID},
        "council": row.organisation.full_name if row.organisation else None,
        "answers": {asked.get(key, key): answer for key, answer in row.answers.items()},
        "registered_at": row.created_at.isoformat(),
        "attended_at": [one.at.isoformat() for one in row.attendances.all()],
        "certificate": certificate.code if certificate else None,
    }
