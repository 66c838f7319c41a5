"""What one comes to a working group to do. The sections that do something in a group add theirs, and the group knows none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from intranet.frame import Link

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from intranet.members.doors import Door


@dataclass(frozen=True)
class GroupAction:
    """`url_name` takes the group's slug."""

    label: "StrPromise | str"
    url_name: str
    icon: str
    order: int


_actions: dict[str, GroupAction] = {}


def register_group_action(label: "StrPromise | str", url_name: str, icon: str, order: int) -> None:
    """Offer this to those who may write in a group, from `AppConfig.ready`; the lowest `order` stands on top of the group."""
    _actions[url_name] = GroupAction(label, url_name, icon, order)


def main_action(door: "Door") -> Link | None:
    """The one button on top of the group, for those who are in it and may write. No statement."""
    if not (door.is_inside and door.may_write and _actions):
        return None
    action = min(_actions.values(), key=lambda action: action.order)
    return Link(action.label, reverse(action.url_name, args=[door.group.slug]), action.icon)
