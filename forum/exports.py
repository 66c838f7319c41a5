"""What a person has said and done in the groups, for that person to take along (GDPR, articles 15 and 20)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forum.domain.authorship import Wording, last_by, wordings_of
from forum.models import Attachment, Experience, Follow, Post, Reaction, ReadMark, Report, Topic
from intranet.members.models import User, WorkingGroup

OWN_FACTS = ("outcome", "context", "done", "worked", "failed", "change", "department", "cost", "population", "year")


@dataclass(frozen=True)
class Reader:
    """Whose file it is, and the groups that they read today."""

    person: User
    groups: frozenset[int]

    def reads(self, topic: Topic) -> bool:
        return topic.group_id in self.groups

    def own(self, post: Post) -> Wording:
        """What a post of theirs says now; where they do not read it, how they themselves put it last."""
        return next(wordings_of(post)) if self.reads(post.topic) else last_by(self.person, post)


def export_of(person: User) -> dict[str, Any]:
    """Their own words in full, what moderation removed included; of what others say, only where it is.

    A group or a topic that the person does not read any more goes without its name, and without what others have made of
    their words there.
    """
    reader = Reader(person, frozenset(WorkingGroup.objects.content_visible_to(person).values_list("pk", flat=True)))
    posts = list(posts_of(person))
    first = {post.topic_id: post for post in posts if post.is_first}
    reports = Report.objects.filter(reporter=person).select_related("post__topic")
    pending = Attachment.objects.filter(uploader=person, post=None)
    return {
        "topics": [topic_data(one, first.get(one.pk), reader) for one in topics_of(person)],
        "posts": [post_data(one, reader) for one in posts],
        "earlier_versions": [data for post in posts for data in earlier_of(post, reader)],
        "files_without_post": [file_data(one) for one in pending.order_by("pk")],
        "reactions": [
            {"post": one.post_id, "kind": one.kind, "at": one.created_at.isoformat()}
            for one in Reaction.objects.filter(person=person).order_by("pk")
        ],
        "reports": [report_data(one, reader) for one in reports.order_by("pk")],
        "follows": dict(Follow.objects.filter(person=person).order_by("topic").values_list("topic", "level")),
        "read_to": dict(ReadMark.objects.filter(person=person).order_by("topic").values_list("topic", "number")),
    }


def topics_of(person: User) -> Any:
    return Topic.objects.filter(author=person).select_related("group", "experience__council").order_by("pk")


def posts_of(person: User) -> Any:
    posts = Post.objects.filter(author=person).select_related("topic__group")
    return posts.prefetch_related("attachments", "revisions").order_by("pk")


def topic_data(topic: Topic, first: Post | None, reader: Reader) -> dict[str, Any]:
    """The facts of an experience have no history: where the person does not read them, they are in the words alone."""
    experience, is_read = getattr(topic, "experience", None), reader.reads(topic)
    return {
        "id": topic.pk,
        "title": topic.title if is_read else first and reader.own(first).title,
        "kind": topic.kind,
        "group": topic.group.name if is_read else None,
        "at": topic.created_at.isoformat(),
        "experience": facts_of(experience) if experience and is_read else None,
    }


def facts_of(experience: Experience) -> dict[str, Any]:
    council = experience.council.full_name if experience.council else None
    return {"council": council, **{name: getattr(experience, name) for name in OWN_FACTS}}


def post_data(post: Post, reader: Reader) -> dict[str, Any]:
    """The title is somebody else's: it goes along only while the person reads the group."""
    topic, is_read = post.topic, reader.reads(post.topic)
    files = [one for one in post.attachments.all() if is_read or one.uploader_id == reader.person.pk]
    return {
        "id": post.pk,
        "topic": topic.pk,
        "title": topic.title if is_read and not topic.removed_at else None,
        "group": topic.group.name if is_read else None,
        "number": post.number,
        "body": reader.own(post).body,
        "at": post.created_at.isoformat(),
        "edited_at": post.edited_at and post.edited_at.isoformat(),
        "removed_at": post.removed_at and post.removed_at.isoformat(),
        "removal_reason": (post.removal_reason or None) if is_read else None,
        "files": [file_data(one) for one in files],
    }


def earlier_of(post: Post, reader: Reader) -> Iterator[dict[str, Any]]:
    """What it said before, the first wording first; where the person does not read it, what they had written alone."""
    until = {one.pk: one.replaced_at for one in post.revisions.all()}
    for wording in reversed(list(wordings_of(post))):
        is_theirs = reader.reads(post.topic) or wording.writer == reader.person.pk
        if wording.revision is not None and is_theirs:
            yield {"post": post.pk, "body": wording.body, "until": until[wording.revision].isoformat()}


def file_data(file: Attachment) -> dict[str, Any]:
    return {"name": file.name, "size": file.size, "at": file.uploaded_at.isoformat()}


def report_data(report: Report, reader: Reader) -> dict[str, Any]:
    return {
        "post": report.post_id,
        "reason": report.reason,
        "note": report.note,
        "at": report.created_at.isoformat(),
        "state": report.state,
        "answer": (report.answer or None) if reader.reads(report.post.topic) else None,
    }
