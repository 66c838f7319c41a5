"""What a person has said and done in the groups, for that person to take along (GDPR, articles 15 and 20)."""

from typing import Any

from forum.models import Attachment, Experience, Follow, Post, Reaction, ReadMark, Report, Revision, Topic
from intranet.members.models import User, WorkingGroup

OWN_FACTS = ("outcome", "context", "done", "worked", "failed", "change", "department", "cost", "population", "year")


def export_of(person: User) -> dict[str, Any]:
    """Their own words in full, what moderation removed included; of what others say, only where it is.

    A group or a topic that the person does not read any more goes without its name.
    """
    readable = set(WorkingGroup.objects.content_visible_to(person).values_list("pk", flat=True))
    posts = Post.objects.filter(author=person).select_related("topic__group").prefetch_related("attachments")
    pending = Attachment.objects.filter(uploader=person, post=None)
    return {
        "topics": [topic_data(one, readable) for one in topics_of(person)],
        "posts": [post_data(one, readable) for one in posts.order_by("pk")],
        "earlier_versions": [revision_data(one) for one in revisions_of(person)],
        "files_without_post": [file_data(one) for one in pending.order_by("pk")],
        "reactions": [
            {"post": one.post_id, "kind": one.kind, "at": one.created_at.isoformat()}
            for one in Reaction.objects.filter(person=person).order_by("pk")
        ],
        "reports": [report_data(one) for one in Report.objects.filter(reporter=person).order_by("pk")],
        "follows": dict(Follow.objects.filter(person=person).order_by("topic").values_list("topic", "level")),
        "read_to": dict(ReadMark.objects.filter(person=person).order_by("topic").values_list("topic", "number")),
    }


def topics_of(person: User) -> Any:
    return Topic.objects.filter(author=person).select_related("group", "experience__council").order_by("pk")


def revisions_of(person: User) -> Any:
    return Revision.objects.filter(post__author=person).order_by("pk")


def topic_data(topic: Topic, readable: set[int]) -> dict[str, Any]:
    experience = getattr(topic, "experience", None)
    return {
        "id": topic.pk,
        "title": topic.title,
        "kind": topic.kind,
        "group": topic.group.name if topic.group_id in readable else None,
        "at": topic.created_at.isoformat(),
        "experience": experience and facts_of(experience),
    }


def facts_of(experience: Experience) -> dict[str, Any]:
    council = experience.council.full_name if experience.council else None
    return {"council": council, **{name: getattr(experience, name) for name in OWN_FACTS}}


def post_data(post: Post, readable: set[int]) -> dict[str, Any]:
    """The title is somebody else's: it goes along only while the person reads the group."""
    topic, is_readable = post.topic, post.topic.group_id in readable and not post.topic.removed_at
    return {
        "id": post.pk,
        "topic": topic.pk,
        "title": topic.title if is_readable else None,
        "group": topic.group.name if topic.group_id in readable else None,
        "number": post.number,
        "body": post.body,
        "at": post.created_at.isoformat(),
        "edited_at": post.edited_at and post.edited_at.isoformat(),
        "removed_at": post.removed_at and post.removed_at.isoformat(),
        "removal_reason": post.removal_reason or None,
        "files": [file_data(one) for one in post.attachments.all()],
    }


def revision_data(revision: Revision) -> dict[str, Any]:
    return {"post": revision.post_id, "body": revision.body, "until": revision.replaced_at.isoformat()}


def file_data(file: Attachment) -> dict[str, Any]:
    return {"name": file.name, "size": file.size, "at": file.uploaded_at.isoformat()}


def report_data(report: Report) -> dict[str, Any]:
    return {
        "post": report.post_id,
        "reason": report.reason,
        "note": report.note,
        "at": report.created_at.isoformat(),
        "state": report.state,
        "answer": report.answer or None,
    }
