"""What becomes of a group's events when the group goes private."""

from typing import Any

from agenda.enums import EventVisibility
from agenda.models import Event
from intranet.members.models import WorkingGroup


def keep_inside(instance: WorkingGroup, **_kwargs: Any) -> None:
    """Who sees them are those who read the group, whatever was said while others knew of it."""
    if instance.is_private:
        announced = Event.objects.filter(group=instance).exclude(visibility=EventVisibility.GROUP)
        announced.update(visibility=EventVisibility.GROUP)
