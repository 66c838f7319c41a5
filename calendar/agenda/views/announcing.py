"""Announcing an activity in two minutes, editing it, withdrawing it and publishing it again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from agenda.domain.announcing import (
    ChangedMeanwhileError,
    announce_event,
    edit_event,
    publish_again,
    withdraw_event,
)
from agenda.domain.clashes import clashes_of
from agenda.domain.pace import TooManyEventsError
from agenda.enums import Review
from agenda.forms.copies import copied, copied_event
from agenda.forms.events import EventForm
from agenda.keys import key_in
from agenda.models import Event
from agenda.rules import groups_of
from agenda.views.desks import EventDesk, after_announcing
from agenda.views.doors import kept_event_or_404
from intranet.drafts.restoring import parameter, place_of
from intranet.members.models import WorkingGroup
from intranet.members.views.requests import PersonRequest, asked_and_answered

COPY, GROUP, DAY = "copia", "grup", "dia"


@asked_and_answered
def event_new(request: PersonRequest) -> HttpResponse:
    """`/agenda/nou/`: `?grup=<slug>` for a group, `?dia=<yyyy-mm-dd>` on a day, `?copia=<id>` as another event was."""
    desk = EventDesk(request, place_of(request, COPY, GROUP, DAY))
    source = event_to_copy(request)
    form = EventForm(
        request.POST or None,
        author=request.user,
        group=group_asked_for(request, source),
        instance=copied_event(source),
        initial=beginning(request, source),
    )
    if desk.is_sent and desk.action == "draft" and (kept := desk.keep(form)):
        return kept
    if desk.is_sent and desk.action == "publish" and form.is_valid() and (done := announced(desk, form, source)):
        return done
    return show(desk, form, source=source)


def event_to_copy(request: PersonRequest) -> Event | None:
    """One that the person sees; without it the form is empty."""
    if (asked := key_in(request.GET.get(COPY, ""))) is None:
        return None
    return Event.objects.visible_to(request.user).select_related("group").filter(pk=asked).first()


def group_asked_for(request: PersonRequest, source: Event | None) -> WorkingGroup | None:
    if slug := parameter(request, GROUP):
        return groups_of(request.user).filter(slug=slug).first()
    return source.group if source else None


def beginning(request: PersonRequest, source: Event | None) -> dict[str, Any]:
    """What the form holds before anybody types."""
    given = copied(source, reader=request.user) if source else {}
    try:
        given["start"] = date.fromisoformat(request.GET.get(DAY, ""))
    except ValueError:
        return given
    return given


def announced(desk: EventDesk, form: EventForm, source: Event | None) -> HttpResponse | None:
    """The way to the new event; None when the form has something to say first."""
    if desk.is_another_event(form):
        return None
    try:
        event = announce_event(form.event, author=desk.request.user, key=form.cleaned_data["key"], source=source)
    except PermissionDenied:
        form.add_error("organiser", _("You announce in this name no longer: choose another one."))
        return None
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    except TooManyEventsError as error:
        form.add_error(None, str(error))
        return None
    return desk.sent(event, after_announcing(event))


@asked_and_answered
def event_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """`/agenda/<id>/edita/`, for those who keep it."""
    event = kept_event_or_404(request, pk)
    desk = EventDesk(request, reverse("event_edit", args=[pk]))
    context: dict[str, Any] = {"event": Event.objects.get(pk=pk)}
    form = EventForm(request.POST or None, author=request.user, instance=event)
    if desk.is_sent and desk.action == "draft" and (kept := desk.keep(form, context["event"].title)):
        return kept
    done = None
    if desk.is_sent and desk.action == "publish" and form.is_valid():
        done = edited(desk, form, context)
    return done or show(desk, form, **context)


def edited(desk: EventDesk, form: EventForm, context: dict[str, Any]) -> HttpResponse | None:
    """None when somebody else had changed it meanwhile, or it may not be so, and the form says so."""
    before: Event = context["event"]
    try:
        event = edit_event(form.event, by=desk.request.user, seen=form.cleaned_data["seen"])
    except ChangedMeanwhileError:
        context["now"] = desk.changed_by_another(form)
        return None
    except PermissionDenied:
        form.add_error("organiser", _("You announce in this name no longer: choose another one."))
        return None
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    asks_again = event.review == Review.WAITING != before.review
    return desk.sent(event, after_announcing(event) if asks_again else _("The changes are saved."))


def show(desk: EventDesk, form: EventForm, **context: Any) -> HttpResponse:
    begun = None if desk.is_sent else desk.begin(form)
    if desk.is_sent and desk.action == "preview" and form.is_valid():
        context["preview"] = form.instance
    if desk.is_sent:
        context["clashes"] = clashes_of(form.spans(), user=desk.request.user, apart_from=form.instance.pk)
    return desk.show("agenda/event_form.html", form, begun=begun, **{"event": None, "source": None, **context})


@asked_and_answered
def event_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """`/agenda/<id>/retira/`: asks first."""
    event = kept_event_or_404(request, pk)
    if request.method != "POST":
        return render(request, "agenda/withdraw.html", {"event": event})
    withdraw_event(event, by=request.user)
    undo = reverse("event_publish_again", args=[pk])
    said = _("«%(title)s» is withdrawn: only those who keep it see it.") % {"title": event.title}
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Publish it again")))
    return redirect(event)


@asked_and_answered
def event_publish_again(request: PersonRequest, pk: int) -> HttpResponse:
    """`/agenda/<id>/torna/`: asks first."""
    event = kept_event_or_404(request, pk)
    if request.method != "POST":
        return render(request, "agenda/publish_again.html", {"event": event})
    messages.success(request, after_announcing(publish_again(event, by=request.user)))
    return redirect(event)
