"""Correcting what was said. Those who read a post may see what it said before."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from forum.domain.acts import write_act
from forum.domain.attachments import is_shown, take_out
from forum.domain.facts import Facts
from forum.domain.numbering import lock_topic, touch_post, touch_topic
from forum.domain.publishing import Writing
from forum.domain.texts import Text, keep_text
from forum.domain.versions import check_version
from forum.enums import ActKind
from forum.models import Post, Revision, Topic
from forum.signals import post_edited
from intranet.members.doors import Door, door_to
from intranet.members.models import User


def can_edit(door: Door, post: Post) -> bool:
    """The author while they may write there and the topic is open; whoever moderates. Needs `post.topic`. No statement."""
    topic = post.topic
    if post.removed_at or topic.removed_at or not door.may_write:
        return False
    return door.moderates or (post.author_id == door.person.pk and not topic.is_closed)


@transaction.atomic
def edit_post(
    post: Post,
    *,
    by: User,
    writing: Writing,
    title: str = "",
    shown: Collection[int] = (),
    facts: Facts | None = None,
    seen: str = "",
) -> Post:
    """Replace the words of `post`, and of the topic's title with its first post; "" leaves the title as it is.

    What it said before is kept, and nothing is written when nothing changed. `shown`: the files that the form offered to
    keep, by key; of these, those that `writing` does not bring are taken out. `facts`: what changes beside the words.
    `seen`: the `version_of` what the writer had before them. Raises `PermissionDenied`, `ChangedMeanwhileError`.
    """
    topic = lock_topic(post.topic)
    post = topic.posts.select_related("author").get(pk=post.pk)
    post.topic = topic
    if not can_edit(door_to(by, topic.group), post):
        raise PermissionDenied
    check_version(post, seen)
    had, brought = list(post.attachments.all()), list(writing.attachments)
    text = Text.of(writing.body, author=by, group=topic.group, attachments=[*had, *brought])
    title = title.strip() if post.is_first and title.strip() else topic.title
    left = [file for file in had if file not in brought and file.file.url not in text.body]
    gone = [file for file in left if file.pk in shown or is_shown(file, post)]
    if text.body != post.body or title != topic.title or facts:
        replace(post, by=by, text=text, title=title, facts=facts or {})
    elif set(brought) <= set(had) and not gone:
        return post
    mentioned = keep_text(post, text, by=by)
    if gone:
        take_out(post, gone)
    touch_post(post)
    log_edit(post, by=by)
    post_edited.send(sender=Post, post=post, by=by, mentioned=mentioned)
    return post


def log_edit(post: Post, *, by: User) -> None:
    """Whoever changes the words of somebody else leaves a line in the log. `post` is in its held topic."""
    if post.author_id != by.pk:
        write_act(ActKind.EDIT, post.topic, group=post.topic.group, by=by, post=post)


def replace(post: Post, *, by: User, text: Text, title: str, facts: Facts) -> None:
    """Note what the post said, in the locked topic, and let it say `text`."""
    now, topic = timezone.now(), post.topic
    before = topic.title if post.is_first else ""
    Revision.objects.create(post=post, title=before, body=post.body, facts=facts, edited_by=by, replaced_at=now)
    post.body, post.text, post.edited_at, post.edited_by = text.body, text.plain, now, by
    post.save(update_fields=["body", "text", "edited_at", "edited_by"])
    if title != topic.title:
        rename(topic, title)


def rename(topic: Topic, title: str) -> None:
    topic.title = title
    topic.save(update_fields=["title", "folded_title"])
    touch_topic(topic)
