"""Which of many things one person may see: each section's own rule, all of them in one statement.

The rules are worded once a day for all who stand alike and then only filled in (`intranet.statements`): wording a dozen of them
takes longer than answering them.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.utils import timezone

from intranet.fulltext.kinds import findable
from intranet.fulltext.telling import KEYS
from intranet.prepared import answers_to
from intranet.statements import Statement, among
from intranet.unions import anyone, blanks_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.members.models import User
    from intranet.members.standing import Standing


Rows = Callable[["User"], "QuerySet[Any, Any]"]
"""Rows that a person may see, of as many columns as the others that are asked together; of `Findable.visible`, two."""


def visible_among(user: "User", keys: Mapping[str, Collection[int]]) -> dict[str, dict[int, int]]:
    """Of the documents with these `keys`, kind by kind, those that `user` may see, each with the key of the thing it is shown as.

    One statement, none for no keys. A kind of which they see nothing has no documents here.
    """
    asked = {kind: (findable(kind).visible, some) for kind, some in keys.items()}
    found: dict[str, dict[int, int]] = {kind: {} for kind in asked}
    for kind, key, thing in rows_among(user, asked):
        found[kind][key] = thing
    return found


def rows_among(user: "User", asked: Mapping[str, tuple[Rows, Collection[int]]]) -> list[tuple[Any, ...]]:
    """What `user` may see of all that is asked for, each row after the name under which it is asked for: an identifier of ours."""
    day = timezone.localdate()
    worded = {name: worded_among(rows, user.standing, day) for name, (rows, keys) in asked.items() if keys}
    blanks = blanks_for(user)
    members, parameters = list[str](), list[Any]()
    for name, statement in worded.items():
        if statement is None:
            continue
        members.append(f"SELECT '{name}' AS source, seen.* FROM ({statement.sql}) seen")  # noqa: S608 - our own names
        blanks[KEYS] = among(asked[name][1])
        parameters += [blanks.get(value, value) for value in statement.parameters]
    if not members:
        return []
    return answers_to(" UNION ALL ".join(members), parameters)


@lru_cache(maxsize=1_024)
def worded_among(rows: Rows, standing: "Standing", _day: date) -> Statement | None:
    """None where nobody who stands so sees any."""
    try:
        return Statement.of(rows(anyone(standing)).order_by().filter(pk__among=KEYS))
    except EmptyResultSet:
        return None
