"""What the bank keeps about a person, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from intranet.members.models import User
from repository.models import Bookmark, Collection, Progress, ResourcePage, Usefulness


def export_of(person: User) -> dict[str, Any]:
    """What they keep, what they have at hand, what they said served their council, what they read. Six statements.

    Of what they see no longer, without its title.
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
