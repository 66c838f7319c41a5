"""What is forgotten of notifications, once a night."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from intranet.members.models import User
from intranet.notifications.domain.visibility import settle_hidden
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Digest, Notification

KEEP = timedelta(days=180)
KEEP_UNREAD = timedelta(days=365)


def clean(*, now: datetime | None = None) -> None:
    """Settle what people may see no longer, and forget what is old.

    That is half a year after it was noted what was read or is on nobody's list, a year after it what nobody came to
    read. What still waits for a mail stays.
    """
    at = now or timezone.now()
    for person in listeners():
        settle_hidden(person)
    done = ~Q(mailed_at=None) | Q(mail=Frequency.NEVER)
    off_the_list = Q(read_at__isnull=False) | Q(on_site=False)
    old = Q(off_the_list, created_at__lt=at - KEEP) | Q(created_at__lt=at - KEEP_UNREAD)
    Notification.objects.filter(done, old).delete()
    Digest.objects.filter(day__lt=(at - KEEP).date()).delete()


def listeners() -> Iterator[User]:
    """The people with something unread; a bell that nobody hears counts nothing."""
    unread = Notification.objects.unread().filter(recipient=OuterRef("pk"), on_site=True)
    people = User.objects.with_standing().filter(Exists(unread), is_active=True)
    return (person for person in people.order_by("pk") if person.standing.has_access)
