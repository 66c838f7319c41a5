"""Those who registered, for the organisers: found, and several of them dealt with at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agenda.models import Occurrence
from agenda.registration.domain.attending import attend_all, can_be_noted
from agenda.registration.domain.bulk import approve, cancel_all, decline
from agenda.registration.domain.desks import dates_of, desk_of
from agenda.registration.domain.line import place, seats_of
from agenda.registration.domain.remarks import with_remarks
from agenda.registration.domain.totals import overbooked_words, unseated_words
from agenda.registration.filters import AttendeesFilter
from agenda.registration.forms.attendees import ReasonForm
from agenda.registration.models import RegistrationDesk
from agenda.registration.views.attendee import attendee, attendee_add, place_of
from agenda.registration.views.dates import desks_by_date, kept_dates
from agenda.registration.views.doors import date_at
from agenda.registration.views.organising import of_kept_desk, organised
from agenda.registration.views.selecting import FILTER, Selection, selection_in
from agenda.views.doors import kept_event_or_404
from forum.views.paging import page_asked_for
from intranet.members.views.requests import PersonRequest, asked_and_answered

__all__ = ["attendee", "attendee_add", "attendees", "attendees_act"]

PER_PAGE = 50
DATE = "data"


@require_safe
def attendees(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    """`/agenda/<id>/inscrits/`. Of a series where one registers by dates, these. Thirteen statements for any number of people."""
    event = kept_event_or_404(request, pk)
    desk = desk_of(event, date_at(event, day))
    if desk is None:
        by_date = [] if day else desks_by_date(event)
        return kept_dates(request, event, by_date) if by_date else redirect("desk_edit", *([pk, day] if day else [pk]))
    if day is not None and desk.occurrence is None:
        return redirect(desk.address("attendees"))
    listing = AttendeesFilter(request.GET, desk=desk)
    rows = with_remarks(listing.qs.select_related("person", "organisation"), event)
    page = Paginator(rows.prefetch_related("attendances"), PER_PAGE).get_page(page_asked_for(request))
    place(page.object_list)
    dates = list(dates_of(desk).filter(is_cancelled=False).in_order())
    for one in dates:
        one.event = event
    seats = seats_of(desk)
    context: dict[str, Any] = {
        "listing": listing,
        "page": page,
        "kept": {"GET": listing.query},
        "rows": [(row, desk.address("attendee", row.pk), place_of(row), len(row.attendances.all())) for row in page],
        "seats": seats.values(),
        "overbooked": [*overbooked_words(seats), *unseated_words(seats)],
        "dates": dates,
        "has_begun": any(one.start <= timezone.now() for one in dates),
        "notes_attendance": any(can_be_noted(one) for one in dates),
        "date_name": DATE,
        "filter_name": FILTER,
        "is_hybrid": len(desk.modes) > 1,
        "may_approve": desk.needs_approval,
        "addresses": addresses_of(desk, listing),
    }
    return organised(request, desk, "attendees", tab="attendees", **context)


def addresses_of(desk: RegistrationDesk, listing: AttendeesFilter) -> dict[str, str]:
    """Where the list leads to; the exports, as it is narrowed down."""
    query = f"?{listing.query.urlencode()}" if listing.query else ""
    names = {"list": "attendees", "add": "attendee_add", "act": "attendees_act", "check_in": "check_in"}
    exports = {kind: desk.address("attendees_export", kind) + query for kind in ("xlsx", "csv")}
    return {key: desk.address(name) for key, name in names.items()} | exports | {"sheet": desk.address("sign_in_sheet")}


Act = Callable[[PersonRequest, Selection], "HttpResponse | None"]


@asked_and_answered
@of_kept_desk
def attendees_act(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    """`…/inscrits/accions/`: `do` says what is done with those that are chosen. Looked at, it is the list."""
    if request.method != "POST":
        return redirect(desk.address("attendees"))
    selection = selection_in(request.POST, desk)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None or not selection.keys:
        messages.warning(request, _("Nobody is chosen: tick those whom it is about, or all of the list."))
        return redirect(selection.back)
    try:
        page = act(request, selection)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        page = None
    return page or redirect(selection.back)


def act_message(_request: PersonRequest, selection: Selection) -> HttpResponse:
    return redirect(f"{selection.desk.address('attendees_message')}?{selection.address_query}")


def act_approve(request: PersonRequest, selection: Selection) -> None:
    number, left = approve(selection.desk, selection.keys, by=request.user)
    said = ngettext("%(count)d registration is approved.", "%(count)d registrations are approved.", number)
    messages.success(request, said % {"count": number})
    if left:
        missing = ngettext(
            "For %(count)d registration there was no seat left: it still waits for approval.",
            "For %(count)d registrations there was no seat left: they still wait for approval.",
            left,
        )
        messages.warning(request, missing % {"count": left})


def act_decline(request: PersonRequest, selection: Selection) -> HttpResponse | None:
    form = reason_given(request)
    if form is None:
        return ask_first(request, selection, "decline")
    number = decline(selection.desk, selection.keys, by=request.user, reason=form.cleaned_data["reason"])
    said = ngettext("%(count)d registration is not accepted.", "%(count)d registrations are not accepted.", number)
    messages.success(request, said % {"count": number})
    return None


def act_cancel(request: PersonRequest, selection: Selection) -> HttpResponse | None:
    form = reason_given(request)
    if form is None:
        return ask_first(request, selection, "cancel")
    number = cancel_all(selection.desk, selection.keys, by=request.user, reason=form.cleaned_data["reason"])
    said = ngettext("%(count)d registration is cancelled.", "%(count)d registrations are cancelled.", number)
    messages.success(request, said % {"count": number})
    return None


def act_attend(request: PersonRequest, selection: Selection) -> None:
    occurrence = date_chosen(request, selection.desk)
    if occurrence is None:
        raise ValidationError(_("Choose the date to which they came."))
    number = attend_all(selection.desk, selection.keys, occurrence, by=request.user)
    said = ngettext("%(count)d person more came.", "%(count)d people more came.", number)
    messages.success(request, said % {"count": number})


ACTS: dict[str, Act] = {
    "message": act_message,
    "approve": act_approve,
    "decline": act_decline,
    "cancel": act_cancel,
    "attend": act_attend,
}


def date_chosen(request: PersonRequest, desk: RegistrationDesk) -> Occurrence | None:
    """Where there is one alone, that one."""
    dates = list(dates_of(desk).in_order().select_related("event"))
    asked = request.POST.get(DATE, "")
    return dates[0] if len(dates) == 1 else next((one for one in dates if str(one.day) == asked), None)


def reason_given(request: PersonRequest) -> ReasonForm | None:
    """None while it has not been asked for, or is too long."""
    if "reason" not in request.POST:
        return None
    form = ReasonForm(request.POST)
    return form if form.is_valid() else None


def ask_first(request: PersonRequest, selection: Selection, do: str) -> HttpResponse:
    """What will be done, with whom; and why."""
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    some = list(selection.rows.select_related("person", "organisation")[:PER_PAGE])
    here = _("Cancel registrations") if do == "cancel" else _("Not accept registrations")
    context: dict[str, Any] = {"selection": selection, "some": some, "do": do, "number": len(selection.keys)}
    context["act_url"] = selection.desk.address("attendees_act")
    return organised(request, selection.desk, "sure", tab="attendees", here=here, form=form, **context)
