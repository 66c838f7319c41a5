"""The desk of those who decide on what is proposed: coordination, and the coordinators of a group for theirs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import TaskState, WorkflowState

from forum.views.paging import page_asked_for
from intranet.drafts.restoring import fill
from intranet.held import take, writer_field
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.domain.differing import changes_between
from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.domain.reviewing import approve, send_back
from repository.domain.wholeness import gaps_of
from repository.enums import Review
from repository.forms.review import ReviewForm
from repository.models import ResourcePage
from repository.rules import can_keep
from repository.views.doors import first_or_404
from repository.views.words import content_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from repository.models import ResourceQuerySet

PAGE_SIZE = 10


def waiting_for(reviewer: User) -> "ResourceQuerySet":
    """The longest waiting first."""
    waiting = ResourcePage.objects.reviewed_by(reviewer).select_related("organisation", "group", "owner")
    ordered: ResourceQuerySet = waiting.order_by("latest_revision_created_at", "pk")
    return ordered


@require_safe
def resources_to_review(request: PersonRequest) -> HttpResponse:
    """`/recursos/revisio/`."""
    page = Paginator(waiting_for(request.user), PAGE_SIZE).get_page(page_asked_for(request))
    return render(request, "repository/review_list.html", {"page": page})


@asked_and_answered
def resource_review(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/revisa/`: `action=approve`, or `return` with a `note`."""
    page = first_or_404(ResourcePage.objects.visible_to(request.user), slug)
    if page.review != Review.WAITING:
        messages.info(request, _("This resource does not wait for a review any more."))
        return redirect(page)
    if not ResourcePage.objects.reviewed_by(request.user).filter(pk=page.pk).exists():
        raise Http404
    form = ReviewForm(request.POST or None, initial={"seen": page.latest_revision_id})
    if (typed := take(request)) is not None:
        fill(form, typed)
    if request.method == "POST" and form.is_valid() and (done := decided(request, page, form)):
        return done
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "repository/review.html", context_of(request, page, form), status=status)


def context_of(request: PersonRequest, page: ResourcePage, form: ReviewForm) -> dict[str, Any]:
    words = newest_words(page)
    before = ResourcePage.objects.get(pk=page.pk) if page.live else None
    return {
        "page": page,
        "form": form,
        "may_edit": can_keep(request.user, page),
        "writer": writer_field(request),
        "gaps": gaps_of(words),
        "rounds": rounds_of(page),
        "credits": page.credits.select_related("person", "council"),
        "changes": changes_between(before, words) if before else [],
        **content_of(words, request.user),
    }


def rounds_of(page: ResourcePage) -> "QuerySet[TaskState]":
    """What was said of it in former rounds."""
    states = WorkflowState.objects.for_instance(page)
    said = TaskState.objects.filter(workflow_state__in=states).exclude(status=TaskState.STATUS_IN_PROGRESS)
    rounds: QuerySet[TaskState] = said.exclude(comment="").select_related("finished_by").order_by("pk")
    return rounds


def decided(request: PersonRequest, page: ResourcePage, form: ReviewForm) -> HttpResponse | None:
    """None when the form has something to say first."""
    is_returned = request.POST.get("action") == "return"
    decide = send_back if is_returned else approve
    try:
        decide(page, by=request.user, seen=form.cleaned_data["seen"], note=form.cleaned_data["note"])
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except PermissionDenied as error:
        raise Http404 from error
    except ChangedMeanwhileError:
        changed_meanwhile(request, page, form)
        return None
    said = _("«%(title)s» goes back with your remark.") if is_returned else _("«%(title)s» is in the resource bank.")
    link = "" if is_returned else format_html('<a href="{}">{}</a>', page.get_absolute_url(), _("See it"))
    messages.success(request, format_html("{} {}", said % {"title": page.draft_title}, link))
    return redirect("resources_to_review")


def changed_meanwhile(request: PersonRequest, page: ResourcePage, form: ReviewForm) -> None:
    """The page shows what it says now; the decision is taken once it is sent from there."""
    page.refresh_from_db()
    form.add_error(
        None, _("It has been changed meanwhile, and nothing is decided yet. Read what it says now, and decide.")
    )
    sent = request.POST.copy()
    sent["seen"] = str(page.latest_revision_id)
    form.data = sent
