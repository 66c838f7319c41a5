"""What coordination wrote down about its contact with the councils; some of it is overdue."""

from datetime import date

from intranet.demo.days import day, optional_day
from intranet.demo.tables import rows
from intranet.members.models import FollowUp, Organisation, User


def load_follow_ups(today: date, organisations: dict[str, Organisation], author: User) -> int:
    return len(
        FollowUp.objects.bulk_create(
            FollowUp(
                organisation=organisations[row["organisation"]],
                kind=row["kind"],
                on=day(today, row["days"]),
                next_contact_on=optional_day(today, row["next_days"]),
                note=row["note"],
                author=author,
            )
            for row in rows("follow_ups")
        )
    )
