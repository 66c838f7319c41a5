"""Whom a resource concerns, and which of them may see it."""

from typing import TYPE_CHECKING

from django.db.models import Q

from forum.domain.audience import people_of
from intranet.members.models import User
from intranet.notifications.domain.audience import network_among, readers_among, standing_in_network
from repository.enums import Consent, ResourceVisibility
from repository.models import Credit, ResourcePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def whom_it_is_news_to(page: ResourcePage) -> "QuerySet[User]":
    """Those in its group, and those who know about its subjects; not its owner."""
    people = User.objects.filter(subjects__in=page.subjects.values("pk"))
    concerned = Q(pk__in=people.values("pk"))
    if page.group is not None:
        concerned |= Q(pk__in=people_of(page.group).values("pk"))
    told: QuerySet[User] = User.objects.filter(concerned).exclude(pk=page.owner_id)
    return told


def whose_words_it_holds(page: ResourcePage) -> "QuerySet[User]":
    """Those who agreed that it uses them; not its owner."""
    agreed = Credit.objects.filter(page=page.pk, consent=Consent.GIVEN).values("person")
    people: QuerySet[User] = User.objects.filter(pk__in=agreed).exclude(pk=page.owner_id)
    return people


def those_who_see(people: "QuerySet[User]", page: ResourcePage) -> "QuerySet[User]":
    """As `ResourceQuerySet.shown_to` of what is published, for many: of `people` as they come `with_standing`."""
    if page.visibility == ResourceVisibility.GROUP and page.group is not None:
        return readers_among(people, page.group)
    if page.visibility == ResourceVisibility.PUBLIC:
        return people.filter(standing_in_network() | Q(is_guest_today=True), is_active=True)
    return network_among(people)
