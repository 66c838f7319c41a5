"""The councils of the network as they are, and the agents around it."""

from datetime import date

from intranet.demo.days import optional_day
from intranet.demo.tables import number, rows
from intranet.members.models import Organisation, Subject


def load_subjects() -> dict[str, Subject]:
    Subject.objects.bulk_create(Subject(**row) for row in rows("subjects"))
    return {subject.slug: subject for subject in Subject.objects.all()}


def load_organisations(today: date) -> dict[str, Organisation]:
    """All organisations by slug, each with its mentor."""
    table = rows("organisations")
    Organisation.objects.bulk_create(organisation_of(row, today) for row in table)
    loaded = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    mentored = [row for row in table if row["mentor"]]
    for row in mentored:
        loaded[row["slug"]].mentor = loaded[row["mentor"]]
    Organisation.objects.bulk_update([loaded[row["slug"]] for row in mentored], ["mentor"])
    return loaded


def organisation_of(row: dict[str, str], today: date) -> Organisation:
    same = ("kind", "name", "slug", "status", "ine_code", "comarca", "province", "website", "email")
    return Organisation(
        **{field: row[field] for field in same},
        population=number(row["population"]),
        joined_year=number(row["joined_year"]),
        left_on=optional_day(today, row["left_days"]),
    )
