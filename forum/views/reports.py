"""A member reports a post; those who moderate its group decide, and can look back at what was decided."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.domain.acts import acts_for, may_moderate
from forum.domain.reports import decide, has_a_judge, posts_waiting_for, report_post
from forum.enums import ReportReason, ReportState
from forum.forms.moderation import DecisionForm, ReportForm
from forum.models import Post, Report
from forum.models.moderation import groups_moderated_by
from forum.views.doors import post_or_404, topic_or_404
from forum.views.moderation import drawn, refill
from intranet.held import writer_field
from intranet.members.views.requests import PersonRequest, asked_and_answered

PAGE_SIZE = 30


@asked_and_answered
def post_report(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`…/m/<number>/denuncia/`, for everyone who reads the post but its author."""
    opened = topic_or_404(request, slug, pk)
    post = post_or_404(opened, number)
    if post.author_id == request.user.pk or opened.topic.removed_at:
        raise Http404
    waiting = Report.objects.open().filter(post=post, reporter=request.user).first()
    form = ReportForm(request.POST or None)
    refill(request, form)
    if request.method == "POST" and form.is_valid() and send(request, post, form):
        return redirect(post)
    has_judge = has_a_judge(post, opened.topic.group)
    return drawn(request, "report", opened.topic, form=form, post=post, waiting=waiting, has_judge=has_judge)


def send(request: PersonRequest, post: Post, form: ReportForm) -> bool:
    """Whether the report was taken; if not, the form says why."""
    reason, note = ReportReason(form.cleaned_data["reason"]), form.cleaned_data["note"]
    try:
        report_post(post, by=request.user, reason=reason, note=note)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Thank you. Those who moderate the group will look at it, and you will be told."))
    return True


def moderator_or_404(request: PersonRequest) -> None:
    if not may_moderate(request.user):
        raise Http404


@require_safe
def moderation(request: PersonRequest) -> HttpResponse:
    """`/moderacio/`: the posts that were reported in the groups one moderates, the longest waiting first."""
    moderator_or_404(request)
    page = Paginator(posts_waiting_for(request.user), PAGE_SIZE).get_page(request.GET.get("pagina"))
    return render(request, "forum/moderation/queue.html", {"page": page})


@asked_and_answered
def report_decide(request: PersonRequest, pk: int) -> HttpResponse:
    """`/moderacio/<id>/`: the reported post, what people have against it, and what becomes of it."""
    related = ("post__topic__group", "post__author", "post__council", "reporter", "decided_by")
    report = get_object_or_404(Report.objects.moderated_by(request.user).select_related(*related), pk=pk)
    form = DecisionForm(request.POST or None)
    refill(request, form)
    if request.method == "POST" and form.is_valid():
        return decided(request, report, form.cleaned_data)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    same = Report.objects.filter(post=report.post).open().select_related("reporter")
    is_open = report.state == ReportState.OPEN
    context = {
        "report": report,
        "post": report.post,
        "topic": report.post.topic,
        "reports": same if is_open else [report],
        "is_open": is_open,
        "form": form,
        "writer": writer_field(request),
        "trail": [(reverse("moderation"), _("Moderation"))],
    }
    return render(request, "forum/moderation/decide.html", context, status=status)


def decided(request: PersonRequest, report: Report, chosen: dict[str, Any]) -> HttpResponse:
    state = ReportState(chosen["decision"])
    if decide(report, by=request.user, state=state, answer=chosen["answer"]):
        kept, removed = (
            _("The post stays, and those concerned are told."),
            _("The post is removed, and those concerned are told."),
        )
        messages.success(request, kept if state == ReportState.KEPT else removed)
    else:
        messages.info(request, _("Somebody had decided about this report already."))
    return redirect("moderation")


@require_safe
def moderation_log(request: PersonRequest) -> HttpResponse:
    """`/moderacio/registre/`: what was done in the groups one moderates, the latest first; `?grup=<slug>` for one."""
    moderator_or_404(request)
    slug = request.GET.get("grup", "").replace("\0", "")
    group = groups_moderated_by(request.user).filter(slug=slug).first() if slug else None
    acts = acts_for(request.user).filter(group=group) if group else acts_for(request.user)
    page = Paginator(acts, PAGE_SIZE).get_page(request.GET.get("pagina"))
    return render(request, "forum/moderation/log.html", {"page": page, "group": group})
