from typing import Any

from django.db import migrations

# Of titles alone, and of all but posts, whose common words are looked for in another way (`postgresql.py`); and by what one narrows down.
INDEXES = {
    "fulltext_titles": "gin (ts_filter(words, '{a}'))",
    "fulltext_words_of_others": "gin (words) WHERE kind <> 'post' AND kind <> 'resource_file'",
    "fulltext_words_of_posts": "gin (words) WHERE kind = 'post'",
    "fulltext_group": 'btree ("group")',
    "fulltext_organisation": "btree (organisation)",
}


def make_indexes(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name, what in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON fulltext_entry USING {what}")
        schema_editor.execute("DROP INDEX fulltext_words")


def remove_indexes(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")
        schema_editor.execute("CREATE INDEX fulltext_words ON fulltext_entry USING gin (words)")


class Migration(migrations.Migration):
    dependencies = [("fulltext", "0002_what_one_narrows_down_by")]

    operations = [migrations.RunPython(make_indexes, remove_indexes)]
