from typing import Any

from django.db import migrations, models

# Words come to the index folded and stemmed: the database takes them as they are. A row of words goes with its entry, also
# where Django empties the table. (SQLite forgets the trigger when it makes the table anew: a migration that does, makes it again.)
SQLITE = [
    "CREATE VIRTUAL TABLE fulltext_words USING fts5 (heading, text, files, tokenize = 'unicode61 remove_diacritics 0', prefix = '3')",
    """
    CREATE TRIGGER fulltext_words_go AFTER DELETE ON fulltext_entry
    BEGIN DELETE FROM fulltext_words WHERE rowid = OLD.id; END
    """,
]
POSTGRESQL = [
    "ALTER TABLE fulltext_entry ADD COLUMN words tsvector NOT NULL DEFAULT ''::tsvector",
    "CREATE INDEX fulltext_words ON fulltext_entry USING gin (words)",
]


def make_room_for_words(_apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def remove_words(_apps: Any, schema_editor: Any) -> None:
    """PostgreSQL's column and index go with the table, SQLite's trigger too."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE fulltext_words")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("key", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="fulltext_entry_once")],
            },
        ),
        migrations.RunPython(make_room_for_words, remove_words),
    ]
