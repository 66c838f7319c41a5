from typing import Any

from django.db import migrations, models
from django.db.models import Q


def keep_refusals(apps: Any, _schema_editor: Any) -> None:
    """Whoever was refused, or asks again after an answer, does not walk in."""
    seats = apps.get_model("members", "GroupMembership").objects
    asks_again = Q(state="requested") & ~Q(answer="")
    seats.filter(Q(state="refused") | asks_again).update(turned_away=True)


class Migration(migrations.Migration):
    dependencies = [("members", "0010_network_group")]

    operations = [
        migrations.AddField(
            model_name="groupmembership",
            name="turned_away",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="untold",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(keep_refusals, migrations.RunPython.noop),
    ]
