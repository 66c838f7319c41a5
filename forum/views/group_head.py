"""What stands on top of a group's lists: its name, its state, its tabs. Kept, and without a statement."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from forum.views.kept import drawing, kept_piece
from intranet.members.doors import Door
from intranet.members.group_tabs import tabs_of
from intranet.members.views.requests import PersonRequest


def head_of_group(request: PersonRequest, door: Door) -> dict[str, Any]:
    """What `forum/group_page.html` needs, for somebody who may read what the group says."""
    group = door.group
    tabs = tabs_of(group, path=request.path, content_visible=True)
    here = tuple(tab.href for tab in tabs if tab.is_current)
    look = (group.pk, group.slug, group.name, group.aims, group.state, group.access, group.holds_everyone)

    def draw() -> str:
        return drawing("forum/group_head.html", group=group, door=door)

    def draw_crumbs() -> str:
        trail = [(reverse("groups"), _("Working groups"))]
        return drawing("forum/topic_crumbs.html", trail=trail, title=group.name)

    return {
        "group": group,
        "door": door,
        "group_crumbs": kept_piece("group-crumbs", (group.pk, group.name), draw_crumbs),
        "group_head": kept_piece("group-head", (*look, door.is_inside), draw),
        "group_tabs": kept_piece(
            "group-tabs",
            (group.slug, here, len(tabs)),
            lambda: drawing("forum/group_tabs.html", tabs=tabs),
        ),
    }
