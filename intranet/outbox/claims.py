"""Who may send a message now: a claim with a lease. All that happens to a row after it was put in happens here.

Every change asks that the row is still as we left it, so that the database decides between those who race.
"""

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.outbox.backoff import MOST_ATTEMPTS
from intranet.outbox.enums import MessageState
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message, MessageQuerySet

logger = logging.getLogger(__name__)


def lease() -> timedelta:
    """How long a claim holds after its last sign of life."""
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def claim_batch(size: int) -> list[Message]:
    """Up to `size` of the messages that are due, now ours alone; the urgent ones first."""
    now = timezone.now()
    if not Message.objects.due(now).exists():  # a look that finds nothing takes no lock
        return []
    token = secrets.token_hex(16)
    with transaction.atomic():
        messages = list(Message.objects.due(now).select_for_update(skip_locked=True)[:size])
        rows = Message.objects.filter(pk__in=[message.pk for message in messages])
        rows.update(state=MessageState.CLAIMED, claim=token, leased_until=now + lease())
    for message in messages:
        message.state, message.claim = MessageState.CLAIMED, token
    return messages


def renew(message: Message) -> bool:
    """Whether it is still ours. Counts the attempt before it is made: a message that ends the process counts too."""
    claimed = Message.objects.filter(pk=message.pk, claim=message.claim, state=MessageState.CLAIMED)
    return claimed.update(leased_until=timezone.now() + lease(), attempts=message.attempts + 1) == 1


def settle(message: Message, state: MessageState, *, answer: str = "") -> bool:
    """Write down its fate and tell its section, both or neither. Whether it was still ours to settle."""
    changes = {"state": state, "answer": answer, "settled_at": timezone.now(), "due_at": None}
    if message.is_secret:
        changes["raw"] = b""
    with transaction.atomic():
        if not end_claim(message, **changes):
            return False
        tell(message)
    return True


def tell(message: Message) -> None:
    """A section that cannot cope with the news does not undo it."""
    try:
        with transaction.atomic():
            mail_kind(message.kind).settled(message)
    except Exception:
        logger.exception("Nobody could be told of message %s (%s)", message.pk, message.kind)


def postpone(message: Message, *, until: datetime, answer: str) -> bool:
    return end_claim(message, state=MessageState.RETRY, due_at=until, answer=answer)


def put_aside(message: Message) -> bool:
    """It has not been tried: somebody holds it (`domain.hold`)."""
    return end_claim(message, state=MessageState.HELD, attempts=message.attempts - 1)


def end_claim(message: Message, **changes: object) -> bool:
    """Whether the claim still held; the object is brought up to date with the row."""
    changes |= {"claim": "", "leased_until": None}
    before = Message.objects.filter(pk=message.pk, claim=message.claim, state=message.state)
    if not before.update(**changes):
        return False
    for name, value in changes.items():
        setattr(message, name, value)
    return True


def release(messages: Iterable[Message], *, answer: str = "") -> None:
    """Give back those that were not tried, for the next to claim; with an answer, it says what stood in the way."""
    for message in messages:
        waits = MessageState.RETRY if answer or message.attempts else MessageState.QUEUED
        end_claim(message, state=waits, answer=answer or message.answer)


def reap() -> int:
    """Give back what those who died had claimed; how many. One that ended its process at the last attempt too has failed."""
    if not abandoned().exists():
        return 0
    with transaction.atomic():
        dead = list(abandoned().select_for_update(skip_locked=True))
        for message in dead:
            if message.attempts >= MOST_ATTEMPTS:
                answer = message.answer or _("Sending it was broken off again and again.")
                settle(message, MessageState.FAILED, answer=answer)
        release(message for message in dead if message.state == MessageState.CLAIMED)
    return len(dead)


def abandoned() -> MessageQuerySet:
    """Those whose lease is over, or further off than any can be: then a clock has been set back."""
    now = timezone.now()
    lost = Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * lease()) | Q(leased_until=None)
    return Message.objects.filter(lost, state=MessageState.CLAIMED)


def claimed_at_once(message: Message) -> None:
    """A new row that its own process is going to send."""
    message.state, message.claim = MessageState.CLAIMED, secrets.token_hex(16)
    message.leased_until = timezone.now() + lease()
