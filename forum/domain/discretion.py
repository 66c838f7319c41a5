"""How a council failed is told inside alone: neither title nor words of it leave the login, by mail or by feed."""

from django.db.models import Q

from forum.enums import Outcome, TopicKind
from forum.models import Topic


def stays_inside(topic: Topic) -> bool:
    """Whether neither its title nor what is said in it may leave the login.

    So it is for failures, and for an experience whose facts are not there yet. No statement when `topic` comes with its
    `experience`.
    """
    if topic.kind != TopicKind.EXPERIENCE:
        return False
    experience = getattr(topic, "experience", None)
    return experience is None or experience.outcome != Outcome.SUCCESS


def may_leave(prefix: str = "") -> Q:
    """The contrary of `stays_inside`, of the topic that is at `prefix` (`"topic__"`)."""
    return ~Q(**{f"{prefix}kind": TopicKind.EXPERIENCE}) | Q(**{f"{prefix}experience__outcome": Outcome.SUCCESS})
