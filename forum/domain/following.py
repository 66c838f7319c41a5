"""How much of a topic somebody wants to hear."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum.enums import FollowLevel
from forum.models import Follow, Topic
from intranet.members.models import User
from intranet.notifications.domain.preferences import mute, unmute


@transaction.atomic
def follow(topic: Topic, *, person: User, level: FollowLevel) -> None:
    """Raises `PermissionDenied` for a topic that `person` may not read."""
    if not Topic.objects.visible_to(person).contains(topic):
        raise PermissionDenied
    unmute(person, topic)
    Follow.objects.update_or_create(topic=topic, person=person, defaults={"level": level})


def silence(topic: Topic, *, person: User) -> None:
    """Nothing more of it, whatever they followed; that is kept for when they want to hear again."""
    if not Topic.objects.visible_to(person).contains(topic):
        raise PermissionDenied
    mute(person, topic)
