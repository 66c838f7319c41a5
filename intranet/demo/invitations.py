"""Invitations in every state. Nobody knows their secrets, so no link leads to them; a pending one can be sent again."""

from datetime import date

from intranet.demo.days import day, moment, optional_day, optional_moment
from intranet.demo.tables import rows
from intranet.members.models import Invitation, Organisation, User, WorkingGroup
from intranet.members.models.invitations import VALID_FOR


def load_invitations(
    today: date,
    people: dict[str, User],
    organisations: dict[str, Organisation],
    groups: dict[str, WorkingGroup],
) -> int:
    table = rows("invitations")
    for serial, row in enumerate(table):
        created = moment(day(today, row["created_days"]))
        invitation = Invitation.objects.create(
            email=row["email"],
            token_digest=f"demo{serial:060}",  # of no secret: a digest is hexadecimal
            organisation=organisations.get(row["organisation"]),
            role=row["role"],
            title=row["title"],
            is_manager=row["manager"] == "yes",
            guest_until=optional_day(today, row["guest_days"]),
            invited_by=people[row["invited_by"]],
            created_at=created,
            sent_at=created,
            expires_at=created + VALID_FOR,
            withdrawn_at=optional_moment(today, row["withdrawn_days"]),
            accepted_at=optional_moment(today, row["accepted_days"]),
            accepted_by=people[row["email"]] if row["accepted_days"] else None,
        )
        invitation.groups.add(*(groups[slug] for slug in row["groups"].split()))
    return len(table)
