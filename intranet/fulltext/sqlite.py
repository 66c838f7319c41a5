"""Words in a table of SQLite's FTS5."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from intranet.fulltext.words import Sought, Term, Wanted

MATCHING = """
SELECT entry.key FROM fulltext_words AS words JOIN fulltext_entry AS entry ON entry.id = words.rowid
WHERE fulltext_words MATCH %s AND entry.kind = %s {among} ORDER BY bm25(fulltext_words, 10.0, 3.0, 1.0), entry.key LIMIT %s
"""


def write(entry: int, parts: Mapping[str, Counter[str]]) -> None:
    texts = {part: " ".join(bag.elements()) for part, bag in parts.items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM fulltext_words WHERE rowid = %s", [entry])
        if cursor.fetchone():
            columns = ", ".join(f"{part} = %s" for part in texts)
            cursor.execute(f"UPDATE fulltext_words SET {columns} WHERE rowid = %s", [*texts.values(), entry])  # noqa: S608 - our own names
        else:
            values = [texts.get(part, "") for part in ("heading", "text", "files")]
            cursor.execute(
                "INSERT INTO fulltext_words (rowid, heading, text, files) VALUES (%s, %s, %s, %s)", [entry, *values]
            )


DESCRIBING = """
INSERT INTO fulltext_entry (kind, key, {columns}) VALUES (%s, %s, {blanks})
ON CONFLICT (kind, key) DO UPDATE SET {given}
"""
WORDING = """
INSERT OR REPLACE INTO fulltext_words (rowid, heading, text, files)
SELECT entry.id, %s, %s, {files} FROM fulltext_entry AS entry WHERE entry.kind = %s AND entry.key = %s
"""
KEPT = "coalesce((SELECT words.files FROM fulltext_words AS words WHERE words.rowid = entry.id), '')"


def write_many(kind: str, entries: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Counter[str]]]]) -> None:
    """Entries with their columns and words, made or changed at once. What is not among the parts of the first stays of all."""
    names = list(entries[0][1])
    parts = [part for part in ("heading", "text", "files") if part in entries[0][2]]
    describing = DESCRIBING.format(
        columns=", ".join(f'"{name}"' for name in names),
        blanks=", ".join(["%s"] * len(names)),
        given=", ".join(f'"{name}" = excluded."{name}"' for name in names),
    )
    wording = WORDING.format(files="%s" if "files" in parts else KEPT)
    with connection.cursor() as cursor:
        cursor.executemany(describing, [[kind, key, *columns.values()] for key, columns, _bags in entries])
        cursor.executemany(
            wording,
            [[*(" ".join(bags[part].elements()) for part in parts), kind, key] for key, _columns, bags in entries],
        )


def settle() -> None:
    """After many entries: the pieces of the index become one."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fulltext_words (fulltext_words) VALUES ('optimize')")


def keys(kind: str, wanted: Sequence[Wanted], *, every: bool, limit: int, among: Collection[int] | None) -> list[int]:
    expression = (" AND " if every else " OR ").join(map(worded, wanted))
    narrowing = f"AND entry.key IN ({', '.join(['%s'] * len(among))})" if among is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(MATCHING.format(among=narrowing), [expression, kind, *(among or []), limit])
        return [key for (key,) in cursor.fetchall()]


def worded(one: Wanted) -> str:
    """Letters and digits alone, in quotes: nothing in them is an operator."""
    return f'("{one.stem}" OR "{one.beginning}"*)' if one.beginning else f'"{one.stem}"'


SEARCHING = """
SELECT * FROM (SELECT entry.kind, entry.key, -bm25(fulltext_words, 10.0, 3.0, 1.0) AS rank, entry.title, entry.address,
entry."group", entry.organisation, entry.day, entry.subjects, entry.last_day, entry.source
FROM fulltext_words AS words JOIN fulltext_entry AS entry ON entry.id = words.rowid
WHERE fulltext_words MATCH %s AND entry.kind = %s{where} ORDER BY words.rowid DESC LIMIT %s)
"""


def searching(
    sought: Sought,
    kinds: Sequence[str],
    *,
    every: bool,
    headings: bool,
    most: int,
    where: str,
    narrowed: Sequence[Any],
    few: bool = False,  # noqa: ARG001 - here there is but one way
) -> tuple[str, list[Any]]:
    """The statement, and its parameters."""
    expression = (" AND " if every else " OR ").join(map(termed, sought.terms))
    if headings:
        expression = f"heading : ({expression})"
    sql = " UNION ALL ".join([SEARCHING.format(where=where)] * len(kinds))
    return sql, [value for kind in kinds for value in (expression, kind, *narrowed, most)]


def termed(term: Term) -> str:
    return f"({' OR '.join('(' + ' AND '.join(map(worded, way)) + ')' for way in term)})"
