"""Words in a `tsvector` of PostgreSQL's, written as such: no parser of its own comes between."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from intranet.fulltext.words import Sought, Term, Wanted

WEIGHTS = {"heading": "A", "text": "B", "files": "C"}
MATCHING = """
SELECT key FROM fulltext_entry, CAST(%s AS tsquery) AS wanted WHERE kind = %s AND words @@ wanted {among}
ORDER BY ts_rank('{{0, 0.1, 0.3, 1}}', words, CAST(%s AS tsquery), 1) DESC, key LIMIT %s
"""
# Ranked by a query of ORs: that of ANDs looks at how close the words stand, which the index does not hold.


def write(entry: int, parts: Mapping[str, Counter[str]]) -> None:
    """What is not among `parts` stays as it is."""
    rest = "".join(f",{weight}" for part, weight in WEIGHTS.items() if part not in parts)
    vectors = " || ".join(["CAST(%s AS tsvector)"] * len(parts))
    given = [vector_of(bag, WEIGHTS[part]) for part, bag in parts.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE fulltext_entry SET words = ts_filter(words, CAST(%s AS "char"[])) || {vectors} WHERE id = %s',  # noqa: S608 - as many blanks as parts
            [f"{{{rest.lstrip(',')}}}", *given, entry],
        )


def vector_of(bag: Counter[str], weight: str) -> str:
    """Of words of letters and digits alone."""
    return " ".join(
        f"'{word}':{','.join(f'{turn}{weight}' for turn in range(1, times + 1))}" for word, times in bag.items()
    )


def keys(kind: str, wanted: Sequence[Wanted], *, every: bool, limit: int, among: Collection[int] | None) -> list[int]:
    expression = (" & " if every else " | ").join(map(worded, wanted))
    narrowing = f"AND key IN ({', '.join(['%s'] * len(among))})" if among is not None else ""
    with connection.cursor() as cursor:
        ranking = " | ".join(map(worded, wanted))
        cursor.execute(MATCHING.format(among=narrowing), [expression, kind, *(among or []), ranking, limit])
        return [key for (key,) in cursor.fetchall()]


def worded(one: Wanted) -> str:
    return f"('{one.stem}' | '{one.beginning}':*)" if one.beginning else f"'{one.stem}'"


SEARCHING = """
(SELECT entry.kind, entry.key, ts_rank('{{0, 0.1, 0.3, 1}}', entry.words, CAST(%s AS tsquery), 1) AS rank, entry.title, entry.address,
entry."group", entry.organisation, entry.day, entry.subjects
FROM fulltext_entry AS entry, CAST(%s AS tsquery) AS wanted
WHERE entry.kind = %s AND entry.words @@ wanted{where} ORDER BY entry.id DESC LIMIT %s)
"""


def searching(
    sought: Sought, kinds: Sequence[str], *, every: bool, headings: bool, most: int, where: str, narrowed: Sequence[Any]
) -> tuple[str, list[Any]]:
    """The statement, and its parameters."""
    expression = (" & " if every else " | ").join(termed(term, "A" if headings else "") for term in sought.terms)
    sql = " UNION ALL ".join([SEARCHING.format(where=where)] * len(kinds))
    ranking = " | ".join(map(worded, sought.words))
    return sql, [value for kind in kinds for value in (ranking, expression, kind, *narrowed, most)]


def termed(term: Term, weight: str) -> str:
    """`weight`: of the part in which it is to stand, if not anywhere."""
    return f"({' | '.join(' & '.join(weighted(one, weight) for one in way) for way in term)})"


def weighted(one: Wanted, weight: str) -> str:
    if not weight:
        return worded(one)
    stem = f"'{one.stem}':{weight}"
    return f"({stem} | '{one.beginning}':*{weight})" if one.beginning else stem
