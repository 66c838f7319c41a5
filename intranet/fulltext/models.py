from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that can be found by its words: what it is, its key among those, and what one narrows down by.

    The words are beside it, where the ORM does not reach: on PostgreSQL in its column `words`, on SQLite in the table
    `fulltext_words` (FTS5), in the row of the same number, which goes when this one goes. The keys of groups, councils and
    subjects are numbers here: this floor knows none of them.
    """

    kind = models.CharField(max_length=30)
    key = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255, default="")
    address = models.TextField(default="")
    group = models.PositiveBigIntegerField(null=True)
    organisation = models.PositiveBigIntegerField(null=True)
    day = models.DateField(null=True)
    # Of what lasts: until when.
    last_day = models.DateField(null=True)
    # Of each its key between commas.
    subjects = models.TextField(default="")
    # Of what only passes on something else: which thing, as `Document.source` says it.
    source = models.TextField(default="")
    # Whether the whole network reads it, as far as that is known here: saves looking at what one may not see, and decides nothing.
    is_open = models.BooleanField(default=True)
    # Of all that was told of it, words included: the night finds by it what has changed without saying so.
    digest = models.CharField(max_length=32, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="fulltext_entry_once")]
        indexes: ClassVar = [models.Index(fields=["kind", "-id"], name="fulltext_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class KnownWord(models.Model):
    """A word that the whole network may read somewhere: what is proposed to whoever mistypes it."""

    word = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.word
