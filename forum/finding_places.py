"""How what is found of the forum follows what is said there, in the same transaction."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from forum import finding
from forum.enums import ActKind, TopicKind
from forum.finding import EXPERIENCE, POST
from forum.finding_tasks import follow_address, index_experiences, index_posts
from forum.models import Act, Experience, Post, Topic
from forum.signals import moderated
from intranet.fulltext.domain import forget, index_things
from intranet.members.models import Organisation, Subject, WorkingGroup

MOST_AT_ONCE = 20
"""So many posts of a topic are indexed by whoever changes it, the others by a worker."""


def says(field: str, *, created: bool, update_fields: Collection[str] | None) -> bool:
    """Whether a row that was saved may say something else in `field` than before."""
    return created or update_fields is None or field in update_fields


def follow_post(instance: Post, *, created: bool, update_fields: Collection[str] | None = None, **_signal: Any) -> None:
    if says("text", created=created, update_fields=update_fields):
        index_things(POST, [instance.pk])


def follow_title(
    instance: Topic, *, created: bool, update_fields: Collection[str] | None = None, **_signal: Any
) -> None:
    if not created and says("title", created=created, update_fields=update_fields):
        index_topic(instance)


def follow_act(act: Act, **_signal: Any) -> None:
    """What moderation removed, brought back or moved, which it writes past the models."""
    if act.kind not in {ActKind.REMOVE, ActKind.RESTORE, ActKind.MOVE}:
        return
    if act.post is None or act.post.is_first:
        index_topic(act.topic)
    else:
        index_things(POST, [act.post.pk])


def index_topic(topic: Topic) -> None:
    """All of `topic`, as it is now."""
    if topic.kind == TopicKind.EXPERIENCE:
        index_things(EXPERIENCE, [topic.pk])
    keys = list(topic.posts.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    index_things(POST, keys[:MOST_AT_ONCE])
    if len(keys) > MOST_AT_ONCE:
        transaction.on_commit(lambda: index_posts.enqueue(topic.pk, keys[MOST_AT_ONCE - 1]))


def follow_experience(instance: Experience, **_signal: Any) -> None:
    index_things(EXPERIENCE, [instance.topic_id])


def follow_subjects(instance: Experience, action: str, **_signal: Any) -> None:
    if action.startswith("post_"):
        follow_experience(instance)


def follow_name(
    instance: Organisation | Subject, *, created: bool, update_fields: Collection[str] | None = None, **_signal: Any
) -> None:
    """Experiences say what their council and their subjects are called."""
    field, pk = "council" if isinstance(instance, Organisation) else "subjects", instance.pk
    if created or not says("name", created=False, update_fields=update_fields):
        return
    if Experience.objects.filter(**{field: pk}).exists():
        transaction.on_commit(lambda: index_experiences.enqueue(field, pk))


def follow_group(
    instance: WorkingGroup, *, created: bool, update_fields: Collection[str] | None = None, **_signal: Any
) -> None:
    if not created and says("slug", created=False, update_fields=update_fields):
        transaction.on_commit(lambda: follow_address.enqueue(instance.pk))


def forget_post(instance: Post, **_signal: Any) -> None:
    forget(POST, instance.pk)


def forget_experience(instance: Experience, **_signal: Any) -> None:
    forget(EXPERIENCE, instance.topic_id)


def register() -> None:
    finding.register()
    moderated.connect(follow_act, dispatch_uid="forum.follow_act")
    subjects = Experience.subjects.through
    m2m_changed.connect(follow_subjects, sender=subjects, dispatch_uid="forum.follow_subjects")
    for sender, receiver in (
        (Post, follow_post),
        (Topic, follow_title),
        (Experience, follow_experience),
        (Organisation, follow_name),
        (Subject, follow_name),
        (WorkingGroup, follow_group),
    ):
        post_save.connect(receiver, sender=sender, dispatch_uid=f"forum.finding.{receiver.__name__}")
    post_delete.connect(forget_post, sender=Post, dispatch_uid="forum.forget_post")
    post_delete.connect(forget_experience, sender=Experience, dispatch_uid="forum.forget_experience")
