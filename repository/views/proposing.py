"""Proposing a resource in three short steps, editing it the same way, sending it, throwing it away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.drafts.restoring import parameter, place_of
from intranet.members.models import WorkingGroup
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.domain.proposing import discard, may_discard, propose, proposed_before
from repository.domain.reviewing import submit, withdraw
from repository.domain.wholeness import council_left, gaps_of
from repository.enums import ResourceVisibility, Review
from repository.forms.parts import StepForm
from repository.forms.steps import STEPS, ContentForm, WhatForm
from repository.keys import key_in
from repository.models import ResourcePage
from repository.rules import groups_of, may_publish, organisations_of
from repository.views.desk import ResourceDesk, steps_of
from repository.views.doors import kept_or_404
from repository.views.words import content_of

GROUP = "grup"


@asked_and_answered
def resource_propose(request: PersonRequest) -> HttpResponse:
    """`/recursos/proposa/`: `?grup=<slug>` for a group."""
    desk = ResourceDesk(request, place_of(request, GROUP))
    form = WhatForm(request.POST or None, author=request.user, instance=beginning(request))
    done = begun(desk, form) if desk.is_sent and form.is_valid() else None
    return done or show(desk, form, step=1, page=None)


def beginning(request: PersonRequest) -> ResourcePage:
    """In the name of one's council, or for the group from whose page one comes."""
    group = group_asked_for(request)
    councils = organisations_of(request.user).order_by("sort_key")
    council = None if request.user.standing.cares_for_members else councils.first()
    is_inside = group is not None and group.is_private
    visibility = ResourceVisibility.GROUP if is_inside else ResourceVisibility.NETWORK
    return ResourcePage(group=group, organisation=council, visibility=visibility)


def group_asked_for(request: PersonRequest) -> WorkingGroup | None:
    slug = parameter(request, GROUP)
    return groups_of(request.user).filter(slug=slug).first() if slug else None


def begun(desk: ResourceDesk, form: WhatForm) -> HttpResponse | None:
    """None when the form has something to say first."""
    key, author = form.cleaned_data["key"], desk.request.user
    before = proposed_before(author, key)
    if before is not None and desk.is_another_resource(form, before):
        return None
    try:
        page = propose(form.words, by=author, key=key)
    except ValidationError as error:
        form.refuse(error)
        return None
    desk.forget()
    return desk.onwards(page, 1)


@asked_and_answered
def resource_edit(request: PersonRequest, slug: str, step: int) -> HttpResponse:
    """`/recursos/<slug>/edita/<1-3>/`, for those who keep it."""
    if step not in STEPS:
        raise Http404
    page = kept_or_404(request, slug)
    desk = ResourceDesk(request, reverse("resource_edit", args=[slug, step]))
    words = newest_words(page)
    with_files = {"page": words} if STEPS[step] is ContentForm else {}
    form = STEPS[step](request.POST or None, request.FILES or None, author=request.user, instance=words, **with_files)
    kept = desk.kept(form) if desk.is_sent and form.is_valid() else None
    if kept is not None:
        messages.success(request, _("Saved."))
        return desk.onwards(kept, step)
    return show(desk, form, step=step, page=page)


def show(desk: ResourceDesk, form: StepForm, *, step: int, page: ResourcePage | None, **context: Any) -> HttpResponse:
    begun = None if desk.is_sent else desk.begin(form)
    context = {"page": page, "step": step, "steps": steps_of(page, step), "now": getattr(form, "now", None), **context}
    context["may_discard"] = page is not None and may_discard(page, desk.request.user)
    return desk.show("repository/step.html", form, begun=begun, **context)


@asked_and_answered
def resource_submit(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/envia/`: what it will look like and what is missing; `action=send`, or `withdraw` what waits."""
    page = kept_or_404(request, slug)
    if request.method == "POST" and (done := sent(request, page)):
        return done
    words = newest_words(page)
    context = {
        "page": page,
        "steps": steps_of(page, 4),
        "gaps": gaps_of(words),
        "council_left": council_left(words),
        "may_discard": may_discard(page, request.user),
        "at_once": may_publish(request.user, words) and may_publish(request.user, page),
        "credits": page.credits.exclude(person=page.owner_id).select_related("person", "council"),
        **content_of(words, request.user),
    }
    return render(request, "repository/submit.html", context)


def sent(request: PersonRequest, page: ResourcePage) -> HttpResponse | None:
    """None when it has to be looked at again first."""
    if request.POST.get("action") == "withdraw":
        withdraw(page, by=request.user)
        messages.success(request, _("«%(title)s» is a draft again.") % {"title": page.draft_title})
        return redirect("resource_edit", page.slug, 1)
    try:
        done = submit(page, by=request.user, seen=seen_in(request))
    except ChangedMeanwhileError:
        messages.warning(
            request, _("It has been changed meanwhile, and is not sent yet. Read what it says now, and send it.")
        )
        return None
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return None
    messages.success(request, after_sending(done))
    return redirect(done.get_absolute_url() if done.review == Review.PUBLISHED else reverse("resources_kept"))


def seen_in(request: PersonRequest) -> int | None:
    return key_in(request.POST.get("seen", ""))


def after_sending(page: ResourcePage) -> str:
    """What became of it, and why."""
    if page.review == Review.PUBLISHED:
        return _("It is in the resource bank.")
    if page.group is not None:
        return _("Thank you. Those who coordinate the group, or coordination, look at it, and you will be told.")
    return _("Thank you. Coordination looks at it before it is published, and you will be told.")


@asked_and_answered
def resource_discard(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/descarta/`: asks first."""
    page = kept_or_404(request, slug)
    if not may_discard(page, request.user):
        raise Http404
    if request.method != "POST":
        return render(request, "repository/discard.html", {"page": page})
    try:
        is_gone = discard(page, by=request.user)
    except PermissionDenied as error:
        raise Http404 from error
    if is_gone:
        messages.success(request, _("«%(title)s» is thrown away.") % {"title": page.draft_title})
        return redirect("resources_kept")
    said = _("The changes are thrown away: readers see what they saw.")
    messages.success(request, said)
    return redirect(page)
