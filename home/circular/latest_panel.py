"""The circular on the dashboard."""

from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple, cast

from django.db.models import CharField, F, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.circular.domain.months import first_of, month_after, next_taking
from home.circular.enums import OPEN_STATES, OUT_STATES, CircularState
from home.circular.models import CircularPage
from intranet.frame import address_of
from intranet.glances import glance, register_glance
from intranet.members.models import User
from intranet.panels import Panel, register_panel
from intranet.richtext.cleaning import own_words
from intranet.unions import NEXT, Row, listed, moment_of, together

# The latest that is out, and those that are being put together, which are one or two.
FEW = 4
CIRCULARS = "circulars"


class Told(NamedTuple):
    """A circular, as far as the panel tells of it; without `pk` it is not there yet. `version` grows with all that it says."""

    pk: int | None
    title: str
    month: date
    state: str
    deadline: datetime | None
    goes_out: datetime | None = None
    version: int = 0

    def takes_proposals(self, now: datetime) -> bool:
        return self.state in OPEN_STATES and self.deadline is not None and now < self.deadline


def register() -> None:
    register_glance(CIRCULARS, rows_of_circulars)
    register_panel("dashboard:new", 10, latest_circular)


def rows_of_circulars(user: User) -> "QuerySet[Any, Any] | None":
    """Guests of a group read none."""
    if not user.standing.in_network:
        return None
    version = F("version") + F("intro_version") + F("content_version")
    facts = together("month_words", "state", "goes_out")
    circulars = CircularPage.objects.annotate(
        month_words=Cast("month", CharField()), goes_out=Cast("scheduled_for", TextField())
    )
    rows = listed(circulars, key="pk", label="title", second=facts, number=version, at="deadline")
    return rows.order_by("-month")[:FEW]


def told(row: Row) -> Told:
    month, state, goes_out = row.second.split(NEXT)
    return Told(row.key, row.label, date.fromisoformat(month), state, row.at, moment_of(goes_out or None), row.number)


def latest_circular(request: HttpRequest) -> Panel | None:
    """The latest one, and until when the next one takes proposals; guests of a group read none. No statement of its own."""
    if not cast("User", request.user).standing.in_network:
        return None
    now = timezone.now()
    newest = sorted(map(told, glance(request, CIRCULARS)), key=lambda one: one.month, reverse=True)
    latest = next((circular for circular in newest if circular.state in OUT_STATES), None)
    taking = next((circular for circular in reversed(newest) if circular.takes_proposals(now)), None)
    taking = taking or next_after(newest[0].month if newest else None, now)
    context: dict[str, Any] = {
        "latest": latest,
        "preparing": preparing(newest, taking, now),
        "taking": taking,
        "year": timezone.localdate(now).year,
    }
    if latest:
        context["read"] = partial(read, latest)
    title, url = _("The circular of the month"), address_of("circulars")
    return Panel(title, "circular/panels/latest.html", context, url, pgettext("circulars", "All"), "scroll-text")


def preparing(newest: list[Told], taking: Told, now: datetime) -> Told | None:
    """The next one that goes out, when another one takes the proposals (as `months.ahead` says which it is)."""
    months_out = [one.month for one in newest if one.state in OUT_STATES]
    first = max([first_of(timezone.localdate(now)), *map(month_after, months_out)])
    coming = [one for one in newest if one.state in OPEN_STATES and first <= one.month < taking.month]
    return coming[-1] if coming else None


def read(latest: Told) -> dict[str, Any]:
    """All of it. One statement."""
    page = CircularPage.objects.get(pk=latest.pk)
    return {"page": page, "intro": own_words(page.intro)}


def next_after(last: date | None, now: datetime) -> Told:
    """The one that is opened by who proposes something now."""
    title, month, deadline = next_taking(last, now)
    return Told(None, title, month, CircularState.PREPARING, deadline)
