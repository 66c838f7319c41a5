"""What stands around the posts of a topic, each piece kept under all that it depends on."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, F, Subquery
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
from intranet.members.models import Organisation, Subject

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
        is_unanswered = topic.is_question and opened.solution is None and not topic.is_closed
        experience, subjects = facts_told(topic) if topic.kind == TopicKind.EXPERIENCE else (None, [])
        context = {"solution": opened.solution, "is_unanswered": is_unanswered, "experience": experience}
        return drawing("forum/topic_head.html", topic=topic, subjects=subjects, **context)

    return kept_piece("head", (*state_of(topic), opened.solution, opened.door.person.standing.in_network), draw)


def facts_told(topic: Topic) -> tuple[Experience | None, list[Subject]]:
    """The experience of which `topic` tells, and what it is filed under. One statement."""
    filed = (
        Experience.objects.filter(topic=topic)
        .select_related("council")
        .annotate(subject=F("subjects__pk"), subject_name=F("subjects__name"))
    )
    rows: list[Any] = list(filed.order_by("subjects__sort_key"))
    return rows[0] if rows else None, [Subject(pk=row.subject, name=row.subject_name) for row in rows if row.subject]


def facts(opened: OpenTopic) -> SafeString:
    """In short: who began it, how much was said, by how many and from where. One statement when it is drawn."""
    topic, in_network = opened.topic, opened.door.person.standing.in_network

    def draw() -> str:
        people, councils = voices_of(topic)
        context: dict[str, Any] = {
            "topic": topic,
            "author": opened.author_name,
            "people": people,
            "councils": councils[:SHOWN_COUNCILS],
            "more": max(0, len(councils) - SHOWN_COUNCILS),
            "in_network": in_network,
        }
        return drawing("forum/topic_aside.html", **context)

    return kept_piece("facts", (*state_of(topic), opened.author_name, in_network, timezone.localdate().year), draw)


def voices_of(topic: Topic) -> tuple[int, list[Organisation]]:
    """How many people speak in `topic`, and for which councils. One statement, two where nobody speaks for any."""
    posts = Post.objects.filter(topic=topic, removed_at=None).order_by()
    number = posts.values("topic").annotate(people=Count("author", distinct=True)).values("people")
    found: Any = Organisation.objects.filter(pk__in=posts.exclude(council=None).values("council"))
    councils = list(found.annotate(people=Subquery(number)).order_by("sort_key"))
    return (councils[0].people if councils else number.values_list("people", flat=True).first() or 0), councils


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
