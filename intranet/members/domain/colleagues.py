"""The people of an organisation, as a person may know them."""

from datetime import timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from intranet.members.models import Organisation, Position, User

REGRET = timedelta(days=30)
"""How long an ended position is still at hand on the organisation's page, to be reopened."""


def colleagues_of(organisation: Organisation, *, viewer: User) -> QuerySet[Position]:
    """Today's positions of the people `viewer` may know of, the representative first, each person as `viewer` sees them."""
    known = User.objects.visible_to(viewer).filter(is_active=True)
    shown = Prefetch("user", User.objects.with_closeness(viewer))
    positions = Position.objects.open().filter(organisation=organisation, user__in=known.values("pk"))
    return (
        positions.order_by("-is_representative", "user__sort_key", "pk")
        .select_related("organisation")
        .prefetch_related(shown)
    )


def recently_ended(organisation: Organisation) -> QuerySet[Position]:
    """The positions that ended of late, by people who hold no other one here today."""
    today = timezone.localdate()
    ended = Position.objects.filter(organisation=organisation, ends_on__lte=today, ends_on__gt=today - REGRET)
    still_here = Position.objects.open().filter(organisation=organisation).values("user")
    return (
        ended.exclude(user__in=still_here)
        .select_related("user", "organisation", "successor")
        .order_by("-ends_on", "user__sort_key")
    )


def possible_successors(position: Position) -> QuerySet[User]:
    """The colleagues who could take over from the holder of `position`."""
    colleagues = Position.objects.open().filter(organisation=position.organisation).exclude(user=position.user)
    people: QuerySet[User] = User.objects.filter(pk__in=colleagues.values("user"), is_active=True)
    return people
