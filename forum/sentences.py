"""What the notifications of the forum say. Of what stays inside (`forum.domain.discretion`) they say that it is there."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from forum.domain.discretion import stays_inside
from forum.enums import ActKind, ReportState, TopicKind
from forum.models import Act, GroupWeek, Post, Report, Topic
from intranet.richtext.cleaning import own_words
from intranet.templatetags.intranet import day_words

if TYPE_CHECKING:
    from intranet.notifications.kinds import Happening


def name_of(topic: Topic) -> str:
    return pgettext("notification", "an experience") if stays_inside(topic) else f"«{topic.title}»"


def names_of(topic: Topic) -> dict[str, str]:
    return {"topic": name_of(topic), "group": topic.group.name}


def subject_of(topic: Topic) -> str:
    """The same for all that is told of the topic, so that mail programs keep it together."""
    title = pgettext("subject of a mail", "An experience") if stays_inside(topic) else topic.title
    return f"{title} · {topic.group.name}"


def subject_of_topic(happening: "Happening") -> str:
    return subject_of(happening.target)


def subject_of_post(happening: "Happening") -> str:
    return subject_of(happening.target.topic)


def words_of_topic(topic: Any) -> str:
    """What a mail quotes of it: its author's own words in the first post, which comes with it (`first_body`)."""
    return "" if stays_inside(topic) else own_words(topic.first_body or "")


def words_of(post: Post) -> str:
    return "" if stays_inside(post.topic) else post.own_words


def line_of_topic(happening: "Happening") -> str:
    topic: Topic = happening.target
    sentences = {
        TopicKind.DEBATE: _("%(person)s opens a debate: %(topic)s · %(group)s"),
        TopicKind.QUESTION: _("%(person)s asks: %(topic)s · %(group)s"),
        TopicKind.EXPERIENCE: _("%(person)s tells an experience: %(topic)s · %(group)s"),
        TopicKind.ANNOUNCEMENT: _("%(person)s announces: %(topic)s · %(group)s"),
    }
    sentence = sentences[TopicKind(topic.kind)]
    if stays_inside(topic):
        sentence = _("%(person)s tells an experience · %(group)s")
    return sentence % {"person": topic.author.full_name, **names_of(topic)}


def line_of_reply(happening: "Happening") -> str:
    post: Post = happening.target
    topic = name_of(post.topic)
    if happening.count == 1:
        return _("%(person)s has answered in %(topic)s") % {"person": post.author.full_name, "topic": topic}
    return _("There are %(count)s new answers in %(topic)s") % {"count": happening.count, "topic": topic}


def line_of_mention(happening: "Happening") -> str:
    post: Post = happening.target
    topic = name_of(post.topic)
    if happening.count == 1:
        return _("%(person)s mentions you in %(topic)s") % {
            "person": (happening.actor or post.author).full_name,
            "topic": topic,
        }
    return _("You are mentioned %(count)s times in %(topic)s") % {"count": happening.count, "topic": topic}


def line_of_solution(happening: "Happening") -> str:
    post: Post = happening.target
    return _("%(topic)s has a solution: the answer by %(person)s") % {
        "topic": name_of(post.topic),
        "person": post.author.full_name,
    }


def may_be_named(act: Act) -> bool:
    """Whether the reader of `act`, as `acts_on` gives it to them, reads the topic where it is now."""
    return bool(getattr(act, "is_readable", act.topic.group_id == act.group_id))


def line_of_act(happening: "Happening") -> str:
    act: Act = happening.target
    is_whole, kind = act.post is None or act.post.is_first, ActKind(act.kind)
    if not may_be_named(act):
        return (of_unnamed_topic() if is_whole else of_unnamed_post())[kind]
    return (of_topic() if is_whole else of_post())[kind] % {"topic": name_of(act.topic)}


def of_topic() -> dict[ActKind, str]:
    return {
        ActKind.EDIT: _("Moderation has corrected your topic %(topic)s"),
        ActKind.REMOVE: _("Moderation has removed your topic %(topic)s"),
        ActKind.RESTORE: _("Moderation has put back your topic %(topic)s"),
        ActKind.CLOSE: _("Moderation has closed your topic %(topic)s"),
        ActKind.REOPEN: _("Moderation has reopened your topic %(topic)s"),
        ActKind.MOVE: _("Moderation has moved your topic %(topic)s to another group"),
    }


def of_post() -> dict[ActKind, str]:
    return {
        ActKind.EDIT: _("Moderation has corrected a post of yours in %(topic)s"),
        ActKind.REMOVE: _("Moderation has removed a post of yours in %(topic)s"),
        ActKind.RESTORE: _("Moderation has put back a post of yours in %(topic)s"),
    }


def of_unnamed_topic() -> dict[ActKind, str]:
    """Of a topic that is now in a group which its author does not read: what it is called there is not theirs to know."""
    return {
        ActKind.EDIT: _("Moderation has corrected one of your topics"),
        ActKind.REMOVE: _("Moderation has removed one of your topics"),
        ActKind.RESTORE: _("Moderation has put back one of your topics"),
        ActKind.CLOSE: _("Moderation has closed one of your topics"),
        ActKind.REOPEN: _("Moderation has reopened one of your topics"),
        ActKind.MOVE: _("Moderation has moved one of your topics to another group"),
    }


def of_unnamed_post() -> dict[ActKind, str]:
    return {
        ActKind.EDIT: _("Moderation has corrected one of your posts"),
        ActKind.REMOVE: _("Moderation has removed one of your posts"),
        ActKind.RESTORE: _("Moderation has put back one of your posts"),
    }


def reason_of_act(act: Act) -> str:
    return "" if stays_inside(act.topic) else act.reason


def line_of_report(happening: "Happening") -> str:
    report: Report = happening.target
    names = {"reason": report.get_reason_display(), **names_of(report.post.topic)}
    return _("Somebody reports a post in %(topic)s: %(reason)s · %(group)s") % names


def line_of_decision(happening: "Happening") -> str:
    report: Report = happening.target
    removed = _("The post in %(topic)s that you reported has been removed")
    kept = _("The post in %(topic)s that you reported stays")
    sentence = removed if report.state == ReportState.REMOVED else kept
    return sentence % {"topic": name_of(report.post.topic)}


def answer_of(report: Report) -> str:
    return "" if stays_inside(report.post.topic) else report.answer


def line_of_week(happening: "Happening") -> str:
    week: GroupWeek = happening.target
    parts = (
        ngettext("%(number)s new topic", "%(number)s new topics", week.topics) % {"number": week.topics},
        ngettext("%(number)s answer", "%(number)s answers", week.replies) % {"number": week.replies},
        ngettext("%(number)s unanswered question", "%(number)s unanswered questions", week.unanswered)
        % {"number": week.unanswered},
    )
    numbers = (week.topics, week.replies, week.unanswered)
    told = ", ".join(part for part, number in zip(parts, numbers, strict=True) if number)
    names = {"day": day_words(week.monday), "group": week.group.name, "numbers": told}
    return _("Week of %(day)s · %(group)s: %(numbers)s") % names
