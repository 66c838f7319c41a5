from typing import Any

from django.db import migrations, models

# SQLite makes the table anew to add columns, and forgets the trigger by which a row of words goes with its entry.
TRIGGER = """
CREATE TRIGGER IF NOT EXISTS fulltext_words_go AFTER DELETE ON fulltext_entry
BEGIN DELETE FROM fulltext_words WHERE rowid = OLD.id; END
"""


def remember_words(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(TRIGGER)


class Migration(migrations.Migration):
    dependencies = [("fulltext", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KnownWord",
            fields=[("word", models.CharField(max_length=40, primary_key=True, serialize=False))],
        ),
        migrations.AddField("entry", "title", models.CharField(default="", max_length=255)),
        migrations.AddField("entry", "address", models.TextField(default="")),
        migrations.AddField("entry", "group", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("entry", "organisation", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("entry", "day", models.DateField(null=True)),
        migrations.AddField("entry", "last_day", models.DateField(null=True)),
        migrations.AddField("entry", "subjects", models.TextField(default="")),
        migrations.AddField("entry", "source", models.TextField(default="")),
        migrations.AddField("entry", "is_open", models.BooleanField(default=True)),
        migrations.AddField("entry", "digest", models.CharField(default="", max_length=32)),
        migrations.AddIndex("entry", models.Index(fields=["kind", "-id"], name="fulltext_newest")),
        migrations.RunPython(remember_words, remember_words),
    ]
