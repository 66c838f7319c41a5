"""Sends what is in the outbox. Any number of mailers may run; one that dies loses nothing (docs/decisions/0017)."""

import logging
import signal
import threading
import time
from collections import deque
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from types import FrameType

from django.core.mail import EmailMessage
from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.outbox.backoff import MOST_ATTEMPTS, MOST_ATTEMPTS_OF_POISON, next_attempt
from intranet.outbox.claims import claim_batch, postpone, put_aside, reap, release, renew, settle
from intranet.outbox.enums import MessageState
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message, SuppressedAddress
from intranet.outbox.smtp import Route, Verdict, verdict_of, words_of
from intranet.outbox.stored import StoredMail

LOOK_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
BATCH = 20
# So many failures of the connection one after the other, and it is the server that is in trouble.
MOST_TROUBLE = 2
WRITE_TRIES = 5
NO_MAIL_FOR_ADDRESS = gettext_lazy("This address gets no mail.")

logger = logging.getLogger(__name__)


class Mailer:
    def __init__(self, *, interval: float = LOOK_SECONDS) -> None:
        self.interval = interval
        self.pause = 0.0
        self.stop_asked = threading.Event()

    def run(self) -> None:
        """Blocks until SIGINT or SIGTERM, from the main thread; ends after the message that is under way."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        while not self.stop_asked.is_set():
            self.stop_asked.wait(self.look_safely())

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked.set()

    def look_safely(self) -> float:
        """A database that does not answer is no reason to end."""
        try:
            close_old_connections()
            return self.look()
        except Error:
            logger.exception("The outbox could not be looked after")
            return self.longer_pause()

    def look(self) -> float:
        """Send a batch of what is due; seconds until the next look."""
        reap()
        messages = claim_batch(BATCH)
        if not messages:
            return self.interval
        if not self.send_batch(messages):
            return self.longer_pause()
        self.pause = 0.0
        return 0.0

    def longer_pause(self) -> float:
        self.pause = min(max(self.pause * 2, 1.0), LONGEST_PAUSE_SECONDS)
        return self.pause

    def send_batch(self, messages: Sequence[Message]) -> bool:
        """Whether the server could be worked with; what was not tried is given back.

        The fate of one and the claim on the next are written together: one commit a message.
        """
        left, route, trouble = deque(messages), Route(), 0
        ours = False
        try:
            while left and (ours or not (trouble == MOST_TROUBLE or self.stop_asked.is_set())):
                if answer := why_closed(route):
                    release(left, answer=answer)
                    return False
                message = left.popleft()
                if ours or renew(message):
                    fate = attempt(message, route)
                    trouble = trouble + 1 if fate.is_trouble else 0
                    go_on = left and route.is_open and not self.stop_asked.is_set()
                    ours = write(fate, following=left[0] if go_on else None)
        finally:
            route.close()
        release(left)
        return trouble < MOST_TROUBLE


def blocked_among(messages: Sequence[Message]) -> set[str]:
    """The addresses among theirs that get no mail."""
    addresses = {message.to.lower() for message in messages}
    return set(SuppressedAddress.objects.filter(email__in=addresses).values_list("email", flat=True))


def why_closed(route: Route) -> str:
    """Why the server cannot be reached; nothing when it can. Whatever is wrong here is no message's fault."""
    try:
        route.open()
    except Exception as error:  # noqa: BLE001 - as above
        answer = verdict_of(error).answer
        logger.error("The mail server cannot be used: %s", answer)  # noqa: TRY400 - the answer says it all
        return answer
    return ""


@dataclass(frozen=True)
class Fate:
    """What an attempt has come to. `is_trouble`: the server or the way to it is to blame."""

    message: Message
    state: MessageState
    answer: str = ""
    due_at: datetime | None = None
    is_trouble: bool = False

    def write(self, message: Message) -> None:
        if self.state == MessageState.HELD:
            put_aside(message)
        elif self.due_at:
            postpone(message, until=self.due_at, answer=self.answer)
        else:
            settle(message, self.state, answer=self.answer)


def attempt(message: Message, route: Route, *, mail: EmailMessage | None = None) -> Fate:
    """Send the message, whose claim has just been renewed, if it is still wanted."""
    message.attempts += 1
    try:
        if mail_kind(message.kind).is_held(message):
            return Fate(message, MessageState.HELD)
        if refusal := why_not(message):
            return Fate(message, MessageState.SUPPRESSED, refusal)
        route.send(mail or StoredMail(message))
    except Exception as error:
        verdict, fresh = verdict_of(error), not route.has_carried
        if verdict.is_poison:
            logger.exception("Message %s (%s) cannot be sent", message.pk, message.kind)
        route.close()
        return fate_after(message, verdict, fresh=fresh)
    return Fate(message, MessageState.SENT)


def why_not(message: Message) -> str:
    """What forbids sending it now, in words; nothing when it may go."""
    if blocked_among([message]):
        return str(NO_MAIL_FOR_ADDRESS)
    return "" if mail_kind(message.kind).may_go(message) else _("It was no longer wanted when its turn came.")


def fate_after(message: Message, verdict: Verdict, *, fresh: bool) -> Fate:
    """A later attempt, or none. A connection that broke after carrying others says nothing about this one."""
    limit = MOST_ATTEMPTS_OF_POISON if verdict.is_poison else MOST_ATTEMPTS
    if verdict.final or message.attempts >= limit:
        logger.warning("Message %s (%s) has failed: %s", message.pk, message.kind, verdict.answer)
        return Fate(message, MessageState.FAILED, verdict.answer, is_trouble=verdict.is_trouble)
    now = timezone.now()
    due_at = next_attempt(message.attempts, now=now) if fresh or not verdict.is_trouble else now
    return Fate(message, MessageState.RETRY, verdict.answer, due_at, verdict.is_trouble)


def write(fate: Fate, *, following: Message | None) -> bool:
    """Write the fate down, and whether the claim on the following message holds.

    What has been sent must be written down though the database be away for a moment: or it would be sent again.
    """
    for tries in range(1, WRITE_TRIES + 1):
        try:
            with transaction.atomic():
                fate.write(copy(fate.message))
                return following is not None and renew(following)
        except Error as error:
            if tries == WRITE_TRIES or connection.in_atomic_block:
                raise
            logger.warning("The fate of a message is not written down yet: %s", words_of(error))
            connection.close()
            time.sleep(tries)
    return False


def send_at_once(message: Message, mail: EmailMessage) -> None:
    """Send it in this process, for tests: the same steps without waiting for a mailer."""
    route = Route()
    if answer := why_closed(route):
        release([message], answer=answer)
        return
    attempt(message, route, mail=mail).write(message)
    route.close()
