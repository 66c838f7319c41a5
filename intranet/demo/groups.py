"""The working groups and who is in them."""

from datetime import date
from typing import Any

from intranet.demo.days import day, moment, optional_day
from intranet.demo.tables import rows, texts
from intranet.members.enums import GroupAccess, GroupJoining, GroupState
from intranet.members.models import GroupMembership, User, WorkingGroup

# How one comes into the groups that do not say.
WAYS_IN = {
    GroupAccess.OPEN: GroupJoining.AT_ONCE,
    GroupAccess.CLOSED: GroupJoining.ON_REQUEST,
    GroupAccess.PRIVATE: GroupJoining.BY_INVITATION,
}


def described_as(group: dict[str, Any], today: date) -> dict[str, Any]:
    access = group.get("access", GroupAccess.OPEN)
    return {
        "slug": group["slug"],
        "name": group["name"],
        "aims": group["aims"],
        "state": group.get("state", GroupState.ACTIVE),
        "access": access,
        "joining": group.get("joining", WAYS_IN[access]),
        "welcome": group.get("welcome", ""),
        "created_at": moment(day(today, group["since_days"])),
    }


def load_groups(today: date) -> dict[str, WorkingGroup]:
    """All groups by slug, each with those it works together with."""
    described = texts("groups")["group"]
    for group in described:
        # The one that holds everyone is there since the tables are.
        holds_everyone = group.get("holds_everyone", False)
        known_by = {"holds_everyone": True} if holds_everyone else {"slug": group["slug"]}
        WorkingGroup.objects.update_or_create(**known_by, defaults=described_as(group, today))
    groups = {group.slug: group for group in WorkingGroup.objects.all()}
    for group in described:
        groups[group["slug"]].partners.add(*(groups[slug] for slug in group.get("partners", ())))
    return groups


def load_memberships(today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> int:
    return len(
        GroupMembership.objects.bulk_create(
            GroupMembership(
                group=groups[row["group"]],
                user=people[row["email"]],
                role=row["role"],
                state=row["state"],
                since=day(today, row["since_days"]),
                until=optional_day(today, row["until_days"]),
            )
            for row in rows("memberships")
        )
    )
