"""What was told follows what it tells of: into another group, out of sight, into other words."""

from django.db.models import Model, QuerySet

from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.audience import AT_ONCE, readers_among
from intranet.notifications.domain.preferences import of_thing
from intranet.notifications.domain.visibility import settle
from intranet.notifications.models import Notification, NotificationQuerySet
from intranet.outbox.enums import WAITING
from intranet.outbox.models import Message


def told_about(about: Model) -> NotificationQuerySet:
    return Notification.objects.filter(**of_thing(about))


def hide(told: NotificationQuerySet) -> None:
    """What they tell of is there for nobody any more: no bell counts it, no mail tells of it."""
    settle(told.filter(on_site=True) | told.filter(mailed_at=None))


def move_to(group: WorkingGroup, about: Model) -> None:
    """`about` is in `group` now: what was told of it is of that group, and only for those who read it."""
    told = told_about(about)
    told.update(group=group)
    listed = sorted(set(told.filter(on_site=True).values_list("recipient", flat=True)))
    for start in range(0, len(listed), AT_ONCE):
        people = User.objects.with_standing().filter(pk__in=listed[start : start + AT_ONCE])
        outside = set(listed[start : start + AT_ONCE]) - set(readers_among(people, group).values_list("pk", flat=True))
        if outside:
            settle(told.filter(recipient__in=outside))


def write_anew(about: Model) -> None:
    """The words of `about` are to be mailed no more as they were: mails that wait with them go not, others are written."""
    write_told_anew(told_about(about))


def write_told_anew(told: NotificationQuerySet) -> None:
    """As `write_anew`, for what tells of something without being about it."""
    told = told.exclude(mail_key="")
    waiting: QuerySet[Message] = Message.objects.filter(state__in=WAITING, key__in=told.values("mail_key"))
    told.filter(mail_key__in=list(waiting.values_list("key", flat=True))).update(mail_key="", mailed_at=None)
