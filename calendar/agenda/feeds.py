"""The agenda in people's own calendar programs: the addresses of their private feeds, and what stands in each."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.domain.interests import mine
from agenda.models import Event, EventQuerySet, Occurrence
from intranet.mail import absolute
from intranet.members.feeds import CALENDAR, Feed, feed_token
from intranet.members.models import User, WorkingGroup

KEPT = timedelta(days=366)
"""How long what is over stays in a feed."""


def feeds_of(person: User) -> list[Feed]:
    """Those that the agenda's own pages offer: all that `person` may see, and what is theirs. One statement."""
    return list(own_feeds(feed_token(person)))


def feed_of_group(person: User, group: WorkingGroup) -> Feed:
    """What `group` does, for one who reads it. One statement."""
    return group_feed(group, feed_token(person))


def feeds_of_agenda(person: User, token: str) -> Iterator[Feed]:
    """All of them, with one for each group that `person` is in."""
    yield from own_feeds(token)
    for group in WorkingGroup.objects.of(person):
        yield group_feed(group, token)


def own_feeds(token: str) -> Iterator[Feed]:
    yield Feed(_("The whole agenda"), absolute(reverse("agenda_feed", args=[token])), CALENDAR)
    yield Feed(_("My agenda: what interests me, my council’s and my groups’"), own_url(token), CALENDAR)


def own_url(token: str) -> str:
    return absolute(reverse("own_feed", args=[token]))


def group_feed(group: WorkingGroup, token: str) -> Feed:
    label = _("Agenda of the group %(group)s") % {"group": group.name}
    return Feed(label, absolute(reverse("group_calendar", args=[group.slug, token])), CALENDAR)


def events_for(person: User) -> EventQuerySet:
    """All that `person` may see, cancelled ones included, which calendars are to strike out."""
    lasting = Occurrence.objects.filter(end__gt=timezone.now() - KEPT)
    return Event.objects.visible_to(person).published().filter(pk__in=lasting.values("event"))


def own_events_for(person: User) -> EventQuerySet:
    return events_for(person).filter(mine(person))


def group_events_for(person: User, group: WorkingGroup) -> EventQuerySet:
    return events_for(person).filter(group=group)
