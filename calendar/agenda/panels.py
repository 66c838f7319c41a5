"""What comes next, on the dashboard, beside a group, and on a council's page. Each builder makes the same statements for any number of dates."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple, cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.domain.coming import (
    A_WEEK,
    COUNCIL,
    GOING_ON,
    GROUP,
    HELPED,
    NETWORK,
    OF_GROUP,
    REGISTERED,
    Coming,
    Mine,
    coming_for,
)
from agenda.domain.listing import dates_from, listed
from agenda.domain.wording import Narrowed, of_group, of_organisation
from agenda.registration.panels import OWN_DATES, OWN_EVENTS
from agenda.views.rows import Row, days_ahead, days_of, row_of
from intranet.frame import address_of
from intranet.glances import glance
from intranet.members.models import Organisation, User, WorkingGroup
from intranet.members.models.organisations import full_name_of
from intranet.panels import Panel

NEXT = 3


class Entry(NamedTuple):
    """A date of the dashboard, and why it stands among one's own: one is registered, or it is of this group or council."""

    day: date
    row: Row
    is_registered: bool
    group: str
    council: str


def coming_week(request: HttpRequest) -> Panel | None:
    """What comes next: one's own dates, and the network's besides. One statement."""
    user, today = cast("User", request.user), timezone.localdate()
    mine = Mine(keys_in(request, OWN_DATES, OWN_EVENTS), keys_in(request, GROUP), councils_in(request))
    found = coming_for(user, mine, keys_in(request, NETWORK, GOING_ON))
    if not found.dates:
        return None
    is_near = all(one.first_day <= today + A_WEEK for one in found.dates)
    context = {
        "found": found,
        "today": today,
        "own": partial(entries, found.own),
        "others": partial(entries, found.others),
    }
    title = _("The week") if is_near else _("What comes next")
    return Panel(title, "agenda/panels/week.html", context, address_of("agenda_list"), _("The agenda"), "calendar-days")


def keys_in(request: HttpRequest, *names: str) -> set[int]:
    return {row.key for name in names for row in glance(request, name)}


def councils_in(request: HttpRequest) -> dict[int, tuple[str, str]]:
    """The dates of one's councils by key, with kind and name: of several councils the organiser's, or else the first one's."""
    found: dict[int, tuple[str, str]] = {}
    for name in (COUNCIL, HELPED):
        for row in sorted(glance(request, name)):
            found.setdefault(row.key, (row.second, row.label))
    return found


def entries(dates: Iterable[Coming]) -> list[Entry]:
    found = []
    for one in dates:
        told = listed(one.told)
        row = row_of(told, told.first_day)
        group = told.group if one.mark == OF_GROUP else ""
        council = full_name_of(*one.council) if one.council else ""
        found.append(Entry(told.first_day, row, one.mark == REGISTERED, group, council))
    return found


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
