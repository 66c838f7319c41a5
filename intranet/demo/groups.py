"""The working groups and who is in them."""

from datetime import date

from intranet.demo.days import day, moment, optional_day
from intranet.demo.tables import rows, texts
from intranet.members.enums import GroupAccess, GroupState
from intranet.members.models import GroupMembership, User, WorkingGroup


def load_groups(today: date) -> dict[str, WorkingGroup]:
    """All groups by slug, each with those it works together with."""
    described = texts("groups")["group"]
    for group in described:
        WorkingGroup.objects.create(
            slug=group["slug"],
            name=group["name"],
            aims=group["aims"],
            state=group.get("state", GroupState.ACTIVE),
            access=group.get("access", GroupAccess.OPEN),
            created_at=moment(day(today, group["since_days"])),
        )
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
