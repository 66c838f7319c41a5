"""What is computed from other fields, where the way of computing it is new: people's order, and the words of aims."""

from typing import Any

from django.db import migrations

COMPUTED = (("User", "sort_key"), ("WorkingGroup", "folded_aims"))
AT_ONCE = 500


def compute_again(apps: Any, _schema_editor: Any) -> None:
    for model_name, field_name in COMPUTED:
        model = apps.get_model("members", model_name)
        field = model._meta.get_field(field_name)
        rows = list(model._base_manager.only("pk", field_name, *field.sources))
        for row in rows:
            field.pre_save(row, False)
        model._base_manager.bulk_update(rows, [field_name], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("members", "0006_folded_aims")]

    operations = [migrations.RunPython(compute_again, migrations.RunPython.noop)]
