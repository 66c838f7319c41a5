"""What of the site somebody may propose for the circular, and what comes too late for the one that takes proposals."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.enums import EventVisibility
from agenda.models import Event
from agenda.models.queries import kept_by
from forum.domain.discretion import may_leave
from forum.models import Topic
from home.circular.domain.month_words import of_month
from home.circular.domain.sources import Source
from home.circular.models import CircularPage
from intranet.members.enums import GroupAccess
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.models.people_queries import COORDINATION
from repository.enums import ResourceVisibility
from repository.models import ResourcePage

if TYPE_CHECKING:
    from django.db.models import QuerySet

READ_BY_NONE = gettext_lazy(
    "It is of a private group that nobody of coordination is in: nobody could decide on it. Ask them to join, or write an entry by hand."
)


def shown(name: str, *, to: User) -> "QuerySet[Any]":
    """Of the things called `name` (`models.entries.SOURCES`), those that `to` may propose: what others see as well.

    Of an event that its organisers do not want in the circular, they alone. How a council failed is told inside: no mail takes it out.
    """
    if name == "event":
        wanted = Q(for_circular=True) | kept_by(to)
        return Event.objects.visible_to(to).published().filter(wanted)
    if name == "resource":
        resources: QuerySet[ResourcePage] = ResourcePage.objects.shown_to(to)
        return resources
    return Topic.objects.visible_to(to).filter(may_leave())


def is_shown(source: Source, *, to: User) -> bool:
    """One statement."""
    names = {Event: "event", ResourcePage: "resource", Topic: "topic"}
    name = names.get(type(source))
    return name is not None and shown(name, to=to).filter(pk=source.pk).exists()


def is_read_by_none(source: Source) -> bool:
    """Whether it is of a private group that nobody of coordination is in, so that nobody could decide on it.

    One statement, of what a group alone reads; else none.
    """
    circle = circle_of(source)
    if circle is None:
        return False
    coordination = Q(user__is_superuser=True) | Q(user__groups__name=COORDINATION)
    decide = GroupMembership.objects.in_force().filter(coordination, user__is_active=True)
    group = WorkingGroup.objects.filter(pk=circle, access=GroupAccess.PRIVATE)
    return bool(group.exclude(pk__in=decide.values("group")).exists())


def circle_of(source: Source) -> int | None:
    """The key of the group whose readers alone see it; None of what is for the network."""
    if isinstance(source, Topic):
        return source.group_id if source.group and source.group.is_private else None
    if isinstance(source, Event):
        return source.group_id if source.visibility == EventVisibility.GROUP else None
    is_kept = isinstance(source, ResourcePage) and source.visibility == ResourceVisibility.GROUP
    return source.group_id if is_kept else None


def why_not(source: Source, circular: CircularPage) -> str:
    """Why it cannot be in `circular`; "" when it can."""
    if is_read_by_none(source):
        return str(READ_BY_NONE)
    if isinstance(source, Event):
        if not source.is_on:
            return _("It does not go ahead.")
        if not source.occurrences.on().filter(last_day__gte=circular.month).exists():
            return too_late(circular.month)
    if isinstance(source, ResourcePage) and source.is_archived:
        return _("It is archived: take it back first if it holds after all.")
    return ""


def too_late(month: date) -> str:
    return _("It will be over when the circular %(of_month)s comes out.") % {"of_month": of_month(month)}
