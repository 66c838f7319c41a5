"""How far somebody has read. Nothing is written when nothing advanced."""

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from forum.domain.opening import OpenTopic
from forum.models import GroupMark, ReadMark, Topic
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.reading import mark_target_read


def mark_read_to(opened: OpenTopic, number: int) -> None:
    """`opened.door.person` has seen the posts up to `number`."""
    if number <= opened.read_number:
        return
    person, topic = opened.door.person, opened.topic
    mark, made = ReadMark.objects.get_or_create(person=person, topic=topic, defaults={"number": number})
    if not made and mark.number < number:
        ReadMark.objects.filter(pk=mark.pk).update(number=Greatest(F("number"), number))
    mark_target_read(person, topic)


def mark_group_read(person: User, group: WorkingGroup) -> None:
    """All that the group has said so far."""
    GroupMark.objects.update_or_create(person=person, group=group, defaults={"read_until": timezone.now()})


def is_unread(topic: Topic, *, read_number: int) -> bool:
    return topic.last_number > read_number
