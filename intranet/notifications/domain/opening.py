"""Where a line leads, for the one whom it was told; and taking back that something was marked as read."""

from dataclasses import dataclass
from datetime import datetime

from intranet.members.models import User
from intranet.notifications.kinds import find_kind
from intranet.notifications.models import Notification


@dataclass(frozen=True)
class Place:
    """The exact place that a notification is about, and the line that it belongs to."""

    url: str
    fold: str


def place_of(person: User, pk: int) -> Place | None:
    """None for what was told to somebody else, for what no app tells any more, and for what `person` no longer sees."""
    noted = Notification.objects.on_site_of(person).filter(pk=pk).first()
    kind = find_kind(noted.kind) if noted else None
    if noted is None or kind is None:
        return None
    target = kind.visible_to(person).filter(pk=noted.target_id).first()
    return Place(kind.url(target), noted.fold) if target else None


def take_back(person: User, *, at: datetime) -> int:
    """Undo the marking of that very moment: how many notifications are new again."""
    return Notification.objects.on_site_of(person).filter(read_at=at).update(read_at=None)
