"""What stands around the posts of a topic, each piece kept under all that it depends on."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.domain.opening import OpenTopic
from forum.enums import FollowLevel, ReactionKind, TopicKind
from forum.models import Experience, Post, Topic
from forum.models.posts import PAGE
from forum.views.kept import Key, drawing, kept_piece
from intranet.members.models import Organisation

MUTED = "muted"
SHOWN_COUNCILS = 8


class Level(NamedTuple):
    value: str
    label: str
    icon: str
    is_present: bool


def state_of(topic: Topic) -> Key:
    """All of the topic that its head and its facts show, so that nothing kept outlives a change."""
    marks = (topic.kind, topic.is_pinned, topic.is_closed, topic.solved_by_id, topic.removed_at is not None)
    return (topic.pk, topic.version, topic.title, topic.group.slug, topic.group.name, topic.group.access, *marks)


def crumbs(opened: OpenTopic) -> SafeString:
    group = opened.topic.group
    trail = [
        (reverse("groups"), _("Working groups")),
        (group.get_absolute_url(), group.name),
        (reverse("topics", args=[group.slug]), _("Topics")),
    ]
    return kept_piece(
        "crumbs", (group.pk, group.slug, group.name), lambda: drawing("forum/topic_crumbs.html", trail=trail, title="")
    )


def head(opened: OpenTopic) -> SafeString:
    topic = opened.topic

    def draw() -> str:
        solution = (
            Post.objects.filter(pk=topic.solved_by_id or 0, removed_at=None).values_list("number", flat=True).first()
        )
        is_unanswered = topic.is_question and solution is None and not topic.is_closed
        experience = None
        if topic.kind == TopicKind.EXPERIENCE:
            experience = Experience.objects.select_related("council", "topic__group").filter(topic=topic).first()
        context = {"solution": solution, "is_unanswered": is_unanswered, "experience": experience}
        return drawing("forum/topic_head.html", topic=topic, **context)

    return kept_piece("head", (*state_of(topic), opened.door.person.standing.in_network), draw)


def facts(opened: OpenTopic) -> SafeString:
    """In short: who began it, how much was said, by how many and from where. Two statements when it is drawn."""
    topic, in_network = opened.topic, opened.door.person.standing.in_network

    def draw() -> str:
        posts = Post.objects.filter(topic=topic, removed_at=None).order_by()
        found = Organisation.objects.filter(pk__in=posts.exclude(council=None).values("council")).order_by("sort_key")
        councils: list[Organisation] = list(found)
        context: dict[str, Any] = {
            "topic": Topic.objects.select_related("author").get(pk=topic.pk),
            "people": posts.aggregate(number=Count("author", distinct=True))["number"],
            "councils": councils[:SHOWN_COUNCILS],
            "more": max(0, len(councils) - SHOWN_COUNCILS),
            "in_network": in_network,
        }
        return drawing("forum/topic_aside.html", **context)

    return kept_piece("facts", (*state_of(topic), in_network, timezone.localdate().year), draw)


def follow_choice(opened: OpenTopic) -> SafeString:
    """Whoever follows nothing of it still hears of replies to them."""
    chosen = MUTED if opened.is_muted else opened.level or FollowLevel.REPLIES.value
    moderates = opened.door.moderates

    def draw() -> str:
        choices = (
            (FollowLevel.ALL.value, FollowLevel.ALL.label, "messages-square"),
            (FollowLevel.REPLIES.value, FollowLevel.REPLIES.label, "reply"),
            (MUTED, _("Nothing of this topic"), "ban"),
        )
        levels = [Level(value, str(label), icon, value == chosen) for value, label, icon in choices]
        return drawing("forum/topic_follow.html", levels=levels, moderates=moderates)

    return kept_piece("follow", (chosen, moderates), draw)


def page_links(number: int, total: int) -> SafeString:
    if total == 1:
        return SafeString()

    def draw() -> str:
        page = Paginator(range(total * PAGE), PAGE).page(number)
        return drawing("components/pagination.html", page=page, request={"GET": QueryDict()})

    return kept_piece("pages", (number, total), draw)


def words(opened: OpenTopic) -> SafeString:
    """What one may react with, once a page."""
    if not opened.door.may_write:
        return SafeString()
    return kept_piece("words", ("words",), lambda: drawing("forum/words.html", kinds=ReactionKind.choices))


def marker() -> str:
    return format_html('<p class="first-unread" id="nou"><span>{}</span></p>', _("First unread"))
