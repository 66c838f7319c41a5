"""Where experiences are found from: the section bar, each group's tabs, the dashboard."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from forum.models import Experience
from intranet.frame import register_section
from intranet.glances import glance, register_glance
from intranet.members.glances import SUBJECTS
from intranet.members.group_tabs import register_group_tab
from intranet.members.models import User
from intranet.panels import Panel, register_panel
from intranet.statements import midnight
from intranet.unions import listed, together

NEW_FOR = timedelta(days=60)
FEW = 4
EXPERIENCES = "new_experiences"
SECTION = pgettext_lazy("section", "Experiences")


def register_experiences() -> None:
    register_section(SECTION, "/experiencies/", "book-open", 30, in_network)
    register_group_tab(SECTION, "group_experiences", "book-open", 20)
    register_glance(EXPERIENCES, rows_of_experiences)
    register_panel("dashboard:new", 40, new_experiences)


def in_network(user: User) -> bool:
    return user.standing.in_network


def new_experiences(request: HttpRequest) -> Panel | None:
    """Those on the person's subjects; for whoever has none, the newest. One statement when one of them is new, or another."""
    rows = sorted(glance(request, EXPERIENCES), key=lambda row: (row.at, row.key), reverse=True)
    if not rows:
        return None
    keys = [row.key for row in rows]
    context = {
        "versions": [(row.key, row.number, row.label) for row in rows],
        "experiences": partial(experiences_of, keys),
    }
    title = _("New experiences on your subjects") if glance(request, SUBJECTS) else _("New experiences")
    more = _("All the experiences")
    return Panel(title, "forum/panels/experiences.html", context, reverse("experiences"), more, icon="book-open")


def experiences_of(keys: list[int]) -> list[Experience]:
    """Those of these topics, in their order."""
    found = Experience.objects.filter(topic__in=keys).select_related("topic__group", "council")
    return sorted(found, key=lambda experience: keys.index(experience.topic_id))


def rows_of_experiences(user: User) -> "QuerySet[Any, Any] | None":
    """Of the person's subjects, or of any if they have none; their own aside.

    `label` is what is shown of one that may change without its topic.
    """
    if not user.standing.in_network:
        return None
    mine = User.subjects.through.objects.filter(user=user.pk)
    about = Experience.subjects.through.objects.filter(subject__in=mine.values("subject"))
    found = Experience.objects.visible_to(user).filter(topic__created_at__gt=midnight(timezone.localdate() - NEW_FOR))
    found = found.filter(Q(pk__in=about.values("experience")) | ~Exists(mine)).exclude(topic__author=user)
    shown = together("council__kind", "council__name", "topic__group__slug")
    rows = listed(found, key="topic", label=shown, number="topic__version", at="topic__created_at")
    return rows.order_by("-topic__created_at", "-topic")[:FEW]
