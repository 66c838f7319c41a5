"""Where experiences are found from: the section bar, each group's tabs, the dashboard."""

from datetime import timedelta
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from forum.models import Experience
from intranet.frame import register_section
from intranet.members.group_tabs import register_group_tab
from intranet.members.models import User
from intranet.panels import Panel, register_panel

NEW_FOR = timedelta(days=60)
FEW = 4
SECTION = pgettext_lazy("section", "Experiences")


def register_experiences() -> None:
    register_section(SECTION, "/experiencies/", "book-open", 30, in_network)
    register_group_tab(SECTION, "group_experiences", "book-open", 20)
    register_panel("dashboard:new", 40, new_experiences)


def in_network(user: User) -> bool:
    return user.standing.in_network


def new_experiences(request: HttpRequest) -> Panel | None:
    """Those on the person's subjects; for whoever has none, the newest. Two statements."""
    user = cast("User", request.user)
    if not user.standing.in_network:
        return None
    subjects = list(user.subjects.values_list("pk", flat=True))
    experiences = list(recent_experiences(user, subjects)[:FEW])
    if not experiences:
        return None
    title = _("New experiences on your subjects") if subjects else _("New experiences")
    template, more = "forum/panels/experiences.html", _("All the experiences")
    return Panel(title, template, {"experiences": experiences}, reverse("experiences"), more, icon="book-open")


def recent_experiences(user: User, subjects: list[int]) -> QuerySet[Experience]:
    """Of these subjects, or of any if there are none; the person's own aside."""
    found = Experience.objects.visible_to(user).filter(topic__created_at__gt=timezone.now() - NEW_FOR)
    if subjects:
        about = Experience.subjects.through.objects.filter(subject__in=subjects)
        found = found.filter(pk__in=about.values("experience"))
    return (
        found.exclude(topic__author=user)
        .select_related("topic__group", "council")
        .order_by("-topic__created_at", "-pk")
    )
