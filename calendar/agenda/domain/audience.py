"""Whom an event concerns, and which of them may see it."""

from typing import TYPE_CHECKING

from django.db.models import Q

from agenda.enums import EventVisibility
from agenda.models import Event
from forum.domain.audience import people_of
from intranet.members.models import Position, User
from intranet.members.models.people_queries import COORDINATION
from intranet.notifications.domain.audience import network_among, readers_among, standing_in_network

if TYPE_CHECKING:
    from django.db.models import QuerySet


def whom_it_is_news_to(event: Event) -> "QuerySet[User]":
    """Those in its group; those who know about its subjects; of what the network itself announces, everyone."""
    subjects = Event.subjects.through.objects.filter(event=event)
    knowing = User.subjects.through.objects.filter(subject__in=subjects.values("subject"))
    concerned = Q(pk__in=knowing.values("user"))
    if event.group is not None:
        concerned |= Q(pk__in=people_of(event.group).values("pk"))
    elif event.organisation_id is None:
        concerned |= Q(pk__in=User.objects.in_network().values("pk"))
    told: QuerySet[User] = User.objects.filter(concerned).exclude(pk=event.author_id)
    return told


def those_who_count_on(event: Event) -> "QuerySet[User]":
    """Those whom it interests, who announced it, and the people of the group whose meeting it is."""
    concerned = Q(pk=event.author_id) | Q(pk__in=event.interests.values("person"))
    if event.group is not None:
        concerned |= Q(pk__in=people_of(event.group).values("pk"))
    people: QuerySet[User] = User.objects.filter(concerned)
    return people


def people_of_council(event: Event) -> "QuerySet[User]":
    """Those of the council that organises it."""
    open_today = Position.objects.giving_access().filter(organisation=event.organisation_id)
    people: QuerySet[User] = User.objects.filter(pk__in=open_today.values("user"))
    return people


def reviewers() -> "QuerySet[User]":
    people: QuerySet[User] = User.objects.filter(groups__name=COORDINATION)
    return people


def those_who_see(people: "QuerySet[User]", event: Event) -> "QuerySet[User]":
    """As `EventQuerySet.visible_to` of what is published, for many: of `people` as they come `with_standing`."""
    if event.visibility == EventVisibility.GROUP and event.group is not None:
        return readers_among(people, event.group)
    if event.visibility == EventVisibility.PUBLIC:
        return people.filter(standing_in_network() | Q(is_guest_today=True), is_active=True)
    return network_among(people)


def those_who_review(people: "QuerySet[User]") -> "QuerySet[User]":
    """As `rules.can_review`, for many."""
    return people.filter(Q(is_coordination_today=True) | Q(is_superuser=True), is_active=True)
