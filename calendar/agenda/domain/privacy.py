"""What becomes of a group's events when the group goes private."""

from typing import Any

from agenda.domain.publishing import touch
from agenda.domain.revising import revise
from agenda.enums import EventVisibility
from agenda.models import Event
from intranet.members.models import WorkingGroup


def keep_inside(instance: WorkingGroup, **_kwargs: Any) -> None:
    """Who sees them are those who read the group, whatever was said while others knew of it."""
    if not instance.is_private:
        return
    for event in Event.objects.filter(group=instance).exclude(visibility=EventVisibility.GROUP):
        event.visibility = EventVisibility.GROUP
        Event.objects.filter(pk=event.pk).update(visibility=event.visibility)
        revise(event, ["visibility"])
        touch(event)
