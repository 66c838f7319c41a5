"""What was told has been undone. Should it happen again, it is told again."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from intranet.members.models import User
from intranet.notifications.models import Notification


def forget(kind: str, target: Model, *, but_for: User | None = None) -> None:
    told = told_of(target).filter(kind=kind)
    (told.exclude(recipient=but_for) if but_for else told).delete()


def forget_all(target: Model) -> None:
    """Whatever was told of `target`, to anybody."""
    told_of(target).delete()


def told_of(target: Model) -> QuerySet[Notification]:
    target_type = ContentType.objects.get_for_model(target)
    return Notification.objects.filter(target_type=target_type, target_id=target.pk)
