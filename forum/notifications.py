"""What people are told of the conversations, and who may see it: asked when it is noted, when it is read, when it is mailed."""

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from forum import sentences
from forum.domain.summaries import titles_of
from forum.enums import ActKind, ReportState
from forum.models import Act, GroupWeek, Post, Report, Topic
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.audience import in_network, readers_among
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Kind, register_kind

CONVERSATIONS = gettext_lazy("Conversations")
TOLD_ACTS = (ActKind.EDIT, ActKind.REMOVE, ActKind.RESTORE, ActKind.CLOSE, ActKind.REOPEN, ActKind.MOVE)


def topics_read_by(person: User) -> QuerySet[Topic]:
    first_body = Post.objects.filter(topic=OuterRef("pk"), number=1).values("body")
    topics = Topic.objects.visible_to(person).select_related("group", "author", "experience")
    return topics.annotate(first_body=Subquery(first_body))


def posts_read_by(person: User) -> QuerySet[Post]:
    return Post.objects.visible_to(person).select_related("topic__group", "topic__experience", "author")


def solutions_read_by(person: User) -> QuerySet[Post]:
    return posts_read_by(person).filter(topic__solved_by=F("pk"))


def acts_on(person: User) -> QuerySet[Act]:
    """What was done to the own topics and posts, in groups that `person` reads.

    `is_readable`: whether they read the group in which the topic is now; else neither title nor address of it is theirs.
    """
    own = Q(post__author=person) | Q(post=None, topic__author=person)
    readable = WorkingGroup.objects.content_visible_to(person).values("pk")
    acts = Act.objects.filter(own, kind__in=TOLD_ACTS, group__in=readable)
    acts = acts.annotate(is_readable=ExpressionWrapper(Q(topic__group__in=readable), BooleanField()))
    return acts.select_related("group", "post", "topic__group", "topic__experience")


def reports_before(person: User) -> QuerySet[Report]:
    """Those that still wait for a decision by somebody like `person`, of posts by others."""
    waiting = Report.objects.moderated_by(person).open().exclude(post__author=person)
    return waiting.select_related("post__topic__group", "post__topic__experience")


def own_decided_reports(person: User) -> QuerySet[Report]:
    readable = WorkingGroup.objects.content_visible_to(person).values("pk")
    decided = Report.objects.filter(reporter=person, post__topic__group__in=readable).exclude(state=ReportState.OPEN)
    return decided.select_related("post__topic__group", "post__topic__experience")


def weeks_read_by(person: User) -> QuerySet[GroupWeek]:
    """Of the groups that `person` is in."""
    mine = WorkingGroup.objects.of(person).values("pk")
    return GroupWeek.objects.visible_to(person).filter(group__in=mine).select_related("group")


def place_of_act(act: Act) -> str:
    """What was done to; where it was, when it is not to be seen any more. `act` as `acts_on` gives it."""
    if act.topic.removed_at or not sentences.may_be_named(act):
        return reverse("topics", args=[act.group.slug])
    if act.post is None:
        return act.topic.get_absolute_url()
    return place_of_post(act.post, act.topic)


def place_of_report(report: Report) -> str:
    topic = report.post.topic
    return reverse("topics", args=[topic.group.slug]) if topic.removed_at else place_of_post(report.post, topic)


def place_of_post(post: Post, topic: Topic) -> str:
    post.topic = topic
    return post.get_absolute_url()


KINDS = (
    Kind(
        "new_topic",
        label=pgettext_lazy("notification", "New topics in my groups"),
        section=CONVERSATIONS,
        icon="messages-square",
        model=Topic,
        visible_to=topics_read_by,
        recipients_who_see=lambda people, topic: readers_among(people, topic.group),
        line=sentences.line_of_topic,
        subject=sentences.subject_of_topic,
        excerpt=sentences.words_of_topic,
    ),
    Kind(
        "reply",
        label=pgettext_lazy("notification", "Answers in the topics that I follow, and to me"),
        section=CONVERSATIONS,
        icon="reply",
        model=Post,
        visible_to=posts_read_by,
        recipients_who_see=lambda people, post: readers_among(people, post.topic.group),
        line=sentences.line_of_reply,
        subject=sentences.subject_of_post,
        excerpt=sentences.words_of,
    ),
    Kind(
        "mention",
        label=pgettext_lazy("notification", "Someone mentions me"),
        section=CONVERSATIONS,
        icon="at-sign",
        model=Post,
        visible_to=posts_read_by,
        recipients_who_see=lambda people, post: readers_among(people, post.topic.group),
        line=sentences.line_of_mention,
        subject=sentences.subject_of_post,
        excerpt=sentences.words_of,
        mail=Frequency.NOW,
    ),
    Kind(
        "topic_solved",
        label=pgettext_lazy("notification", "A question that I follow has a solution"),
        section=CONVERSATIONS,
        icon="circle-check",
        model=Post,
        visible_to=solutions_read_by,
        recipients_who_see=lambda people, post: readers_among(people, post.topic.group),
        line=sentences.line_of_solution,
        subject=sentences.subject_of_post,
        excerpt=sentences.words_of,
    ),
    Kind(
        "moderated",
        label=pgettext_lazy("notification", "Moderation changes, removes, closes or moves something of mine"),
        section=CONVERSATIONS,
        icon="shield",
        model=Act,
        visible_to=acts_on,
        line=sentences.line_of_act,
        url=place_of_act,
        excerpt=sentences.reason_of_act,
        mail=Frequency.NOW,
        can_be_switched_off=False,
    ),
    Kind(
        "reported",
        label=pgettext_lazy("notification", "Someone reports a post in a group that I moderate"),
        section=CONVERSATIONS,
        icon="flag",
        model=Report,
        visible_to=reports_before,
        line=sentences.line_of_report,
        url=lambda report: reverse("report_decide", args=[report.pk]),
        mail=Frequency.NOW,
        concerns=in_network,
    ),
    Kind(
        "report_decided",
        label=pgettext_lazy("notification", "What was decided of a post that I reported"),
        section=CONVERSATIONS,
        icon="scale",
        model=Report,
        visible_to=own_decided_reports,
        line=sentences.line_of_decision,
        url=place_of_report,
        excerpt=sentences.answer_of,
        mail=Frequency.NOW,
        can_be_switched_off=False,
    ),
    Kind(
        "group_week",
        label=pgettext_lazy("notification", "The week of each of my groups"),
        section=CONVERSATIONS,
        icon="calendar-days",
        model=GroupWeek,
        visible_to=weeks_read_by,
        recipients_who_see=lambda people, week: readers_among(people, week.group),
        line=sentences.line_of_week,
        excerpt=lambda week: " · ".join(titles_of(week)),
        site=Frequency.NEVER,
        mail=Frequency.WEEKLY,
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)
