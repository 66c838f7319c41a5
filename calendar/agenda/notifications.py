"""What people are told of the agenda, and who may see it: asked when it is noted, when it is read, when it is mailed."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda import notices
from agenda.domain.audience import those_who_review, those_who_see
from agenda.enums import ChangeKind, EventState, Review
from agenda.links import offer_interest
from agenda.models import Change, Event, Occurrence
from agenda.models.queries import meant_for
from agenda.rules import can_review
from intranet.members.models import User
from intranet.notifications.domain.audience import in_network
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Kind, register_kind

if TYPE_CHECKING:
    from agenda.models import EventQuerySet, OccurrenceQuerySet

AGENDA = gettext_lazy("Agenda")
CHANGES = (ChangeKind.CHANGED, ChangeKind.MOVED, ChangeKind.RESTORED)
ENDINGS = (ChangeKind.CANCELLED, ChangeKind.POSTPONED, ChangeKind.WITHDRAWN)
UNREAD = ("body", "programme")


def events_for(person: User) -> "EventQuerySet":
    return Event.objects.visible_to(person).published().select_related("organisation", "group").defer(*UNREAD)


def news_for(person: User) -> "EventQuerySet":
    """What is called off is no news any more."""
    return events_for(person).filter(state=EventState.SCHEDULED)


def changes_for(person: User) -> QuerySet[Change]:
    changes = Change.objects.filter(event__in=events_for(person).values("pk"))
    return changes.select_related("event__group", "occurrence__event")


def endings_for(person: User) -> QuerySet[Change]:
    """Also that an event has been withdrawn: nobody sees it any more, and who counted on it has to know."""
    if not person.standing.has_access:
        return Change.objects.none()
    counted_on = Event.objects.filter(meant_for(person), review=Review.WITHDRAWN, interests__person=person)
    withdrawn = Q(kind=ChangeKind.WITHDRAWN, event__in=counted_on.values("pk"))
    changes = Change.objects.filter(Q(event__in=events_for(person).values("pk")) | withdrawn)
    return changes.select_related("event__group", "occurrence__event")


def dates_for(person: User) -> "OccurrenceQuerySet":
    return Occurrence.objects.filter(event__in=events_for(person).values("pk")).on().select_related("event")


def events_to_review_by(person: User) -> "EventQuerySet":
    waiting = Event.objects.visible_to(person).waiting()
    return waiting.select_related("organisation", "group", "author") if can_review(person) else waiting.none()


def own_reviewed(person: User) -> "EventQuerySet":
    reviewed = Event.objects.visible_to(person).filter(author=person, review__in=[Review.PUBLISHED, Review.RETURNED])
    return reviewed.select_related("organisation", "group")


KINDS = (
    Kind(
        "event_new",
        label=pgettext_lazy("notification", "New activities of my groups, on my subjects and of the network"),
        section=AGENDA,
        icon="calendar-plus",
        model=Event,
        visible_to=news_for,
        recipients_who_see=those_who_see,
        line=notices.line_of_new,
        subject=notices.subject_of_new,
        excerpt=notices.words_of,
        offer=offer_interest,
    ),
    Kind(
        "event_changed",
        label=pgettext_lazy("notification", "An activity that I count on changes"),
        section=AGENDA,
        icon="calendar-days",
        model=Change,
        visible_to=changes_for,
        recipients_who_see=lambda people, change: those_who_see(people, change.event),
        line=notices.line_of_change,
        url=notices.place_of_change,
        subject=notices.subject_of_change,
        excerpt=notices.words_of_change,
        mail=Frequency.NOW,
    ),
    Kind(
        "event_cancelled",
        label=pgettext_lazy("notification", "An activity that I count on is cancelled or postponed"),
        section=AGENDA,
        icon="circle-x",
        model=Change,
        visible_to=endings_for,
        recipients_who_see=lambda people, change: those_who_see(people, change.event),
        line=notices.line_of_change,
        url=notices.place_of_change,
        excerpt=notices.words_of_change,
        mail=Frequency.NOW,
    ),
    Kind(
        "event_reminder",
        label=pgettext_lazy("notification", "The day before an activity that interests me"),
        section=AGENDA,
        icon="clock",
        model=Occurrence,
        visible_to=dates_for,
        recipients_who_see=lambda people, date: those_who_see(people, date.event),
        line=notices.line_of_reminder,
        subject=notices.subject_of_reminder,
        excerpt=notices.words_of_date,
        mail=Frequency.NOW,
    ),
    Kind(
        "event_review_asked",
        label=pgettext_lazy("notification", "An activity waits for review"),
        section=AGENDA,
        icon="inbox",
        model=Event,
        visible_to=events_to_review_by,
        recipients_who_see=lambda people, _event: those_who_review(people),
        line=notices.line_of_request,
        url=notices.place_of_request,
        excerpt=notices.words_of,
        mail=Frequency.NOW,
        concerns=can_review,
    ),
    Kind(
        "event_reviewed",
        label=pgettext_lazy("notification", "An activity that I announced is reviewed"),
        section=AGENDA,
        icon="calendar",
        model=Event,
        visible_to=own_reviewed,
        line=notices.line_of_review,
        url=notices.place_of_review,
        excerpt=notices.words_of_review,
        mail=Frequency.NOW,
        can_be_switched_off=False,
        concerns=in_network,
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)
