"""One who registered, with all that the organisers may know and do; and somebody whom they add by hand."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.keys import key_in
from agenda.models import Occurrence
from agenda.registration.domain.adding import add_by_hand, people_to_add, write_again, write_note
from agenda.registration.domain.attending import attend, can_be_noted, take_back
from agenda.registration.domain.bulk import approve
from agenda.registration.domain.changing import swap
from agenda.registration.domain.desks import dates_of
from agenda.registration.domain.line import reread, seats_of
from agenda.registration.enums import RegistrationState
from agenda.registration.forms.answers import answered, unanswered
from agenda.registration.forms.attendees import AddForm, NoteForm, is_mode
from agenda.registration.models import Attendance, Registration, RegistrationDesk
from agenda.registration.views.doors import registration_or_404
from agenda.registration.views.organising import of_kept_desk, organised
from agenda.registration.views.selecting import TICKED
from agenda.sentences import when_of_date
from intranet.members.views.requests import PersonRequest, asked_and_answered
from intranet.templatetags.intranet import hour_words


@asked_and_answered
@of_kept_desk
def attendee(request: PersonRequest, desk: RegistrationDesk, *, registration: int) -> HttpResponse:
    """`…/inscrits/<id>/`: `do` says what is done."""
    row = registration_or_404(desk, registration)
    if request.method == "POST":
        try:
            messages.success(request, done(request, row))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(desk.address("attendee", row.pk))
    questions = list(desk.questions.all())
    context: dict[str, Any] = {
        "row": row,
        "place": place_of(reread(row)),
        "facts": facts_of(row),
        "answers": answered(questions, row.answers),
        "unanswered": unanswered(questions, row.answers) if row.is_living else [],
        "dates": dates_for(row),
        "note_form": NoteForm(initial={"note": row.note}),
        "other_modes": [mode for mode in desk.modes if mode != row.mode] if row.is_living else [],
        "act_url": desk.address("attendees_act"),
        "message_url": f"{desk.address('attendees_message')}?{TICKED}={row.pk}",
    }
    return organised(request, desk, "attendee", tab="attendees", here=row.who, **context)


def place_of(row: Any) -> str:
    """Of one read `with_position`: which in the line; nothing for who stands in none."""
    return _("no. %(place)d") % {"place": row.ahead + 1} if row.waits_for and row.offer_until is None else ""


def dates_for(row: Registration) -> list[tuple[Occurrence, Attendance | None, str, bool]]:
    """The dates for which it holds, each with the attendance, in words, and whether somebody can have come already."""
    came = {one.occurrence_id: one for one in row.attendances.all()}
    dates = list(dates_of(row.desk).in_order())
    for one in dates:
        one.event = row.desk.event
    return [(one, came.get(one.pk), when_of_date(one), can_be_noted(one)) for one in dates]


def facts_of(row: Registration) -> list[tuple[str, str]]:
    by = row.registered_by.full_name if row.registered_by and row.registered_by != row.person else ""
    return [
        (_("E-mail"), row.address),
        (_("Job title"), row.job_title),
        (
            _("Registered on"),
            f"{date_format(timezone.localtime(row.created_at), 'j/n/Y')}, {hour_words(row.created_at)}",
        ),
        (pgettext("registration", "Came in by"), row.get_channel_display()),
        (_("Registered by"), by),
        (
            _("Consents to photographs"),
            (_("Yes") if row.photo_consent else _("No")) if row.desk.asks_photo_consent else "",
        ),
        (_("Cancelled on"), date_format(timezone.localtime(row.cancelled_at), "j/n/Y") if row.cancelled_at else ""),
    ]


def done(request: PersonRequest, row: Registration) -> str:
    """What was done, in words. Raises ValidationError for what cannot be."""
    do, by = request.POST.get("do", ""), request.user
    if do == "approve":
        approve(row.desk, [row.pk], by=by)
        return _("The registration is approved.")
    if is_mode(mode := request.POST.get("swap", "")):
        now = swap(row, mode, by=by)
        return (
            _("They take part in the other way now.")
            if now.mode == mode
            else _("They wait for a seat in the other way.")
        )
    if do == "note":
        return noted(request, row)
    if do == "again":
        write_again(row, by=by)
        return _("The mail is on its way again.")
    return date_noted(request, row)


def noted(request: PersonRequest, row: Registration) -> str:
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise ValidationError([str(error) for error in form.errors.get("note", [])])
    write_note(row, form.cleaned_data["note"], by=request.user)
    return _("The note is saved.")


def date_noted(request: PersonRequest, row: Registration) -> str:
    came = "attend" in request.POST
    key = key_in(request.POST.get("attend" if came else "absent", ""))
    occurrence = dates_of(row.desk).filter(pk=key).first() if key is not None else None
    if occurrence is None:
        raise ValidationError(_("This cannot be done."))
    if came:
        attend(row, occurrence, by=request.user)
        return _("It is noted that they came.")
    take_back(row, occurrence, by=request.user)
    return _("It is noted that they did not come.")


@asked_and_answered
@of_kept_desk
def attendee_add(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    """`…/inscrits/afegeix/`: `?q=` looks for people of the network."""
    words = request.GET.get("q", "")[:80].replace("\0", "")
    found = people_to_add(words, by=request.user)
    initial = {} if found else as_typed(words)
    form = AddForm(request.POST or None, desk=desk, found=found, seats=seats_of(desk), initial=initial)
    if request.method == "POST" and form.is_valid() and (row := added(request, desk, form)):
        messages.success(request, how_added(row))
        return redirect(desk.address("attendee", row.pk))
    context = {"words": words, "found": found, "form": form, "list_url": desk.address("attendees")}
    return organised(request, desk, "add", tab="attendees", here=_("Add somebody"), **context)


def as_typed(words: str) -> dict[str, str]:
    """What was looked for in vain is what one goes on writing with."""
    return {"email" if "@" in words else "name": words.strip()} if words.strip() else {}


def added(request: PersonRequest, desk: RegistrationDesk, form: AddForm) -> Registration | None:
    try:
        return add_by_hand(
            desk,
            form.applicant,
            mode=form.chosen_mode,
            note=form.cleaned_data["note"],
            though_full=form.is_seated_anyway,
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


def how_added(row: Registration) -> str:
    if row.is_confirmed:
        return _("%(name)s is registered, and gets a mail.") % {"name": row.who}
    if row.state == RegistrationState.PENDING:
        return _("%(name)s has registered already, and waits for your approval.") % {"name": row.who}
    return _("There is no seat left: %(name)s is on the waiting list, and gets a mail.") % {"name": row.who}
