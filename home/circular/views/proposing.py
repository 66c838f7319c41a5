"""Proposing an entry, putting it right or taking it back, and what became of one's proposals."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.views.paging import page_asked_for
from home.circular.domain.month_words import of_month
from home.circular.domain.months import being_prepared, taking_proposals
from home.circular.domain.own_proposals import proposals_of
from home.circular.domain.proposing import withdraw
from home.circular.forms.proposing import EntryForm
from home.circular.models import CircularEntry
from home.circular.rules import can_change_proposal
from home.circular.views.entry_desk import EntryDesk
from home.circular.views.proposal_lines import lines_of
from intranet.drafts.restoring import place_of
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.keys import GREATEST_KEY, key_in
from repository.rules import organisations_of

COPY = "copia"
COPIED = ("section", "title", "text", "day", "link", "organisation")
PAGE_SIZE = 20


@asked_and_answered
def circular_propose(request: PersonRequest) -> HttpResponse:
    """`/circular/proposa/`: `?copia=<id>` with the words of one of one's own."""
    desk = EntryDesk(request, place_of(request, COPY))
    form = EntryForm(
        request.POST or None, request.FILES or None, author=request.user, instance=beginning(request), initial={}
    )
    if desk.is_sent and desk.action == "draft" and (kept := desk.keep(form)):
        return kept
    done = desk.proposed(form) if desk.is_sent and desk.action != "draft" and form.is_valid() else None
    return done or show(desk, form, circular=taking_proposals(), missed=being_prepared())


def beginning(request: PersonRequest) -> CircularEntry:
    """In the name of one's council, or with the words of what was proposed before."""
    key = key_in(request.GET.get(COPY, ""))
    before = CircularEntry.objects.proposed_by(request.user).filter(pk=key).first() if key is not None else None
    if before is not None and before.source is None:
        return CircularEntry(**{name: getattr(before, name) for name in COPIED})
    is_coordination = request.user.standing.cares_for_members
    council = None if is_coordination else organisations_of(request.user).order_by("sort_key").first()
    return CircularEntry(organisation=council, section="")


@asked_and_answered
def circular_entry_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """`/circular/entrada/<id>/edita/`: of what was written by hand, until it is out or turned down."""
    entry = own_or_404(request, pk)
    if entry.source is not None:
        raise Http404
    desk = EntryDesk(request, reverse("circular_entry_edit", args=[pk]))
    if not desk.is_sent and not can_change_proposal(request.user, entry):
        messages.info(request, _("It has been decided on: it does not change any more."))
        return redirect("circular_proposed")
    title, is_accepted = entry.title, entry.is_printed
    form = EntryForm(request.POST or None, request.FILES or None, author=request.user, instance=entry)
    if desk.is_sent and desk.action == "draft" and (kept := desk.keep(form, title)):
        return kept
    done = desk.reworded(form) if desk.is_sent and desk.action != "draft" and form.is_valid() else None
    return done or show(desk, form, entry=entry, title=title, is_accepted=is_accepted, circular=entry.circular)


def show(desk: EntryDesk, form: EntryForm, **context: Any) -> HttpResponse:
    begun = None if desk.is_sent else desk.begin(form)
    if desk.is_sent:
        form.keep_picture()
    words = {"of_month": of_month(context["circular"].month), "now": form.now}
    if "missed" in context:
        words["of_missed"] = of_month(context["missed"].month)
    given = {"entry": None, "title": "", "is_accepted": False, "missed": None, "of_missed": "", **words, **context}
    return desk.show("circular/propose.html", form, begun=begun, **given)


def own_or_404(request: PersonRequest, pk: int) -> CircularEntry:
    """What they proposed and still see."""
    own = CircularEntry.objects.proposed_by(request.user).visible_to(request.user).with_sources()
    found = own.select_related("circular", "organisation").filter(pk=pk).first() if pk <= GREATEST_KEY else None
    if found is None:
        raise Http404
    return found


@asked_and_answered
def circular_entry_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """`/circular/entrada/<id>/retira/`: asks first."""
    entry = own_or_404(request, pk)
    back = entry.url if entry.source else reverse("circular_proposed")
    if request.method == "POST":
        try:
            withdraw(entry, by=request.user)
        except PermissionDenied:
            return too_late(request, entry)
        words = _("«%(title)s» is not proposed for the circular any more.") % {"title": entry.title}
        messages.success(request, words)
        return redirect(back)
    if not can_change_proposal(request.user, entry):
        return too_late(request, entry)
    context = {"entry": entry, "back": back, "of_month": of_month(entry.circular.month)}
    return render(request, "circular/withdraw.html", context)


def too_late(request: PersonRequest, entry: CircularEntry) -> HttpResponse:
    """Coordination alone takes out what it has decided on."""
    return render(request, "circular/too_late.html", {"entry": entry}, status=HTTPStatus.CONFLICT)


@require_safe
def circular_proposed(request: PersonRequest) -> HttpResponse:
    """`/circular/proposades/`: one's own, the latest first."""
    page = Paginator(proposals_of(request.user), PAGE_SIZE).get_page(page_asked_for(request))
    drafts = request.user.drafts.filter(place__startswith=reverse("circular_propose")).count()
    return render(
        request, "circular/proposed.html", {"page": page, "lines": lines_of(page.object_list), "drafts": drafts}
    )
