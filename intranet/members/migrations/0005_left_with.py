"""Seats that ended together with a position are marked as such, so that undoing that end still brings them back."""

from typing import Any

from django.db import migrations


def mark_seats(apps: Any, _schema_editor: Any) -> None:
    seats = apps.get_model("members", "GroupMembership").objects.filter(state="active").exclude(role="guest")
    for position in apps.get_model("members", "Position").objects.filter(ends_on__isnull=False):
        left = seats.filter(user=position.user_id, until=position.ends_on)
        left.update(left_with=position.organisation_id)


class Migration(migrations.Migration):
    dependencies = [("members", "0004_succession")]

    operations = [migrations.RunPython(mark_seats, migrations.RunPython.noop)]
