"""The questions one asks of people."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When

from intranet.catalan import fold
from intranet.members.enums import GroupRole, Visibility

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models.people import User

COORDINATION = "Coordinació"

# How close a viewer must be to see a field of each visibility, and how close they are.
SAME_COUNCIL, SAME_GROUP, SAME_NETWORK, TRUSTED = 2, 1, 0, 3
CLOSENESS_NEEDED = {
    Visibility.NOBODY: TRUSTED,
    Visibility.COUNCIL: SAME_COUNCIL,
    Visibility.GROUPS: SAME_GROUP,
    Visibility.NETWORK: SAME_NETWORK,
}


def positions_giving_access(on: date | None = None) -> "models.QuerySet[Any]":
    return apps.get_model("members", "Position").objects.giving_access(on)


def memberships_in_force() -> "models.QuerySet[Any]":
    return apps.get_model("members", "GroupMembership").objects.in_force()


class UserQuerySet(models.QuerySet["User"]):
    def with_standing(self) -> Self:
        """Annotate what `User.standing` is made of, so that it costs no statement of its own."""
        second_factors = apps.get_model("mfa", "Authenticator").objects.filter(user=OuterRef("pk"))
        coordination = self.model.groups.through.objects.filter(user=OuterRef("pk"), group__name=COORDINATION)
        return self.annotate(
            is_member_today=Exists(positions_giving_access().filter(user=OuterRef("pk"))),
            is_guest_today=Exists(memberships_in_force().filter(user=OuterRef("pk"), role=GroupRole.GUEST)),
            is_coordination_today=Exists(coordination),
            has_second_factor=Exists(second_factors.exclude(type="recovery_codes")),
        )

    def in_network(self) -> Self:
        """The people of the network today: those with a position that gives access, and coordination."""
        return self.filter(self._holding_access(), is_active=True)

    def _holding_access(self) -> Q:
        return Q(Exists(positions_giving_access().filter(user=OuterRef("pk")))) | Q(pk__in=self._in_coordination())

    def _in_coordination(self) -> "models.QuerySet[Any, Any]":
        return self.model.groups.through.objects.filter(group__name=COORDINATION).values("user")

    def visible_to(self, viewer: "User | AnonymousUser") -> Self:
        """The people `viewer` may know of: the network's, those of the own groups, oneself. Coordination: all."""
        if viewer.is_anonymous or not viewer.standing.has_access:
            return self.none()
        if viewer.standing.cares_for_members:
            return self
        known = Q(pk=viewer.pk) | Q(Exists(self._sharing_a_group(viewer)))
        if viewer.standing.in_network:
            # The network first: a database then asks of the groups only for the few who are not in it.
            known = self._holding_access() | known
        return self.filter(known, is_active=True)

    def _sharing_a_group(self, viewer: "User") -> "models.QuerySet[Any]":
        """The memberships of the row's person in the viewer's groups, as long as both have access."""
        with_access = Q(role=GroupRole.GUEST) | Q(user__in=positions_giving_access().values("user"))
        with_access |= Q(user__in=self._in_coordination()) | Q(user__is_superuser=True)
        mine = apps.get_model("members", "GroupMembership").objects.of(viewer).values("group")
        return memberships_in_force().filter(with_access, user=OuterRef("pk"), group__in=mine)

    def with_closeness(self, viewer: "User") -> Self:
        """Annotate how close each person is to `viewer`, which decides the fields they show (`User.shown`)."""
        if viewer.standing.cares_for_members:
            return self.annotate(closeness=Value(TRUSTED))
        mine = positions_giving_access().filter(user=viewer).values("organisation")
        colleagues = positions_giving_access().filter(user=OuterRef("pk"), organisation__in=mine)
        return self.annotate(
            closeness=Case(
                When(pk=viewer.pk, then=Value(TRUSTED)),
                When(Exists(colleagues), then=Value(SAME_COUNCIL)),
                When(Exists(self._sharing_a_group(viewer)), then=Value(SAME_GROUP)),
                default=Value(SAME_NETWORK),
                output_field=models.IntegerField(),
            )
        )

    def showing(self, field: str) -> Self:
        """Only those whose `field` the viewer given to `with_closeness` may see: for filters that would betray it."""
        cases = (
            When(**{f"{field}_visibility": visibility, "then": Value(needed)})
            for visibility, needed in CLOSENESS_NEEDED.items()
        )
        needed = Case(*cases, default=Value(TRUSTED), output_field=models.IntegerField())
        return self.filter(closeness__gte=needed)

    def named(self, text: str) -> Self:
        """Those whose name or council holds every word of `text`, in any order, without regard to accents."""
        found = self
        for word in fold(text).split():
            in_council = positions_giving_access().filter(user=OuterRef("pk"), organisation__folded_name__contains=word)
            found = found.filter(Q(folded_name__contains=word) | Q(Exists(in_council)))
        return found

    def with_open_positions(self) -> Self:
        """Prefetch today's positions, with their organisation, as `open_positions`: one statement for any number."""
        positions = apps.get_model("members", "Position").objects.open().select_related("organisation")
        return self.prefetch_related(Prefetch("positions", positions, to_attr="open_positions"))

    def with_council_key(self) -> Self:
        """Annotate `council_key`, the sort key of each person's first council."""
        first = positions_giving_access().filter(user=OuterRef("pk")).order_by("organisation__sort_key")
        return self.annotate(council_key=Subquery(first.values("organisation__sort_key")[:1]))
