"""What the sections tell the circular of: entries follow at once, in the transaction in which it happens."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, published, unpublished

from agenda.models import Change, Event
from agenda.signals import event_changed, event_reviewed
from forum.enums import ActKind, TopicKind
from forum.models import Act, Experience, Post, Topic
from forum.signals import moderated, post_edited, topic_published
from home.circular.domain.gathering import refresh_source
from home.circular.domain.locking import touch
from home.circular.models import CircularEntry, CircularPage
from home.circular.signals import something_new
from home.models.news import NewsPage
from repository.models import ResourcePage
from repository.signals import resource_published

OF_TOPICS = {ActKind.REMOVE, ActKind.RESTORE, ActKind.MOVE}


def follow_change(change: Change, **_kwargs: Any) -> None:
    refresh_source(change.event)


def follow_event(event: Event, **_kwargs: Any) -> None:
    follow_page(event)


def follow_page(instance: Event | NewsPage | ResourcePage, **_kwargs: Any) -> None:
    """What is in no circular yet comes into the next one soon, if it is to be there."""
    if refresh_source(instance) is None and is_offered(instance):
        something_new.send(type(instance))


def is_offered(source: Event | NewsPage | ResourcePage) -> bool:
    if isinstance(source, Event):
        return source.is_published and source.for_circular
    return bool(source.live)


def follow_resource(page: ResourcePage, **_kwargs: Any) -> None:
    follow_page(page)


def welcome_experience(topic: Topic, **_kwargs: Any) -> None:
    if topic.kind == TopicKind.EXPERIENCE:
        something_new.send(Topic)


def follow_act(act: Act, **_kwargs: Any) -> None:
    if act.kind in OF_TOPICS:
        refresh_source(act.topic)


def follow_words(post: Post, **_kwargs: Any) -> None:
    if post.is_first:
        refresh_source(post.topic)


def follow_facts(instance: Experience, *, created: bool, **_kwargs: Any) -> None:
    """What was a success is a failure now, and leaves: nobody outside reads how a council failed."""
    if not created:
        refresh_source(instance.topic)


def follow_deletion(instance: CircularEntry, **_kwargs: Any) -> None:
    """A source was deleted, and its entry with it: what readers get is something else."""
    circular = CircularPage.objects.filter(pk=instance.circular_id).first() if instance.is_printed else None
    if circular is not None:
        touch(circular)


def connect_receivers() -> None:
    # After the agenda's own receiver of the same signal, which puts the dates right and tells of them.
    published.connect(follow_page, sender=Event, dispatch_uid="circular.follow_event")
    unpublished.connect(follow_page, sender=Event, dispatch_uid="circular.follow_event_gone")
    event_changed.connect(follow_change, dispatch_uid="circular.follow_change")
    event_reviewed.connect(follow_event, dispatch_uid="circular.follow_review")
    resource_published.connect(follow_resource, dispatch_uid="circular.follow_resource")
    page_unpublished.connect(follow_page, sender=ResourcePage, dispatch_uid="circular.follow_resource_gone")
    page_published.connect(follow_page, sender=NewsPage, dispatch_uid="circular.follow_news")
    page_unpublished.connect(follow_page, sender=NewsPage, dispatch_uid="circular.follow_news_gone")
    topic_published.connect(welcome_experience, dispatch_uid="circular.welcome_experience")
    moderated.connect(follow_act, dispatch_uid="circular.follow_act")
    post_edited.connect(follow_words, dispatch_uid="circular.follow_words")
    post_save.connect(follow_facts, sender=Experience, dispatch_uid="circular.follow_facts")
    post_delete.connect(follow_deletion, sender=CircularEntry, dispatch_uid="circular.follow_deletion")
