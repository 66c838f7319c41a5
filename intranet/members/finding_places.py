"""Councils found by their names and where they are, and groups by their names and aims."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from intranet.fulltext.kinds import Document, Findable, Found, register_findable
from intranet.fulltext.telling import KEYS, excerpt, said_of
from intranet.members.enums import PRESENT_STATUSES, GroupAccess, GroupState, MembershipStatus, OrganisationKind
from intranet.members.models import Organisation, WorkingGroup
from intranet.members.models.organisations import full_name_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.fulltext.words import Sought
    from intranet.members.models import User

COUNCIL, GROUP = "council", "group"
CHUNK = 500


def councils_told(keys: Collection[int] | None) -> Iterator[Document]:
    """One statement."""
    places = Organisation.objects.order_by("pk") if keys is None else Organisation.objects.filter(pk__in=keys)
    rows = places.values_list("pk", "kind", "name", "slug", "status", "comarca", "province")
    for pk, kind, name, slug, status, *where in rows.iterator(CHUNK):
        yield Document(
            pk,
            full_name_of(kind, name),
            reverse("organisation", args=[slug]),
            text="\n".join([str(OrganisationKind(kind).label), *where]),
            organisation=pk,
            is_open=status in PRESENT_STATUSES,
        )


def councils_visible(user: "User") -> "QuerySet[Any, Any]":
    places = Organisation.objects.visible_to(user).order_by()
    return places.annotate(thing=F("pk")).values_list("pk", "thing")


def councils_found(_user: "User", things: Mapping[int, int], _sought: "Sought") -> Iterable[Found]:
    """One statement."""
    for pk, kind, name, slug, status, comarca in said_of(councils_as_told, things):
        state = "" if status == MembershipStatus.MEMBER else str(MembershipStatus(status).label)
        facts = tuple(fact for fact in (comarca, state) if fact)
        yield Found(pk, full_name_of(kind, name), reverse("organisation", args=[slug]), facts)


def councils_as_told() -> "QuerySet[Organisation, Any]":
    places = Organisation.objects.filter(pk__among=KEYS).order_by()
    return places.values_list("pk", "kind", "name", "slug", "status", "comarca")


def council_at(slug: str) -> int | None:
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def groups_told(keys: Collection[int] | None) -> Iterator[Document]:
    """One statement."""
    groups = WorkingGroup.objects.order_by("pk") if keys is None else WorkingGroup.objects.filter(pk__in=keys)
    for pk, name, slug, aims, access in groups.values_list("pk", "name", "slug", "aims", "access").iterator(CHUNK):
        address = reverse("group", args=[slug])
        text = f"{aims}\n{_('Working group')}"
        yield Document(pk, name, address, text=text, group=pk, is_open=access != GroupAccess.PRIVATE)


def groups_visible(user: "User") -> "QuerySet[Any, Any]":
    groups = WorkingGroup.objects.visible_to(user).order_by()
    return groups.annotate(thing=F("pk")).values_list("pk", "thing")


def groups_found(_user: "User", things: Mapping[int, int], sought: "Sought") -> Iterable[Found]:
    """One statement."""
    for pk, name, slug, aims, access, state in said_of(groups_as_told, things):
        is_private = access == GroupAccess.PRIVATE
        yield Found(
            pk,
            name,
            reverse("group", args=[slug]),
            facts=tuple(
                fact
                for fact in (
                    _("Private") if is_private else "",
                    "" if state == GroupState.ACTIVE else str(GroupState(state).label),
                )
                if fact
            ),
            snippet=excerpt(aims, sought),
            mark="lock" if is_private else "",
        )


def groups_as_told() -> "QuerySet[WorkingGroup, Any]":
    groups = WorkingGroup.objects.filter(pk__among=KEYS).order_by()
    return groups.values_list("pk", "name", "slug", "aims", "access", "state")


def group_at(slug: str) -> int | None:
    return WorkingGroup.objects.filter(slug=slug).values_list("pk", flat=True).first()


def register() -> None:
    register_findable(
        Findable(
            COUNCIL,
            pgettext_lazy("found", "Councils"),
            pgettext_lazy("found", "Council"),
            "landmark",
            20,
            documents=councils_told,
            visible=councils_visible,
            rows=councils_found,
            addresses={"organisation": lambda told: council_at(told["slug"])},
        )
    )
    register_findable(
        Findable(
            GROUP,
            gettext_lazy("Working groups"),
            gettext_lazy("Working group"),
            "users-round",
            30,
            documents=groups_told,
            visible=groups_visible,
            rows=groups_found,
            addresses={"group": lambda told: group_at(told["slug"])},
        )
    )
