"""What the bank keeps about a person, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from intranet.members.models import User
from repository.domain.consents import credits_of, reads_it
from repository.models import Bookmark, Collection, Credit, Progress, ResourcePage, Usefulness


def export_of(person: User) -> dict[str, Any]:
    """What they keep, what they have at hand, what they said served their council, what they read, what is made of their words.

    Eight statements. Of what they see no longer, without its title.
    """
    seen = dict(ResourcePage.objects.visible_to(person).values_list("pk", "title"))
    own = ResourcePage.objects.filter(owner=person).order_by("pk")
    lists = Collection.objects.filter(owner=person)
    return {
        "resources": [
            {"resource": pk, "title": seen.get(pk), "state": review, "published": live}
            for pk, review, live in own.values_list("pk", "review", "live")
        ],
        "kept_at_hand": [
            {"resource": row.page_id, "title": seen.get(row.page_id), "since": row.made_at.isoformat()}
            for row in Bookmark.objects.filter(person=person).order_by("pk")
        ],
        "served": [
            use_of(row, seen) for row in Usefulness.objects.filter(by=person).select_related("council").order_by("pk")
        ],
        "read": [
            {"collection": row.item.collection_id, "resource": row.item.page_id, "at": row.done_at.isoformat()}
            for row in Progress.objects.filter(person=person).select_related("item").order_by("pk")
        ],
        "words_used": words_used_of(person, seen),
        "collections": [
            {"title": title, "summary": summary} for title, summary in lists.values_list("title", "summary")
        ],
    }


def use_of(row: Usefulness, seen: dict[int, str]) -> dict[str, Any]:
    return {
        "resource": row.page_id,
        "title": seen.get(row.page_id),
        "council": row.council.full_name,
        "note": row.note,
        "at": row.said_at.isoformat(),
    }


def words_used_of(person: User, seen: dict[int, str]) -> list[dict[str, Any]]:
    """In what their words are or were, and whether they agreed. What they were asked about is named to them, also before others see it."""
    asked = {credit.page_id: credit.page.draft_title for credit in credits_of(person) if reads_it(credit)}
    return [
        {
            "resource": row.page_id,
            "title": seen.get(row.page_id) or asked.get(row.page_id),
            "council": row.council.full_name if row.council else None,
            "consent": row.consent,
            "asked_at": row.asked_at.isoformat(),
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        }
        for row in Credit.objects.filter(person=person).select_related("council").order_by("pk")
    ]
