"""What registration hears of, in the transaction in which it happens."""

from typing import Any

from agenda.enums import ChangeKind
from agenda.models import Change
from agenda.registration.tasks import tell_registrants
from agenda.signals import event_changed


def tell_of_change(change: Change, **_kwargs: Any) -> None:
    """By a worker: they may be thousands. The task is there if, and only if, the change is."""
    if change.kind != ChangeKind.ANNOUNCED and change.event.desks.exists():
        tell_registrants.enqueue()


def connect_receivers() -> None:
    event_changed.connect(tell_of_change, dispatch_uid="agenda.registration.tell_of_change")
