"""What people have been told lately, as the site itself would have told them; and how some want to be told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from agenda.domain.audience import whom_it_is_news_to
from agenda.enums import ChangeKind
from agenda.models import Change
from forum.domain.audience import listeners_to, people_of
from forum.models import Post, Topic
from home.models import NewsPage
from intranet.demo.days import day, moment
from intranet.demo.tables import rows
from intranet.members.models import GroupMembership, Invitation, Position, User, WorkingGroup
from intranet.notifications.domain.cleaning import KEEP
from intranet.notifications.domain.notify import notify
from intranet.notifications.domain.preferences import set_preference
from intranet.notifications.models import Notification

GUEST = "convidat@ateneu.example"
# What is older than this has been read, the day after.
NEW = timedelta(days=30)
ANNOUNCED_LATELY = timedelta(days=10)


@dataclass(frozen=True)
class Event:
    """What happened, and whom `notify` is to tell."""

    at: datetime
    kind: str
    target: Any
    recipients: Iterable[User]
    actor: User | None
    group: WorkingGroup | None = None
    about: Any = None


def load_notifications(today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> int:
    """One after the other as they happened, since the newest of a line is the last noted."""
    load_preferences(people, groups)
    events = [event for event in events_until(today, people) if event.at > moment(today) - KEEP]
    for event in sorted(events, key=lambda event: (event.at, event.kind, event.target.pk)):
        tell(event, read=event.at < moment(today) - NEW)
    return Notification.objects.count()


def tell(event: Event, *, read: bool) -> None:
    """As of then; mailed then, too."""
    notify(event.kind, event.recipients, actor=event.actor, target=event.target, about=event.about, group=event.group)
    target_type = ContentType.objects.get_for_model(event.target)
    told = Notification.objects.filter(kind=event.kind, target_type=target_type, target_id=event.target.pk)
    told.update(created_at=event.at, mailed_at=event.at, read_at=event.at + timedelta(days=1) if read else None)


def events_until(today: date, people: dict[str, User]) -> Iterator[Event]:
    network = list(User.objects.in_network())
    for page in NewsPage.objects.live().select_related("owner"):
        yield Event(moment(page.date), "news", page, network, page.owner)
    for invitation in Invitation.objects.filter(accepted_at__isnull=False).select_related("invited_by", "accepted_by"):
        inviter = [invitation.invited_by] if invitation.invited_by else []
        yield Event(
            invitation.accepted_at or moment(today), "invitation_accepted", invitation, inviter, invitation.accepted_by
        )
    for position in Position.objects.filter(ends_on__lte=today, successor__isnull=False).select_related("successor"):
        heir = [position.successor] if position.successor else []
        yield Event(moment(position.ends_on or today), "duties_passed", position, heir, position.user)
    yield from conversations(today)
    yield from announcements(today)
    # The guest's time was over, and coordination has let him in again.
    seat = GroupMembership.objects.select_related("group").get(user=people[GUEST])
    yield Event(
        moment(day(today, -3)), "group_joined", seat, [people[GUEST]], people["coordinacio@xmess.example"], seat.group
    )


def conversations(today: date) -> Iterator[Event]:
    """What was said of late, as it is told to the groups and to those who follow."""
    since = moment(today) - NEW
    for topic in Topic.objects.filter(created_at__gt=since).select_related("group", "author"):
        yield Event(topic.created_at, "new_topic", topic, people_of(topic.group), topic.author, topic.group)
    answers = Post.objects.filter(created_at__gt=since, number__gt=1).select_related(
        "topic__group", "author", "reply_to"
    )
    for post in answers:
        group = post.topic.group
        yield Event(post.created_at, "reply", post, listeners_to(post), post.author, group, post.topic)


def announcements(today: date) -> Iterator[Event]:
    """What was announced in the agenda of late."""
    new = Change.objects.filter(kind=ChangeKind.ANNOUNCED, at__gt=moment(today) - ANNOUNCED_LATELY)
    for change in new.select_related("event__group", "event__author"):
        event = change.event
        yield Event(change.at, "event_new", event, whom_it_is_news_to(event), event.author, event.group)


def load_preferences(people: dict[str, User], groups: dict[str, WorkingGroup]) -> None:
    for row in rows("preferences"):
        set_preference(
            people[row["email"]],
            kind=row["kind"],
            group=groups.get(row["group"]),
            channel=row["channel"],
            frequency=row["frequency"],
        )
