"""Coordination's desk: what members announce to the whole network and nobody has looked at yet."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.domain.announcing import ChangedMeanwhileError
from agenda.domain.reviewing import accept_event, return_event
from agenda.enums import EventVisibility, Review
from agenda.forms.review import ReviewForm
from agenda.models import Event
from agenda.views.doors import kept_event_or_404
from forum.views.paging import page_asked_for
from intranet.drafts.restoring import fill
from intranet.held import take, writer_field
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest, asked_and_answered

PAGE_SIZE = 10


def events_waiting_for(reviewer: User) -> QuerySet[Event]:
    """The longest waiting first."""
    waiting = Event.objects.kept_by(reviewer).waiting()
    return waiting.select_related("organisation", "author").order_by("created_at", "pk")


@require_safe
def events_to_review(request: PersonRequest) -> HttpResponse:
    """`/agenda/revisio/`."""
    page = Paginator(events_waiting_for(request.user), PAGE_SIZE).get_page(page_asked_for(request))
    return render(request, "agenda/review_list.html", {"page": page})


@asked_and_answered
def event_review(request: PersonRequest, pk: int) -> HttpResponse:
    """`/agenda/<id>/revisa/`: `action=accept`, or `return` with a `note`."""
    event = kept_event_or_404(request, pk)
    if event.review != Review.WAITING:
        messages.info(request, _("This announcement does not wait for a review any more."))
        return redirect(event)
    form = ReviewForm(request.POST or None, initial={"seen": event.sequence})
    if (typed := take(request)) is not None:
        fill(form, typed)
    if request.method == "POST" and form.is_valid() and (done := decided(request, event, form)):
        return done
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"event": event, "form": form, "writer": writer_field(request)}
    return render(request, "agenda/review.html", context, status=status)


def decided(request: PersonRequest, event: Event, form: ReviewForm) -> HttpResponse | None:
    """None when the form has something to say first."""
    is_returned = request.POST.get("action") == "return"
    decide = return_event if is_returned else accept_event
    try:
        decide(event, by=request.user, seen=form.cleaned_data["seen"], note=form.cleaned_data["note"])
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except ChangedMeanwhileError:
        changed_meanwhile(request, event, form)
        return None
    if is_returned:
        said = _("«%(title)s» goes back to its author with your remark.")
    elif event.visibility == EventVisibility.PUBLIC:
        said = _("«%(title)s» is in the agenda, also for people without an account.")
    else:
        said = _("«%(title)s» is in the agenda of the whole network.")
    link = format_html('<a href="{}">{}</a>', event.get_absolute_url(), _("See it"))
    messages.success(request, format_html("{} {}", said % {"title": event.title}, link))
    return redirect("events_to_review")


def changed_meanwhile(request: PersonRequest, event: Event, form: ReviewForm) -> None:
    """The page shows what it says now; the decision is taken once it is sent from there."""
    form.add_error(
        None, _("It has been changed meanwhile, and nothing is decided yet. Read what it says now, and decide.")
    )
    sent = request.POST.copy()
    sent["seen"] = str(event.sequence)
    form.data = sent
