"""What many are told of a step is owed to each of them, in their row, until its mail is in the outbox: a worker writes it."""

import logging
from collections.abc import Sequence

from django.db import transaction

from agenda.registration.domain.desks import lock_desk
from agenda.registration.domain.telling import write
from agenda.registration.enums import News
from agenda.registration.models import Registration

CHUNK = 25
"""How many are written to while the desk is held: nobody who registers meanwhile waits for long."""

logger = logging.getLogger(__name__)


def tell_owed() -> int:
    """Write to all who are owed a mail; how many. Any number of these may run: each mail is put in once."""
    owed = Registration.objects.exclude(owed="")
    found = owed.order_by("desk", "changed_at", "pk").values_list("desk", "pk")
    by_desk: dict[int, list[int]] = {}
    for desk, pk in found:
        by_desk.setdefault(desk, []).append(pk)
    parts = [
        (desk, rows[first : first + CHUNK]) for desk, rows in by_desk.items() for first in range(0, len(rows), CHUNK)
    ]
    return sum(pay(desk, keys) for desk, keys in parts)


def pay(desk: int, keys: Sequence[int]) -> int:
    """Who cannot be written to keeps no other waiting."""
    try:
        return pay_together(desk, keys)
    except Exception:
        if len(keys) == 1:
            logger.exception("The registration %s could not be told", keys[0])
            return 0
    return sum(pay(desk, [key]) for key in keys)


@transaction.atomic
def pay_together(pk: int, keys: Sequence[int]) -> int:
    """Under the lock, of the step at which they are by now: what has been told since is owed no more."""
    desk = lock_desk(pk)
    owed = desk.registrations.filter(pk__in=keys).exclude(owed="")
    rows = list(owed.select_related("person", "organisation", "registered_by").order_by("changed_at", "pk"))
    for row in rows:
        row.desk = desk
    count = write(rows, [News(row.owed) for row in rows])
    owed.update(owed="")
    return count
