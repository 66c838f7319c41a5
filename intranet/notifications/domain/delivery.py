"""The mails that leave at once: one for all that waits of one kind, about one thing, for one person."""

import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from intranet.members.models import User
from intranet.notifications.domain.preferences import choices_of
from intranet.notifications.domain.tellable import Item, items_of, mail_wanted, unread
from intranet.notifications.enums import DIGESTED, Frequency
from intranet.notifications.mails import notification_mail
from intranet.notifications.models import Notification
from intranet.outbox.domain import put

logger = logging.getLogger(__name__)

AT_ONCE = 200  # folds in memory


def deliver_pending() -> int:
    """Put into the outbox what waits for a mail at once, those whose task was lost too; returns how many mails.

    Any number of workers may do this at the same time. What fails is logged, does not stop the rest, and waits for the
    next run.
    """
    mails, last = 0, 0
    while folds := folds_waiting(after=last):
        for recipient, fold, _first in folds:
            mails += deliver_or_log(recipient, fold)
        last = folds[-1][2]
    return mails


def folds_waiting(*, after: int) -> list[tuple[int, str, int]]:
    """(recipient, fold, the first notification's key), the next in the order of these keys."""
    waiting = Notification.objects.to_mail(Frequency.NOW).order_by().values_list("recipient", "fold")
    return list(waiting.annotate(first=Min("pk")).filter(first__gt=after).order_by("first")[:AT_ONCE])


def deliver_or_log(recipient: int, fold: str) -> bool:
    try:
        return deliver_fold(recipient, fold)
    except Exception:
        logger.exception("The notifications %s of person %s could not be mailed", fold, recipient)
        return False


@transaction.atomic
def deliver_fold(recipient: int, fold: str) -> bool:
    """Whether there was something to mail. Mail and `mailed_at` come to be together or not at all."""
    person = User.objects.with_standing().get(pk=recipient)
    waiting = follow_wishes(
        person, claim(Notification.objects.to_mail(Frequency.NOW).filter(recipient=person, fold=fold))
    )
    if not waiting:
        return False
    name = name_of(waiting)
    items = items_of(person, unread(waiting))
    # First: should the outbox send it in this very moment, it asks what the mail tells of.
    settle(waiting, items, key=f"notification:{name}")
    for item in items:  # at most one: they are of one fold
        message, about = notification_mail(item, person, name=name), f"notification:{item.newest.pk}"
        put(message, kind="notification", person=person, key=f"notification:{name}", about=about)
    return bool(items)


def name_of(waiting: Sequence[Notification]) -> str:
    """What tells their mail from all others: the oldest of them, and how often some of them were mailed before."""
    first, before = min(row.pk for row in waiting), max(row.mails for row in waiting)
    return f"{first}.{before}" if before else str(first)


def claim(waiting: QuerySet[Notification], *, most: int | None = None) -> list[Notification]:
    """Have them, or the oldest of them, to oneself until the transaction ends. Those that another worker has are left to it."""
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    return list(rows.select_related("actor", "group").prefetch_related("about")[:most])


def follow_wishes(person: User, waiting: Sequence[Notification]) -> list[Notification]:
    """Leave to the digests what the person, who has changed their mind, wants there; returns the others."""
    choices = choices_of(person)
    for frequency in DIGESTED:
        moved = [row.pk for row in waiting if mail_wanted(row, choices) == frequency]
        if moved:
            Notification.objects.filter(pk__in=moved).update(mail=frequency)
    return [row for row in waiting if mail_wanted(row, choices) not in DIGESTED]


def settle(rows: Sequence[Notification], items: Sequence[Item], *, key: str) -> None:
    """Those in `items` have their mail, by its key in the outbox; of the others it is settled that there will be none."""
    now, told = timezone.now(), {row.pk for item in items for row in item.told}
    if told:
        mails = max(row.mails for row in rows) + 1
        Notification.objects.filter(pk__in=told).update(mailed_at=now, mail_key=key, mails=mails)
    if others := {row.pk for row in rows} - told:
        Notification.objects.filter(pk__in=others).update(mailed_at=now)
