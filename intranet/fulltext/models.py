from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that can be found by its words: what it is, and its key among those.

    The words are beside it, where the ORM does not reach: on PostgreSQL in its column `words`, on SQLite in the table
    `fulltext_words` (FTS5), in the row of the same number, which goes when this one goes.
    """

    kind = models.CharField(max_length=30)
    key = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="fulltext_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
