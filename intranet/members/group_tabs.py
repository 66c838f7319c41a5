"""The tabs of a working group's home. The sections that say something in a group add theirs, and the group knows none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.frame import Link, is_within

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from intranet.members.models import WorkingGroup


@dataclass(frozen=True)
class GroupTab:
    """`url_name` takes the group's slug. A tab of `content` is there only for those who may read the group's content."""

    label: "StrPromise | str"
    url_name: str
    icon: str
    order: int
    content: bool


HOME = "group"
_tabs: dict[str, GroupTab] = {
    tab.url_name: tab
    for tab in (
        GroupTab(_("Home"), HOME, "house", 0, content=False),
        GroupTab(_("Members"), "group_members", "users", 90, content=False),
    )
}


def register_group_tab(
    label: "StrPromise | str", url_name: str, icon: str, order: int, *, content: bool = True
) -> None:
    """Add a tab to every group's home, from `AppConfig.ready`; lower `order` comes first."""
    _tabs[url_name] = GroupTab(label, url_name, icon, order, content)


def tabs_of(group: "WorkingGroup", *, path: str, content_visible: bool) -> list[Link]:
    """The tabs of `group`, the one that `path` lies under being the current one. No statement."""
    links = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
        if tab.content and not content_visible:
            continue
        href = reverse(tab.url_name, args=[group.slug])
        current = path == href if tab.url_name == HOME else is_within(path, href)
        links.append(Link(tab.label, href, tab.icon, is_current=current))
    return links
