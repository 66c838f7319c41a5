"""Who is told that a circular is out, and that one did not go out when its day had come."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from home.circular.domain.months import end_of
from home.circular.domain.recipients import KIND
from home.circular.enums import CircularState
from home.circular.models import CircularPage, CircularQuerySet
from home.circular.rules import can_compose
from home.circular.signals import circular_begun, circular_held_up
from intranet.members.models import User
from intranet.members.models.people_queries import COORDINATION
from intranet.notifications.domain.audience import in_network, network_among
from intranet.notifications.domain.forgetting import forget
from intranet.notifications.domain.notify import notify
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Happening, Kind, register_kind

CIRCULAR = gettext_lazy("Circular")
HELD_UP = "circular_held_up"


def out_for(person: User) -> CircularQuerySet:
    found: CircularQuerySet = CircularPage.objects.visible_to(person).out()
    return found


def readers_of(people: "QuerySet[User]", circular: CircularPage) -> "QuerySet[User]":
    return network_among(people) if circular.is_out else people.none()


def held_up_for(person: User) -> CircularQuerySet:
    """As long as nobody has sent it or chosen another day."""
    waiting = CircularPage.objects.filter(state=CircularState.PREPARING)
    found: CircularQuerySet = waiting if can_compose(person) else waiting.none()
    return found


def those_who_compose(people: "QuerySet[User]", _circular: CircularPage) -> "QuerySet[User]":
    return people.filter(Q(is_coordination_today=True) | Q(is_superuser=True), is_active=True)


def line_of(happening: Happening) -> str:
    return _("%(circular)s is out") % {"circular": happening.target.title}


def line_of_held_up(happening: Happening) -> str:
    return _("%(circular)s has not been sent: something has to be put right first") % {
        "circular": happening.target.title
    }


def words_of_held_up(circular: CircularPage) -> str:
    if timezone.now() >= end_of(circular.month):
        return _(
            "It is late, and its month is over. Send it today if it is still of use: at night it is closed, and what was proposed goes on to the next one."
        )
    return _("Its day had come, but the checks found an error. Put it right, and send it or choose another day.")


KINDS = (
    Kind(
        KIND,
        label=pgettext_lazy("notification", "The circular of the month"),
        section=CIRCULAR,
        icon="scroll-text",
        model=CircularPage,
        visible_to=out_for,
        recipients_who_see=readers_of,
        line=line_of,
        mail=Frequency.NOW,
        mailed_apart=True,
        concerns=in_network,
    ),
    Kind(
        HELD_UP,
        label=pgettext_lazy("notification", "A circular could not be sent on its day"),
        section=CIRCULAR,
        icon="triangle-alert",
        model=CircularPage,
        visible_to=held_up_for,
        recipients_who_see=those_who_compose,
        line=line_of_held_up,
        url=lambda circular: reverse("circular_send", args=[circular.month]),
        excerpt=words_of_held_up,
        mail=Frequency.NOW,
        can_be_switched_off=False,
        concerns=can_compose,
    ),
)


def tell_the_network(circular: CircularPage, by: User | None, **_signal: Any) -> None:
    """On the site; whoever wants it by mail gets the circular itself."""
    forget(HELD_UP, circular)
    notify(KIND, User.objects.in_network(), actor=by, target=circular)


def tell_coordination(circular: CircularPage, **_signal: Any) -> None:
    """Each time anew."""
    forget(HELD_UP, circular)
    notify(HELD_UP, User.objects.filter(groups__name=COORDINATION), actor=None, target=circular)


def register_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)


def connect_receivers() -> None:
    circular_begun.connect(tell_the_network, dispatch_uid="circular.tell_the_network")
    circular_held_up.connect(tell_coordination, dispatch_uid="circular.tell_coordination")
