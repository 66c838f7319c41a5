"""Writing a circular's mails into the outbox, a handful at a time: what is committed stays, what is not is written again."""

import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from home.circular.domain import turns
from home.circular.domain.arranging import NO_INTERESTS, Interests, interests_of
from home.circular.domain.fates import about, end_when_settled
from home.circular.domain.locking import lock_circular
from home.circular.domain.recipients import KIND, hidden_from, recipients
from home.circular.enums import DeliveryState, SkipReason
from home.circular.letter.issue import Issue, issue_of
from home.circular.letter.writing import letter_to
from home.circular.models import CircularPage, Delivery
from intranet.members.models import User
from intranet.outbox.domain import Posting, bytes_of, put_many
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message

CHUNK = 25
# Then the others have their turn at the worker, and it goes on as a new task.
SLICE_SECONDS = 8.0
# After each handful it rests for so much of the time that it took: pages have the processor meanwhile.
REST = 0.5

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What is to become of one delivery: a mail with these entries, or none; for a reason, or because it cannot be written."""

    delivery: Delivery
    posting: Posting | None = None
    entries: Sequence[int] = ()
    reason: SkipReason | str = ""

    @property
    def state(self) -> DeliveryState:
        if self.posting:
            return DeliveryState.QUEUED
        return DeliveryState.SKIPPED if self.reason else DeliveryState.FAILED


def feed(key: int, stamp: str) -> None:
    """Write mails of the circular `key` for as long as it is our turn (`domain.turns`), nobody pauses it, and some are left."""
    began, issue = time.monotonic(), None
    while (now := time.monotonic()) - began < SLICE_SECONDS:
        circular = CircularPage.objects.get(pk=key)
        if not turns.has_turn(circular, stamp):
            return
        if issue is None or issue.content_version != circular.content_version:
            issue = issue_of(circular)
        letters = letters_to(list(circular.deliveries.waiting()[:CHUNK]), issue)
        following = post(letters, issue, stamp) if letters else finish(key, stamp)
        if not following:
            return
        stamp = following
        time.sleep(REST * (time.monotonic() - now))
    turns.pass_on(circular, stamp)


def letters_to(deliveries: Sequence[Delivery], issue: Issue) -> list[Letter]:
    """Written down to the last byte. As many statements for any number of them."""
    keys = [delivery.person_id for delivery in deliveries]
    wanted, interests = recipients(keys), interests_of(keys)
    people = User.objects.filter(pk__in=wanted).in_bulk()
    hidden = hidden_from(keys, issue.circular)
    letters = []
    for delivery in deliveries:
        person, unseen = people.get(delivery.person_id), hidden[delivery.person_id]
        entries = [entry.pk for entry in issue.entries if entry.pk not in unseen]
        if person is None:
            letters.append(Letter(delivery, reason=SkipReason.LEFT))
        elif not entries:
            letters.append(Letter(delivery, reason=SkipReason.NOTHING))
        else:
            own = interests.get(person.pk, NO_INTERESTS)
            letters.append(Letter(delivery, posting_or_log(delivery, person, issue, own, unseen), entries))
    return letters


def posting_or_log(
    delivery: Delivery, person: User, issue: Issue, interests: Interests, hidden: Collection[int]
) -> Posting | None:
    """None when it cannot be written: that has failed, and does not keep the others from theirs."""
    try:
        mail = letter_to(person, issue, interests=interests, hidden=hidden)
        raw = bytes_of(mail)
    except Exception:
        logger.exception("The circular %s for person %s could not be written", issue.circular.pk, person.pk)
        return None
    return Posting(mail, person=person, key=delivery.mail_key, about=about(issue.circular), raw=raw)


@transaction.atomic
def post(letters: Sequence[Letter], issue: Issue, stamp: str) -> str:
    """Put them into the outbox: all of them and what their deliveries say of it, or none. The turn from now on, "" when it is over.

    What changed while they were written is asked within the lock: they are thrown away and, if it is still our turn, written anew.
    """
    circular = lock_circular(issue.circular.pk)
    if not turns.has_turn(circular, stamp):
        return ""
    if circular.content_version != issue.content_version:
        return stamp
    rounds = dict(
        Delivery.objects.waiting().filter(pk__in=[one.delivery.pk for one in letters]).values_list("pk", "round")
    )
    still = [one for one in letters if rounds.get(one.delivery.pk) == one.delivery.round]
    still = make_room(still, circular)
    note(still, version=issue.content_version)
    put_many((one.posting for one in still if one.posting), kind=KIND)
    return turns.move_on(circular)


def make_room(letters: Sequence[Letter], circular: CircularPage) -> list[Letter]:
    """Those that may be put in: in the place of a former mail to the same person, which has the same Message-ID, if it did not go.

    Whose former mail went after all has it. One that is being handed over at this moment is waited for.
    """
    anew = [one.delivery.person_id for one in letters if one.delivery.round and one.posting]
    former = Message.objects.filter(about=about(circular), kind=KIND, person__in=anew)
    if anew:
        former.exclude(state__in=(MessageState.CLAIMED, MessageState.SENT)).delete()
    states = dict(former.values_list("person", "state")) if anew else {}
    have_it = [person for person, state in states.items() if state == MessageState.SENT]
    if have_it:
        had = circular.deliveries.waiting().filter(person__in=have_it)
        had.update(state=DeliveryState.SENT, settled_at=timezone.now())
    return [one for one in letters if one.delivery.person_id not in states]


def note(letters: Sequence[Letter], *, version: int) -> None:
    """Before they are put in: should the outbox send one in this very moment, it asks what its delivery says."""
    now = timezone.now()
    for one in letters:
        one.delivery.content_version, one.delivery.entries = version, list(one.entries)
        one.delivery.state, one.delivery.skip_reason = one.state, one.reason
        one.delivery.settled_at = None if one.posting else now
    fields = ["state", "skip_reason", "content_version", "entries", "settled_at"]
    Delivery.objects.bulk_update([one.delivery for one in letters], fields)


@transaction.atomic
def finish(key: int, stamp: str) -> str:
    """Nothing waits to be written. The turn, if something does after all, else ""."""
    circular = lock_circular(key)
    if not turns.has_turn(circular, stamp):
        return ""
    if circular.deliveries.waiting().exists():
        return stamp
    turns.end_turn(circular)
    transaction.on_commit(lambda: end_when_settled(key), robust=True)
    return ""
