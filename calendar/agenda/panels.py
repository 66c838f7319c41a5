"""What comes next, on the dashboard, beside a group, and on a council's page. Each builder makes the same statements for any number of dates."""

from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.domain.listing import dates_between, dates_from
from agenda.domain.wording import Narrowed, of_group, of_organisation
from agenda.registration.panels import own_among
from agenda.views.rows import days_ahead, days_of
from intranet.members.models import Organisation, User, WorkingGroup
from intranet.panels import Panel

A_WEEK = timedelta(days=6)
FEW = 6
NEXT = 3


def coming_week(request: HttpRequest) -> Panel | None:
    """The dates of the next seven days, today included, and for which of them one is registered. Three statements."""
    user, today = cast("User", request.user), timezone.localdate()
    found = dates_between(user, today, today + A_WEEK, most=FEW)
    if not found.dates:
        return None
    context = {"days": days_of(found.dates), "has_more": found.has_more, "mine": own_among(user, found.dates)}
    return Panel(
        _("The week"), "agenda/panels/week.html", context, reverse("agenda_list"), _("The agenda"), icon="calendar-days"
    )


def next_in_group(request: HttpRequest, *, group: WorkingGroup) -> Panel | None:
    """When the group meets next. Two statements."""
    return next_of(request, of_group(group), _("Next dates"), reverse("group_agenda", args=[group.slug]))


def next_of_organisation(request: HttpRequest, *, organisation: Organisation) -> Panel | None:
    """What the council or agent does next. Two statements."""
    more = f"{reverse('agenda_list')}?{urlencode({'organisation': organisation.slug})}"
    return next_of(request, of_organisation(organisation), _("Next activities"), more)


def next_of(request: HttpRequest, whose: Narrowed, title: str, more: str) -> Panel | None:
    today = timezone.localdate()
    dates = dates_from(cast("User", request.user), today, whose, most=NEXT).dates
    if not dates:
        return None
    context = {"days": [(found, days_ahead(found.day, today)) for found in days_of(dates)]}
    return Panel(title, "agenda/panels/next.html", context, more, pgettext("dates", "All"), icon="calendar-days")
