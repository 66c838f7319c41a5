"""While a circular goes out: pause and resume, stop, send to the rest after all, try again what has failed, and see that it goes on."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from home.circular.domain.fates import SPAN, about, end_when_settled, settled, with_letters_left
from home.circular.domain.gathering import gather
from home.circular.domain.locking import lock_circular
from home.circular.domain.recipients import KIND
from home.circular.domain.sending import send_scheduled
from home.circular.domain.turns import call_writer, end_turn, relieve
from home.circular.enums import CircularState, DeliveryState, SkipReason
from home.circular.models import CircularPage, DeliveryQuerySet
from home.circular.rules import can_compose
from intranet.members.models import User
from intranet.outbox.domain import drop, hold, release_held
from intranet.outbox.enums import SETTLED, MessageState
from intranet.outbox.models import Message


@transaction.atomic
def pause(circular: CircularPage, *, by: User) -> CircularPage:
    """No mail leaves any more until it is resumed, but for the one that is being handed over. Raises as the others here do:

    PermissionDenied, and ValidationError when it is not in a state to do so.
    """
    circular = lock_in(circular, CircularState.SENDING, by=by)
    change(circular, CircularState.PAUSED)
    end_turn(circular)
    hold(about(circular))
    return circular


@transaction.atomic
def resume(circular: CircularPage, *, by: User) -> CircularPage:
    circular = lock_in(circular, CircularState.PAUSED, by=by)
    change(circular, CircularState.SENDING)
    release_held(about(circular))
    call_writer(circular)
    return circular


@transaction.atomic
def stop(circular: CircularPage, *, by: User) -> CircularPage:
    """Nobody else gets it, unless it is sent to the rest later on."""
    circular = lock_in(circular, CircularState.SENDING, CircularState.PAUSED, by=by)
    change(circular, CircularState.STOPPED)
    end_turn(circular)
    drop(about(circular), answer=_("The sending of the circular was stopped."))
    # The one that is being handed over says itself what became of it.
    going = Message.objects.filter(about=about(circular), state=MessageState.CLAIMED).values("person")
    unsettled = circular.deliveries.unsettled().exclude(state=DeliveryState.QUEUED, person__in=going)
    unsettled.update(state=DeliveryState.SKIPPED, skip_reason=SkipReason.STOPPED, settled_at=timezone.now())
    return circular


@transaction.atomic
def send_to_the_rest(circular: CircularPage, *, by: User) -> CircularPage:
    """After it was stopped: to those who did not get it because of that; what was called off meanwhile is in it no more."""
    circular = lock_in(circular, CircularState.STOPPED, by=by)
    gather(circular, is_next=False)
    anew(circular.deliveries.filter(state=DeliveryState.SKIPPED, skip_reason=SkipReason.STOPPED))
    go_on(circular)
    return circular


@transaction.atomic
def retry_failed(circular: CircularPage, *, by: User) -> CircularPage:
    """Write to those whose mail has failed, with the words and to the address of today."""
    circular = lock_in(circular, CircularState.SENDING, CircularState.SENT, by=by)
    gather(circular, is_next=False)
    anew(circular.deliveries.filter(state=DeliveryState.FAILED))
    go_on(circular)
    return circular


def lock_in(circular: CircularPage, *states: CircularState, by: User) -> CircularPage:
    if not can_compose(by):
        raise PermissionDenied
    circular = lock_circular(circular.pk)
    if circular.state not in states:
        text = _("The sending stands otherwise meanwhile: look at how far it is before you go on.")
        raise ValidationError(text, code="state")
    return circular


def change(circular: CircularPage, state: CircularState) -> None:
    circular.state = state
    CircularPage.objects.filter(pk=circular.pk).update(state=state)


def anew(deliveries: DeliveryQuerySet) -> None:
    """They wait for another mail, of a span of its own (`fates.SPAN`)."""
    following = F("round") - F("round") % SPAN + SPAN
    deliveries.update(state=DeliveryState.WAITING, skip_reason="", settled_at=None, round=following)


def go_on(circular: CircularPage) -> None:
    circular.ended_at = None
    CircularPage.objects.filter(pk=circular.pk).update(ended_at=None)
    change(circular, CircularState.SENDING)
    call_writer(circular)


def look_after() -> None:
    """The job of every minute: what is being sent goes on, whoever was killed, and what is due begins.

    Of what was stopped, the last ones that were being handed over are seen to as well.
    """
    let_go()
    for circular in with_letters_left(CircularState.SENDING):
        for message in fates_untold(circular):
            settled(message)
        if circular.state == CircularState.STOPPED:
            continue
        if circular.deliveries.waiting().exists():
            relieve(circular)
        else:
            end_when_settled(circular.pk)
    send_scheduled()


def let_go() -> None:
    """Mails put aside by a mailer that had not heard that nothing is paused any more."""
    held = set(Message.objects.filter(kind=KIND, state=MessageState.HELD).values_list("about", flat=True).distinct())
    for circular in CircularPage.objects.out().exclude(state=CircularState.PAUSED) if held else ():
        if about(circular) in held:
            release_held(about(circular))


def fates_untold(circular: CircularPage) -> list[Message]:
    """Mails whose fate is known, of deliveries that wait to hear it: nobody could be told at the time."""
    queued = circular.deliveries.filter(state=DeliveryState.QUEUED).values("person")
    known = Message.objects.filter(about=about(circular), state__in=SETTLED, person__in=queued)
    return list(known.defer("raw"))
