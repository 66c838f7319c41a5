"""The newest councils and colleagues, on the dashboard."""

from datetime import timedelta
from functools import partial
from typing import Any, cast

from django.db.models import Min, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.glances import glance, register_glance
from intranet.members.enums import COUNCIL_KINDS
from intranet.members.models import Organisation, Position, User
from intranet.panels import Panel, register_panel
from intranet.unions import listed

NEW_FOR = timedelta(days=60)
"""How long a colleague is new."""
COUNCIL_NEW_FOR = timedelta(days=90)
"""How long after its year a council is new."""
FEW = 5
COUNCILS, PEOPLE = "new_councils", "new_people"
# Of what an entry shows, all that has to be seen at once when it changes; a position's title may be a day old.
OF_A_COUNCIL = ("name", "slug", "status")
OF_A_PERSON = ("given_name", "family_name", "ask_me_about", "ask_me_about_visibility", "photo", "photo_visibility")


def register() -> None:
    register_glance(COUNCILS, rows_of_councils)
    register_glance(PEOPLE, rows_of_people)
    register_panel("dashboard:new", 50, newcomers)


def newcomers(request: HttpRequest) -> Panel | None:
    """For the people of the network. No statement of its own, unless somebody is newer or looks different."""
    user = cast("User", request.user)
    key = sorted([*glance(request, COUNCILS), *glance(request, PEOPLE)])
    if not key:
        return None
    context = {"key": key, "councils": partial(new_councils, user), "people": partial(new_people, user)}
    title = _("New councils and colleagues")
    return Panel(title, "members/panels/newcomers.html", context, reverse("people"), _("Everyone"), icon="sprout")


def in_words(*names: str) -> Concat:
    """The fields of these names, one after the other."""
    parts = [part for name in names for part in (name, Value("|"))]
    return Concat(*parts, output_field=TextField())


# --- Councils ---


def new_councils(user: User) -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = latest_councils(user).with_logos()[:FEW]
    return found


def latest_councils(user: User) -> Any:
    """Those that joined this year, or in its first weeks the last: of a council the year alone is known."""
    since = (timezone.localdate() - COUNCIL_NEW_FOR).year
    councils = Organisation.objects.visible_to(user).councils().present().filter(joined_year__gte=since)
    return councils.order_by("-joined_year", "-pk")


def rows_of_councils(user: User) -> "QuerySet[Any, Any] | None":
    if not user.standing.in_network:
        return None
    rows = listed(
        latest_councils(user), key="pk", number="joined_year", label=in_words(*OF_A_COUNCIL), second=in_words("logo")
    )
    return rows.order_by("-joined_year", "-pk")[:FEW]


# --- People ---


def new_people(user: User) -> QuerySet[User]:
    found: QuerySet[User] = latest_people(user).order_by("-began", "sort_key").with_open_positions()[:FEW]
    return found


def latest_people(user: User) -> Any:
    """Those whose first position in a council began of late, whoever reads aside: `began`, and how close they are to `user`."""
    today = timezone.localdate()
    positions = Position.objects.filter(organisation__kind__in=COUNCIL_KINDS)
    of_late = positions.filter(starts_on__gt=today - NEW_FOR, starts_on__lte=today)
    before = positions.filter(starts_on__lte=today - NEW_FOR)
    people = User.objects.in_network().filter(pk__in=of_late.values("user")).exclude(pk__in=before.values("user"))
    begun = positions.filter(user=OuterRef("pk")).order_by().values("user").annotate(day=Min("starts_on"))
    return people.exclude(pk=user.pk).with_closeness(user).annotate(began=Subquery(begun.values("day")))


def rows_of_people(user: User) -> "QuerySet[Any, Any] | None":
    if not user.standing.in_network:
        return None
    rows = listed(latest_people(user), key="pk", number="closeness", label=in_words(*OF_A_PERSON))
    return rows.order_by("-began", "sort_key")[:FEW]
