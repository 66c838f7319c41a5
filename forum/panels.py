"""What the groups say, on their own home and on the dashboard. Each builder makes the same statements for any number of rows."""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum import questions_panel
from forum.domain.listing import lines_of, news_of
from forum.models import Topic
from forum.views.kept import join
from forum.views.rows import row_by_row, rows_of
from intranet.members.doors import door_to
from intranet.members.group_tabs import register_group_tab
from intranet.members.models import User, WorkingGroup
from intranet.panels import Panel, register_panel

FEW = 6
FEW_QUESTIONS = 4
MOST_UNREAD = 12


def register_panels() -> None:
    register_group_tab(gettext_lazy("Topics"), "topics", "messages-square", 10)
    register_panel("group:main", 10, latest_topics)
    register_panel("group:main", 20, unanswered_questions)
    register_panel("dashboard:groups", 5, unread_by_group)
    questions_panel.register()


def latest_topics(request: HttpRequest, *, group: WorkingGroup) -> Panel:
    """The pinned ones and then the latest, or the invitation to begin."""
    user = cast("User", request.user)
    lines = lines_of(Topic.objects.visible_to(user).filter(group=group).in_order(), user, most=FEW)
    may_write = bool(lines) or door_to(user, group).may_write
    context = {"rows": rows_of(lines), "new_url": reverse("topic_new", args=[group.slug]), "may_write": may_write}
    return Panel(
        _("Topics"),
        "forum/panels/topics.html",
        context,
        reverse("topics", args=[group.slug]) if lines else "",
        _("All topics"),
        icon="messages-square",
    )


def unanswered_questions(request: HttpRequest, *, group: WorkingGroup) -> Panel | None:
    """The open questions of the group, the one that has waited longest first."""
    user = cast("User", request.user)
    waiting = Topic.objects.visible_to(user).filter(group=group).unanswered().order_by("created_at", "pk")
    lines = lines_of(waiting, user, most=FEW_QUESTIONS)
    if not lines:
        return None
    url = f"{reverse('topics', args=[group.slug])}?tipus=sense-resposta"
    context = {"rows": rows_of(lines)}
    title, more = _("Questions that wait for an answer"), _("All that wait")
    return Panel(title, "forum/panels/topics.html", context, url, more, icon="message-circle-question-mark")


@dataclass(frozen=True)
class GroupNews:
    """What one group has said that the person has not read."""

    name: str
    url: str
    rows: SafeString


def unread_by_group(request: HttpRequest) -> Panel | None:
    """What is new in the person's groups, the one that spoke last first. One statement."""
    user = cast("User", request.user)
    lines = news_of(user, most=MOST_UNREAD)
    if not lines:
        return None
    questions_panel.leave_out(request, (line.pk for line in lines))
    groups: dict[tuple[str, str], list[str]] = {}
    for line, row in zip(lines, row_by_row(lines), strict=True):
        groups.setdefault((line.group_slug, line.group_name), []).append(row)
    news = [GroupNews(name, topics_address(slug), join(rows)) for (slug, name), rows in groups.items()]
    return Panel(_("New in your groups"), "forum/panels/unread.html", {"groups": news}, icon="messages-square")


@lru_cache(maxsize=512)
def topics_address(slug: str) -> str:
    return reverse("topics", args=[slug])
