"""What a person has been told on the site: how much is new, and that it has been read."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils import timezone

from intranet.members.models import User
from intranet.notifications.domain.lines import Line, lines_of
from intranet.notifications.models import Notification, NotificationQuerySet
from intranet.prepared import answers_to

__all__ = ["Line", "lines_of", "mark_all_read", "mark_read", "mark_target_read", "unread_count"]

UNREAD = """
    SELECT COUNT(DISTINCT fold) FROM notifications_notification WHERE recipient_id = %s AND on_site AND read_at IS NULL
"""


def unread_count(person: User) -> int:
    """How many things are new to `person`: one statement, on an index that holds nothing but these.

    Every page asks it. It is `unread_by(person)` in SQL, since wording that takes several times as long as the answer.
    """
    ((number,),) = answers_to(UNREAD, [person.pk])
    return int(number)


def mark_read(person: User, *, fold: str) -> datetime | None:
    """Mark all that folds into `fold` as read.

    Returns the moment it was read at, which tells it apart from everything else when that is taken back; None when there
    was nothing to mark.
    """
    return mark(unread_by(person).filter(fold=fold))


def mark_all_read(person: User, *, up_to: int | None = None) -> datetime | None:
    """As `mark_read`, for all there is; or for what a person has seen listed, nothing noted after `up_to` (a key)."""
    unread = unread_by(person)
    return mark(unread if up_to is None else unread.filter(pk__lte=up_to))


def mark_target_read(person: User, target: Model) -> datetime | None:
    """As `mark_read`, for what tells of `target` or of something about it: its page has been opened.

    One statement when there is nothing to mark, and nothing written.
    """
    same_type = ContentType.objects.get_for_model(target)
    it = Q(target_type=same_type, target_id=target.pk) | Q(about_type=same_type, about_id=target.pk)
    told = unread_by(person).filter(it)
    return mark(told) if told.exists() else None


def unread_by(person: User) -> NotificationQuerySet:
    return Notification.objects.on_site_of(person).unread()


def mark(rows: NotificationQuerySet) -> datetime | None:
    now = timezone.now()
    return now if rows.update(read_at=now) else None
