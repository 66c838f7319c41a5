"""Words in a `tsvector` of PostgreSQL's, written as such: no parser of its own comes between."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from intranet.fulltext.words import Wanted

WEIGHTS = {"heading": "A", "text": "B", "files": "C"}
MATCHING = """
SELECT key FROM fulltext_entry, CAST(%s AS tsquery) AS wanted WHERE kind = %s AND words @@ wanted {among}
ORDER BY ts_rank('{{0, 0.1, 0.3, 1}}', words, wanted, 1) DESC, key LIMIT %s
"""


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
        cursor.execute(MATCHING.format(among=narrowing), [expression, kind, *(among or []), limit])
        return [key for (key,) in cursor.fetchall()]


def worded(one: Wanted) -> str:
    return f"('{one.stem}' | '{one.beginning}':*)" if one.beginning else f"'{one.stem}'"
