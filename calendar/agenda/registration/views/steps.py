"""What one does with one's registration, one button each: `do=`. The page asks first; only sending it does anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from agenda.enums import Mode
from agenda.registration.domain.changing import accept_offer, cancel, set_photo_consent, stop_waiting, swap
from agenda.registration.domain.registering import confirm_address
from agenda.registration.models import Registration
from agenda.registration.views.mine import Mine
from intranet.members.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DO, MODE = "do", "mode"
AS_IT_IS = _("No, leave it as it is")
Perform = Callable[[Registration, User | None, str], object]


@dataclass(frozen=True)
class Step:
    """What is asked, what the button says, what is done, and what one reads then."""

    perform: Perform
    title: "StrPromise"
    text: "StrPromise"
    action: "StrPromise"
    said: "StrPromise"
    kind: str = "primary"
    keep: "StrPromise" = AS_IT_IS


def change_mode(row: Registration, by: User | None, mode: str) -> None:
    swap(row, mode, by=by)


def go_online_meanwhile(row: Registration, by: User | None, _mode: str) -> None:
    swap(row, Mode.ONLINE, by=by, keeps_waiting=True)


def accept(row: Registration, by: User | None, _mode: str) -> None:
    accept_offer(row, by=by)


def stop(row: Registration, by: User | None, _mode: str) -> None:
    stop_waiting(row, by=by)


def give_up(row: Registration, by: User | None, _mode: str) -> None:
    cancel(row, by=by)


def consent(row: Registration, by: User | None, _mode: str, *, consents: bool) -> None:
    set_photo_consent(row, consents=consents, by=by)


def confirm(row: Registration, by: User | None, _mode: str) -> None:
    """By the holder of the signed address alone: it is the address that is confirmed."""
    if by is not None:
        raise PermissionDenied
    confirm_address(row)


STEPS: Mapping[str, Step] = {
    "swap": Step(
        change_mode,
        _("Change how you take part?"),
        _("Where there is a free seat, you change at once and the seat that you have goes to the next in line."),
        _("Change it"),
        _("Your registration is changed."),
    ),
    "meanwhile": Step(
        go_online_meanwhile,
        _("Take part online while you wait?"),
        _("You have a seat online, and keep your place on the waiting list."),
        _("Online while I wait"),
        _("You take part online while you wait."),
    ),
    "accept": Step(
        accept,
        _("Accept the seat?"),
        _("It is kept for you until you answer, or until the time is over."),
        _("Accept the seat"),
        _("The seat is yours."),
    ),
    "stop": Step(
        stop,
        _("Leave the waiting list?"),
        _(
            "A seat that is kept for you goes to the next in line. If you have no other seat, you are not registered any more."
        ),
        _("Leave the waiting list"),
        _("You do not wait for a seat any more."),
        "danger",
    ),
    "cancel": Step(
        give_up,
        _("Cancel your registration?"),
        _("Your seat goes to the next in line. You can register again while registration is open."),
        _("Cancel my registration"),
        _("Your registration is cancelled."),
        "danger",
        _("No, I keep it"),
    ),
    "photos-yes": Step(
        partial(consent, consents=True),
        _("May you be seen in photographs?"),
        _("You can take it back at any time."),
        _("Yes, I may be seen"),
        _("It is noted: you may be seen in photographs. You can take it back at any time."),
    ),
    "photos-no": Step(
        partial(consent, consents=False),
        _("Not to be seen in photographs?"),
        _("You can change your mind at any time."),
        _("I prefer not to be seen"),
        _("It is noted: you prefer not to be seen in photographs."),
    ),
    "confirm": Step(
        confirm,
        _("Confirm your registration?"),
        _("With this you say that it was you who registered."),
        _("I confirm my registration"),
        _("Thank you: your registration is confirmed."),
    ),
}


def text_of(name: str, step: Step, mine: Mine, mode: str) -> str:
    """What the question means for them, as things stand."""
    known = {"swap": mine.swap_words(mode), "cancel": mine.cancel_words}.get(name)
    return known or str(step.text)


def take_step(request: HttpRequest, mine: Mine, *, by: User | None, layout: str) -> HttpResponse:
    """The question, or what was answered to it; what there is not leads back to the registration."""
    name = request.POST.get(DO) or request.GET.get(DO) or ""
    mode = request.POST.get(MODE) or request.GET.get(MODE) or ""
    step = STEPS.get(name)
    if step is None:
        return redirect(mine.home_url)
    if request.method != "POST":
        text = text_of(name, step, mine, mode)
        context = {"step": step, "text": text, "mine": mine, "event": mine.row.desk.event, "layout": layout}
        return render(request, "agenda/registration/step.html", context)
    try:
        step.perform(mine.row, by, mode)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, step.said)
    return redirect(mine.home_url)
