"""«Converteix-ho en recurs»: a resource made of a topic or an experience, and the answer of those whose words it is made of."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.models import Topic
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository import proposal_notices as notices
from repository.domain.consenting import answer, take_out
from repository.domain.consents import credits_of, pieces_of, reads_it, sees_it, stamp_of
from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.domain.origins import origin_of, prefilled, propose_from_topic
from repository.domain.proposing import proposed_before
from repository.enums import Consent
from repository.forms.steps import WhatForm
from repository.keys import GREATEST_KEY, key_in
from repository.models import Credit, ResourcePage
from repository.views.desk import ResourceDesk, steps_of
from repository.views.doors import BESIDES, kept_or_404
from repository.views.words import content_of


@asked_and_answered
def resource_from_topic(request: PersonRequest, pk: int) -> HttpResponse:
    """`/recursos/proposa/tema/<id>/`: the first step, prefilled, and who is going to be asked."""
    topic = topic_or_404(request, pk)
    origin = origin_of(topic)
    desk = ResourceDesk(request, request.path)
    form = WhatForm(request.POST or None, author=request.user, instance=prefilled(origin, by=request.user))
    if desk.is_sent and form.is_valid() and (done := begun(desk, form, topic)):
        return done
    restored = None if desk.is_sent else desk.begin(form)
    context = {"topic": topic, "origin": origin, "asked": origin.asked(request.user), "step": 1}
    steps = steps_of(None, 1)
    return desk.show("repository/from_topic.html", form, begun=restored, page=None, now=None, steps=steps, **context)


def topic_or_404(request: PersonRequest, pk: int) -> Topic:
    topics = Topic.objects.visible_to(request.user).select_related("group", "author", "council")
    found = topics.filter(pk=pk).first() if pk <= GREATEST_KEY else None
    if found is None:
        raise Http404
    return found


def begun(desk: ResourceDesk, form: WhatForm, topic: Topic) -> HttpResponse | None:
    key, author = form.cleaned_data["key"] or uuid4(), desk.request.user
    before = proposed_before(author, key)
    if before is not None and desk.is_another_resource(form, before):
        return None
    try:
        page = propose_from_topic(form.words, topic, by=author, key=key)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        form.refuse(error)
        return None
    desk.forget()
    return desk.onwards(page, 1)


@asked_and_answered
def resource_consent(request: PersonRequest, pk: int) -> HttpResponse:
    """`/recursos/consentiment/<id>/`, of a credit: its address says nothing of the resource. `action=agree` or `refuse`."""
    asked = credits_of(request.user).select_related(*(f"page__{name}" for name in BESIDES))
    credit = asked.filter(pk=pk).first() if pk <= GREATEST_KEY else None
    if credit is None:
        raise Http404
    if request.method == "POST":
        return answered(request, credit)
    return render(request, "repository/consent.html", consent_context(request, credit))


def consent_context(request: PersonRequest, credit: Credit) -> dict[str, Any]:
    """The whole while those are asked who may read it; for others, and once it is answered, what is theirs alone."""
    words = newest_words(credit.page)
    stands = {"credit": credit, "page": credit.page, "stamp": stamp_of(words), "title": notices.title_of(credit)}
    if reads_it(credit) and credit.consent == Consent.ASKED:
        return {**stands, "is_whole": True, **content_of(words, request.user)}
    seen_by = words.get_visibility_display()
    theirs = {"pieces": pieces_of(words, credit), "visibility": seen_by, "sees_it": sees_it(credit)}
    return {**stands, "is_whole": False, **theirs}


def answered(request: PersonRequest, credit: Credit) -> HttpResponse:
    agrees = request.POST.get("action") == "agree"
    try:
        answer(credit, by=request.user, agrees=agrees, seen=request.POST.get("seen", ""))
    except PermissionDenied as error:
        raise Http404 from error
    except ChangedMeanwhileError:
        changed = _("It has been changed meanwhile, and you have not agreed yet. Read what it says now.")
        messages.warning(request, changed)
    else:
        messages.success(request, notices.thanks_for(credit, agrees=agrees))
    return redirect("resource_consent", credit.pk)


@require_POST
def resource_taken_out(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/sense/`: those who keep it credit somebody no more; `credit`."""
    page: ResourcePage = kept_or_404(request, slug)
    key = key_in(request.POST.get("credit", ""))
    credit = page.credits.filter(pk=key).select_related("person").first() if key is not None else None
    if credit is None:
        raise Http404
    try:
        take_out(credit, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('resource_submit', args=[slug])}#consents")
    messages.success(request, _("%(person)s is not credited any more.") % {"person": credit.person.full_name})
    return redirect("resource_submit", slug)
