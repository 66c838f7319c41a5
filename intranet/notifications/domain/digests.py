"""The digests: what was noted since the last one, once a day or once a week, in one mail.

A digest is of a day (Europe/Madrid) and holds what was noted before half past seven of it. So it is the same whenever it
is made: after a downtime, or for those whom a process that was killed had left out.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from intranet.members.models import User
from intranet.notifications.domain.delivery import claim, settle
from intranet.notifications.domain.tellable import Item, items_of, unread
from intranet.notifications.enums import Frequency
from intranet.notifications.mails import digest_mail
from intranet.notifications.models import Digest, Notification
from intranet.outbox.domain import put

logger = logging.getLogger(__name__)

HOUR = time(7, 30)
AT_ONCE = 200  # people in one statement
MOST_NOTIFICATIONS = 1000  # of one person in one digest; what is left waits for the next


def send_daily_digests() -> None:
    send_digests(Frequency.DAILY)


def send_weekly_digests() -> None:
    send_digests(Frequency.WEEKLY)


def send_digests(frequency: Frequency, *, day: date | None = None) -> int:
    """Put into the outbox the digests that are missing of `day`, else of the last one due; returns how many mails.

    The weekly one of any day is that of its Monday. Each person's comes to be whole or not at all, and once.
    """
    day = first_day(frequency, day or last_due(timezone.localtime()))
    mails, last = 0, 0
    while people := people_waiting(frequency, day, after=last):
        mails += sum(digest_or_log(person, frequency, day) for person in people)
        last = people[-1]
    return mails


def last_due(now: datetime) -> date:
    """The last day whose hour has come. `now` in the site's time zone."""
    return now.date() if now.time() >= HOUR else now.date() - timedelta(days=1)


def first_day(frequency: Frequency, day: date) -> date:
    return day - timedelta(days=day.weekday()) if frequency == Frequency.WEEKLY else day


def waiting_for(frequency: Frequency, day: date) -> QuerySet[Notification]:
    until = timezone.make_aware(datetime.combine(day, HOUR))
    return Notification.objects.to_mail(frequency).filter(created_at__lt=until)


def people_waiting(frequency: Frequency, day: date, *, after: int) -> list[int]:
    """The next of those for whom something waits and who have not had the digest of the day, by key."""
    had = Digest.objects.filter(person=OuterRef("recipient"), frequency=frequency, day=day)
    waiting = waiting_for(frequency, day).filter(~Exists(had), recipient__gt=after)
    return list(waiting.order_by("recipient").values_list("recipient", flat=True).distinct()[:AT_ONCE])


def digest_or_log(recipient: int, frequency: Frequency, day: date) -> bool:
    try:
        return make_digest(recipient, frequency, day)
    except Exception:
        logger.exception("The %s digest of %s for person %s could not be made", frequency, day, recipient)
        return False


@transaction.atomic
def make_digest(recipient: int, frequency: Frequency, day: date) -> bool:
    """Whether it was this process that made it, and there was something to tell.

    The row comes first: whoever is about to make the same one waits for it, and then finds it made.
    """
    person = User.objects.with_standing().get(pk=recipient)
    digest, is_new = Digest.objects.get_or_create(person=person, frequency=frequency, day=day)
    if not is_new:
        return False
    waiting = claim(waiting_for(frequency, day).filter(recipient=person), most=MOST_NOTIFICATIONS)
    items = by_group_and_thing(items_of(person, unread(waiting)))
    key = f"digest:{person.pk}:{frequency}:{day}"
    settle(waiting, items, key=key)
    if not items:
        return False
    Digest.objects.filter(pk=digest.pk).update(lines=len(items))
    message = digest_mail(items, person, digest)
    put(message, kind="digest", person=person, key=key, about=f"digest:{digest.pk}")
    return True


def by_group_and_thing(items: Iterable[Item]) -> list[Item]:
    """What belongs together, together: groups by their newest item, and so the things in each, and the items of each."""
    groups: dict[int | None, dict[tuple[int, int], list[Item]]] = {}
    for item in items:
        thing = (item.newest.about_type_id, item.newest.about_id)
        groups.setdefault(item.newest.group_id, {}).setdefault(thing, []).append(item)
    return [item for things in groups.values() for same in things.values() for item in same]
