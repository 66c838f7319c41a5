"""What the outbox asks of a circular's mail right before it goes, and what becomes of its delivery when its fate is known."""

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from forum.domain.discretion import may_leave
from home.circular.domain.locking import lock_circular
from home.circular.domain.recipients import recipients
from home.circular.domain.turns import call_if_nobody_writes
from home.circular.enums import CircularState, DeliveryState, SkipReason
from home.circular.models import CircularEntry, CircularPage, CircularQuerySet, Delivery, DeliveryQuerySet
from intranet.members.models import User
from intranet.outbox.domain import release_held
from intranet.outbox.enums import MessageState
from intranet.outbox.models import SuppressedAddress

if TYPE_CHECKING:
    from intranet.outbox.models import Message

GOING = (CircularState.SENDING, CircularState.SENT)  # of one that is sent: coordination has a failed mail tried again
UNDER_WAY = (CircularState.SENDING, CircularState.PAUSED)
# So often a mail is written anew because it was no longer true when its turn came. Each time something has really changed.
MOST_ROUNDS = 20
# Who is tried again by hand begins at the next multiple of it: the key of no former mail comes back, and all rounds are ahead.
SPAN = MOST_ROUNDS + 1


def about(circular: CircularPage) -> str:
    """What its mails are about, for the outbox (`Message.about`)."""
    return f"circular:{circular.pk}"


def is_held(message: "Message") -> bool:
    """Whether it waits: its circular is paused."""
    delivery = delivery_of(message)
    return delivery is not None and delivery.circular.state == CircularState.PAUSED


def may_go(message: "Message") -> bool:
    """Whether its person still gets the circular, at this address, and it says what may still be said to them."""
    delivery = delivery_of(message)
    if delivery is None or delivery.circular.state not in GOING:
        return False
    return delivery.person_id in recipients([delivery.person_id]) and is_still_true(delivery, message)


def is_still_true(delivery: Delivery, message: "Message") -> bool:
    """Nothing of the circular has changed since it was written, and its person may still see all that stands in it."""
    person = User.objects.with_standing().get(pk=delivery.person_id)
    if message.to.lower() != person.email.lower() or delivery.content_version != delivery.circular.content_version:
        return False
    there = CircularEntry.objects.filter(may_leave("topic__"), pk__in=delivery.entries).printed().visible_to(person)
    return there.count() == len(delivery.entries)


def settled(message: "Message") -> None:
    """Write down what became of the delivery, in the transaction of the outbox; the circular is sent when it was the last."""
    delivery = delivery_of(message)
    if delivery is None:  # another mail has taken its place since
        return
    if message.state == MessageState.SENT:
        settle(delivery, DeliveryState.SENT)
    elif message.state == MessageState.FAILED:
        settle(delivery, DeliveryState.FAILED)
    elif delivery.state == DeliveryState.QUEUED:
        # The outbox holds the message: the circular's row comes before it, and who steers holds that.
        transaction.on_commit(partial(kept_back, message), robust=True)
        return
    # Of two that are settled at the same time, whoever commits last sees that nothing is left.
    transaction.on_commit(partial(end_when_settled, delivery.circular_id), robust=True)


@transaction.atomic
def kept_back(message: "Message") -> None:
    """It did not go. Whoever is still to get the circular gets another mail; should this not come to be, `look_after` sees to it."""
    key = circular_of(message)
    circular = lock_circular(key)
    delivery = delivery_of(message)
    if delivery is None or delivery.state != DeliveryState.QUEUED:
        return
    if circular.state == CircularState.STOPPED:
        settle(delivery, DeliveryState.SKIPPED, SkipReason.STOPPED)
    elif delivery.person_id not in recipients([delivery.person_id]):
        settle(delivery, DeliveryState.SKIPPED, SkipReason.LEFT)
    elif is_refused(message):
        settle(delivery, DeliveryState.SKIPPED, SkipReason.REFUSED)
    elif delivery.round % SPAN == MOST_ROUNDS:
        settle(delivery, DeliveryState.FAILED)
    elif as_it_was(delivery).update(state=DeliveryState.WAITING, round=F("round") + 1):
        call_if_nobody_writes(key)
    transaction.on_commit(partial(end_when_settled, key), robust=True)


def with_letters_left(*states: CircularState) -> CircularQuerySet:
    """Those in `states`, and of those that were stopped, the ones whose last mails are still being handed over."""
    left = Delivery.objects.filter(circular=OuterRef("pk")).unsettled()
    found = Q(state__in=states) | Q(state=CircularState.STOPPED) & Exists(left)
    return CircularPage.objects.filter(found)  # type: ignore[no-any-return]


def is_refused(message: "Message") -> bool:
    """Whether the address, which is still theirs, gets no mail."""
    own = User.objects.filter(pk=message.person_id, email__iexact=message.to)
    return own.exists() and SuppressedAddress.objects.filter(email=message.to.lower()).exists()


def delivery_of(message: "Message") -> Delivery | None:
    """The one that waits for this very mail; one that has failed waits too, should the mail be tried again."""
    open_states = (DeliveryState.QUEUED, DeliveryState.FAILED)
    found = Delivery.objects.filter(circular=circular_of(message), person=message.person_id, state__in=open_states)
    delivery = found.select_related("circular").first()
    return delivery if delivery is not None and delivery.mail_key == message.key else None


def circular_of(message: "Message") -> int:
    """The key of the circular; of none when it is about something else."""
    _name, _colon, key = message.about.partition(":")
    return int(key) if key.isdecimal() else 0


def settle(delivery: Delivery, state: DeliveryState, reason: SkipReason | str = "") -> None:
    as_it_was(delivery).update(state=state, skip_reason=reason, settled_at=timezone.now())


def as_it_was(delivery: Delivery) -> DeliveryQuerySet:
    """Its row, unless somebody has changed it meanwhile."""
    return Delivery.objects.filter(pk=delivery.pk, state=delivery.state, round=delivery.round)


def end_when_settled(key: int) -> None:
    """The circular is sent when nobody waits for it any more. What was put aside meanwhile, somebody has tried again: it goes."""
    if Delivery.objects.filter(circular=key).unsettled().exists():  # a look that finds some takes no lock
        return
    with transaction.atomic():
        circular = lock_circular(key)
        if circular.state not in UNDER_WAY or circular.deliveries.unsettled().exists():
            return
        CircularPage.objects.filter(pk=key).update(state=CircularState.SENT, ended_at=timezone.now(), fed_at=None)
        release_held(about(circular))
