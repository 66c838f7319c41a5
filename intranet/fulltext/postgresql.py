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


WRITING = """
INSERT INTO fulltext_entry AS entry (kind, key, {columns}, words) VALUES (%s, %s, {blanks}, {vectors})
ON CONFLICT (kind, key) DO UPDATE SET {given}, words = {kept}EXCLUDED.words
"""


def write_many(kind: str, entries: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Counter[str]]]]) -> None:
    """Entries with their columns and words, made or changed at once. What is not among the parts of the first stays of all."""
    names = list(entries[0][1])
    parts = [part for part in WEIGHTS if part in entries[0][2]]
    rest = ",".join(weight for part, weight in WEIGHTS.items() if part not in parts)
    sql = WRITING.format(
        columns=", ".join(f'"{name}"' for name in names),
        blanks=", ".join(["%s"] * len(names)),
        vectors=" || ".join(["CAST(%s AS tsvector)"] * len(parts)),
        given=", ".join(f'"{name}" = EXCLUDED."{name}"' for name in names),
        kept=f"ts_filter(entry.words, '{{{rest}}}') || " if rest else "",
    )
    rows = [
        [kind, key, *columns.values(), *(vector_of(bags[part], WEIGHTS[part]) for part in parts)]
        for key, columns, bags in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def settle() -> None:
    """After many entries: what was added since is sorted into the index, and the planner knows how many there are."""
    with connection.cursor() as cursor:
        for name in ("fulltext_words_of_posts", "fulltext_words_of_others", "fulltext_titles"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [name])
        cursor.execute("ANALYZE fulltext_entry")


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


COLUMNS = (
    "entry.kind, entry.key, {rank}, entry.title, entry.address,"
    ' entry."group", entry.organisation, entry.day, entry.subjects, entry.last_day, entry.source'
)
RANK = "ts_rank('{{0, 0.1, 0.3, 1}}', entry.words, CAST(%s AS tsquery), 1) AS rank"
NO_RANK = "CAST(0 AS real) AS rank"
"""Of titles: whoever asks for them sets them in order by what they say, and ranking would read all the words of each."""
VAST, LOOKED_THROUGH = "post", 5_000
"""The kind of which there are so many that what holds a common word is found sooner among the newest than by an index of words."""
APART = "resource_file"
"""The kind that is only ever asked for among a few keys. Both are named here since the indexes are made for them."""
# In the order of the keys, of which there is an index for each kind: in that of `id` one would pass by all the others. Where the newest
# are not enough the word is rare, and the index is quick. The last limits change nothing: they say how few there are.
NEWEST = f"""
(WITH newest AS MATERIALIZED (
  SELECT entry.id FROM fulltext_entry AS entry WHERE entry.kind = '{VAST}' AND entry.words @@ CAST(%s AS tsquery)
  AND entry.key > (SELECT max(other.key) FROM fulltext_entry AS other WHERE other.kind = '{VAST}') - {LOOKED_THROUGH}{{where}}
  ORDER BY entry.key DESC LIMIT %s
), indexed AS MATERIALIZED (
  SELECT entry.id, row_number() OVER (ORDER BY entry.key DESC) AS turn FROM fulltext_entry AS entry
  WHERE (SELECT count(*) FROM newest) < %s AND entry.kind = '{VAST}' AND entry.words @@ CAST(%s AS tsquery){{where}}
)
SELECT {COLUMNS.format(rank=RANK)} FROM fulltext_entry AS entry
WHERE entry.id IN (SELECT newest.id FROM newest UNION SELECT indexed.id FROM indexed WHERE indexed.turn <= %s LIMIT %s))
"""  # noqa: S608 - our own names
# All the others by an index of their own, `fulltext_words_of_others`, and titles by theirs, `fulltext_titles`; the newest of each kind.
# Numbers are compared and put in order sooner than words: of two kinds with the same number, one not asked for would merely take places.
INDEXED = f"""
(WITH found AS MATERIALIZED (
  SELECT turned.id FROM (
    SELECT entry.id, row_number() OVER (PARTITION BY hashtext(entry.kind) ORDER BY entry.key DESC) AS turn FROM fulltext_entry AS entry
    WHERE {{held}} @@ CAST(%s AS tsquery)
    AND hashtext(entry.kind) = ANY(ARRAY(SELECT hashtext(asked.kind) FROM unnest(CAST(%s AS text[])) AS asked (kind))){{where}}
  ) AS turned WHERE turned.turn <= %s
)
SELECT {COLUMNS} FROM fulltext_entry AS entry WHERE entry.id IN (SELECT found.id FROM found LIMIT %s) AND (entry.kind || '') = ANY(%s))
"""  # noqa: S608 - our own names
TITLES, POSTS = "ts_filter(entry.words, '{a}')", f"entry.kind = '{VAST}' AND entry.words"
OTHERS = f"entry.kind <> '{VAST}' AND entry.kind <> '{APART}' AND entry.words"


def searching(
    sought: Sought,
    kinds: Sequence[str],
    *,
    every: bool,
    headings: bool,
    most: int,
    where: str,
    narrowed: Sequence[Any],
    few: bool = False,
) -> tuple[str, list[Any]]:
    """The statement, and its parameters. `few`: an index finds what `where` leaves sooner than looking through the newest."""
    expression = (" & " if every else " | ").join(map(termed, sought.terms))
    ranking = " | ".join(map(worded, sought.words))
    vast, others = [kind for kind in kinds if kind == VAST], [kind for kind in kinds if kind != VAST]
    indexed = {TITLES: list(kinds)} if headings else {OTHERS: others, POSTS: vast if few else []}
    members, parameters = list[str](), list[Any]()
    for held, some in indexed.items():
        if some:
            rank, ranked = (NO_RANK, []) if headings else (RANK.format(), [ranking])
            members.append(INDEXED.format(held=held, rank=rank, where=where))
            parameters += [expression, some, *narrowed, most, *ranked, most * len(some), some]
    if vast and not (few or headings):
        members.append(NEWEST.format(where=where))
        parameters += [expression, *narrowed, most, most, expression, *narrowed, ranking, most, most]
    return " UNION ALL ".join(members), parameters


def termed(term: Term) -> str:
    return f"({' | '.join(' & '.join(map(worded, way)) for way in term)})"
