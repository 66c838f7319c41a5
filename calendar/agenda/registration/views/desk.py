"""How one registers: said by the organisers, for an event or for one of its dates."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.domain.announcing import ChangedMeanwhileError
from agenda.models import Event, Occurrence
from agenda.registration.domain.desk_changes import save_seen, stamp_of
from agenda.registration.domain.desks import desk_of
from agenda.registration.domain.keeping import apply_to_following, remove_desk, why_it_stays
from agenda.registration.forms.desk import DeskForm
from agenda.registration.forms.questions import QuestionsFormSet, questions_of
from agenda.registration.models import RegistrationDesk
from agenda.registration.views.doors import date_at
from agenda.registration.views.organising import organised
from agenda.views.doors import kept_event_or_404
from intranet.drafts.restoring import fill
from intranet.held import take, writer_field
from intranet.members.views.requests import PersonRequest, asked_and_answered

MEANWHILE = "meanwhile"


@asked_and_answered
def desk_edit(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    """`/agenda/<id>/inscrits/configura/`, for those who keep the event. Where nobody registers yet, it is a new one."""
    event = kept_event_or_404(request, pk)
    occurrence = date_at(event, day)
    desk = desk_of(event, occurrence) or RegistrationDesk(event=event, occurrence=occurrence)
    if (desk.occurrence is None) != (occurrence is None) and request.method != "POST":
        return redirect(desk.address("desk_edit"))
    if desk.pk is None and occurrence is None and (first := first_desk_by_date(event)):
        return redirect(first.address("attendees"))
    if request.POST.get("action") == "remove" and desk.pk:
        return removed(request, desk)
    before = stamp_of(desk)
    sent = request.POST or None
    form = DeskForm(sent, instance=desk, repeats=bool(event.frequency), initial={"seen": before})
    questions = questions_of(desk, sent)
    restore(request, form, questions)
    is_valid = sent is not None and all([form.is_valid(), questions.is_valid()])
    if is_valid and (done := saved(request, form, questions)):
        return done
    return show(request, desk, form, questions, next_date=None if occurrence else next_date_of(event))


def first_desk_by_date(event: Event) -> RegistrationDesk | None:
    found = event.desks.select_related("occurrence").order_by("occurrence__start").first()
    if found is not None and found.occurrence is not None:
        found.event = found.occurrence.event = event
    return found


def next_date_of(event: Event) -> Occurrence | None:
    """Of a series, where one may let people register date by date."""
    found = event.occurrences.ahead().in_order().first() if event.frequency else None
    if found is not None:
        found.event = event
    return found


def restore(request: PersonRequest, form: DeskForm, questions: QuestionsFormSet) -> None:
    """What was typed when the session had ended is shown again."""
    if (typed := take(request)) is not None:
        fill(form, typed)
        for row in questions.forms:
            fill(row, typed)
        messages.info(request, _("Here is what you had written. Check it and send it again."))


def saved(request: PersonRequest, form: DeskForm, questions: QuestionsFormSet) -> HttpResponse | None:
    """The way to what was saved; None when the form has something to say first."""
    try:
        desk = save_seen(form.instance, by=request.user, questions=questions.questions, seen=form.cleaned_data["seen"])
    except ChangedMeanwhileError:
        changed_by_another(form)
        return None
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, _("People can register as you say.") if form.is_new else _("The changes are saved."))
    if form.following and (number := apply_to_following(desk, by=request.user)):
        said = ngettext(
            "%(count)d later date has the same registration.",
            "%(count)d later dates have the same registration.",
            number,
        )
        messages.info(request, said % {"count": number})
    return redirect(desk.address("attendees"))


def removed(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    try:
        remove_desk(desk, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(desk.address("desk_edit"))
    messages.success(request, _("Nobody has to register any more."))
    return redirect(desk.occurrence or desk.event)


def changed_by_another(form: DeskForm) -> None:
    """The form says so, and sent once more it is meant."""
    form.add_error(
        None,
        _(
            "Somebody has changed this meanwhile, and nothing of yours is saved yet. Look at it in another window: if you save, it will be as you have written here."
        ),
    )
    event, occurrence = form.instance.event, form.instance.occurrence_id
    now = RegistrationDesk.objects.filter(event=event, occurrence=occurrence).first()
    sent: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    sent["seen"] = stamp_of(now) if now else ""
    form.data = sent


def show(
    request: PersonRequest,
    desk: RegistrationDesk,
    form: DeskForm,
    questions: QuestionsFormSet,
    *,
    next_date: Occurrence | None,
) -> HttpResponse:
    back = desk.address("attendees") if desk.pk else ""
    context: dict[str, Any] = {
        "questions": questions,
        "writer": writer_field(request),
        "next_date": next_date,
        "back": back,
    }
    context["may_remove"] = desk.pk is not None and not why_it_stays(desk)
    here = "" if desk.pk else _("Open the registration")
    response = organised(request, desk, "desk", tab="desk_edit", here=here, form=form, **context)
    if form.is_bound:
        response.status_code = 422
    return response
