"""What a person finds on the dashboard: a greeting, and three bands that the sections fill with panels.

The places are `dashboard:week` with what is asked of the person beside it (`intranet.asks`), `dashboard:groups`, and
`dashboard:new`. Above them stand the first steps of who has just come (`intranet.welcome`).
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.asks import panels_of_asks, questions_of_asks
from intranet.glances import look
from intranet.members.asks import PROFILE
from intranet.members.models import WorkingGroup
from intranet.panels import Panel, panels_for
from intranet.welcome import Step, questions_of_steps, steps_of

if TYPE_CHECKING:
    from intranet.members.models import User

MORNING, AFTERNOON, EVENING = time(6), time(14), time(20)


@dataclass(frozen=True)
class Bands:
    steps: list[Step]
    week: list[Panel]
    asks: list[Panel]
    groups: list[Panel]
    new: list[Panel]


def greeting(user: "User", at: datetime | None = None) -> str:
    """«Good morning, Berta», by the time of day in Catalonia."""
    hour = timezone.localtime(at).time()
    name = {"name": user.given_name}
    if hour < MORNING:
        return _("Good night, %(name)s") % name
    if hour < AFTERNOON:
        return _("Good morning, %(name)s") % name
    if hour < EVENING:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


def bands_for(request: HttpRequest) -> Bands:
    """Each band's panels; a band that nobody fills says so, and what to do. The first steps ask for the profile too."""
    user = cast("User", request.user)
    answers = look(request, *questions_of_asks(), *questions_of_steps(user))
    steps = steps_of(user, answers)
    return Bands(
        steps=steps,
        week=panels_for(request, "dashboard:week") or [nothing_this_week()],
        asks=panels_of_asks(user, answers, without={PROFILE} if steps else ()) or [nothing_asked()],
        groups=panels_for(request, "dashboard:groups") or [own_groups(user)],
        new=panels_for(request, "dashboard:new") or ([nothing_new()] if user.standing.in_network else []),
    )


def nothing_this_week() -> Panel:
    return Panel(_("The week"), "home/panels/nothing_this_week.html", icon="calendar-days")


def nothing_asked() -> Panel:
    return Panel(_("Waiting for you"), "home/panels/nothing_asked.html", icon="hand-helping")


def nothing_new() -> Panel:
    return Panel(_("New in the network"), "home/panels/nothing_new.html", icon="sprout")


def own_groups(user: "User") -> Panel:
    """The groups a person is in, for as long as no section says what happens there."""
    groups = WorkingGroup.objects.of(user)
    return Panel(_("In your groups"), "home/panels/own_groups.html", {"groups": groups}, icon="messages-square")
