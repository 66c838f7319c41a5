"""Groups that chose their members before go on choosing them, and the network has a group that holds everyone."""

from itertools import count
from typing import Any

from django.db import migrations

NAME, SLUG = "Tota la xarxa", "xarxa"
AIMS = "L’espai de tothom: el que interessa a tots els municipis de la xarxa, sigui quin sigui el seu grup de treball."
WAYS_IN = {"closed": "on_request", "private": "by_invitation"}


def keep_ways_in(apps: Any, _schema_editor: Any) -> None:
    groups = apps.get_model("members", "WorkingGroup").objects
    for access, joining in WAYS_IN.items():
        groups.filter(access=access).update(joining=joining)


def make_network_group(apps: Any, _schema_editor: Any) -> None:
    """Unless there is one; a name or an address that is taken gets a number."""
    groups = apps.get_model("members", "WorkingGroup").objects
    if groups.filter(holds_everyone=True).exists():
        return
    taken = set(groups.values_list("name", flat=True)) | set(groups.values_list("slug", flat=True))
    names = ((NAME, SLUG) if number == 1 else (f"{NAME} {number}", f"{SLUG}-{number}") for number in count(1))
    name, slug = next(pair for pair in names if not taken & set(pair))
    groups.create(name=name, slug=slug, aims=AIMS, access="open", joining="at_once", holds_everyone=True)


class Migration(migrations.Migration):
    dependencies = [("members", "0009_living_groups")]

    operations = [
        migrations.RunPython(keep_ways_in, migrations.RunPython.noop),
        migrations.RunPython(make_network_group, migrations.RunPython.noop),
    ]
