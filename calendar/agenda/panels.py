"""What comes next, on the dashboard and beside a group. Each builder makes the same statements for any number of dates."""

from datetime import timedelta
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.domain.listing import dates_between, dates_from, seen_by
from agenda.views.rows import days_ahead, days_of
from intranet.members.models import User, WorkingGroup
from intranet.panels import Panel

A_WEEK = timedelta(days=6)
FEW = 6
NEXT = 3


def coming_week(request: HttpRequest) -> Panel | None:
    """The dates of the next seven days, today included. Two statements."""
    user, today = cast("User", request.user), timezone.localdate()
    found = dates_between(user, today, today + A_WEEK, most=FEW)
    if not found.dates:
        return None
    context = {"days": days_of(found.dates), "has_more": found.has_more}
    return Panel(
        _("The week"), "agenda/panels/week.html", context, reverse("agenda_list"), _("The agenda"), icon="calendar-days"
    )


def next_in_group(request: HttpRequest, *, group: WorkingGroup) -> Panel | None:
    """When the group meets next. Two statements."""
    user, today = cast("User", request.user), timezone.localdate()
    dates = dates_from(user, today, seen_by(user).filter(group=group), most=NEXT).dates
    if not dates:
        return None
    context = {"days": [(found, days_ahead(found.day, today)) for found in days_of(dates)]}
    more = reverse("group_agenda", args=[group.slug])
    return Panel(_("Next dates"), "agenda/panels/next.html", context, more, _("All"), icon="calendar-days")
