"""Who asks to come into a group and who is asked in, for those who decide it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.members.domain.joining import answer_request
from intranet.members.domain.offers import Offered, offer_seats, people_to_invite, withdraw_offer
from intranet.members.enums import MembershipState
from intranet.members.forms.groups import AnswerForm, CouncilForm, PeopleForm
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.views.doors import moderated_door_or_404, trail_to
from intranet.members.views.requests import PersonRequest

LONGEST_SEARCH = 80
FOUND = 30


def choosing_group_or_404(request: PersonRequest, slug: str) -> WorkingGroup:
    """A group that people come into, for those who decide who does."""
    group = moderated_door_or_404(request, slug).group
    if group.holds_everyone:
        raise Http404
    return group


def seats_with_people(seats: QuerySet[GroupMembership], *, viewer: User) -> QuerySet[GroupMembership]:
    people = User.objects.with_closeness(viewer).with_open_positions()
    return (
        seats.prefetch_related(Prefetch("user", people)).select_related("group", "invited_by").order_by("since", "pk")
    )


@require_safe
def group_requests(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/sollicituds/`."""
    return requests_page(request, choosing_group_or_404(request, slug))


def requests_page(
    request: PersonRequest, group: WorkingGroup, *, answered: int = 0, form: AnswerForm | None = None
) -> HttpResponse:
    """With `form`, as it was sent, at the seat that it answers."""
    seats = GroupMembership.objects.filter(group=group)
    waiting = seats_with_people(seats.waiting(), viewer=request.user)
    invited = seats_with_people(seats.filter(state=MembershipState.INVITED), viewer=request.user)
    blank = {seat.pk: AnswerForm(auto_id=f"answer-{seat.pk}-%s") for seat in waiting}
    rows = [(seat, form if form and seat.pk == answered else blank[seat.pk]) for seat in waiting]
    context = {"group": group, "rows": rows, "invited": invited, "trail": trail_to(group)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "members/group_requests.html", context, status=status)


@require_POST
def group_request(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/grups/<slug>/sollicituds/<id>/`: `action` is accept, refuse, or withdraw for what the group has offered."""
    group = choosing_group_or_404(request, slug)
    states = (MembershipState.REQUESTED, MembershipState.INVITED)
    seat = get_object_or_404(group.memberships.select_related("user", "group").filter(state__in=states), pk=pk)
    form, action = AnswerForm(request.POST, auto_id=f"answer-{pk}-%s"), request.POST.get("action")
    try:
        if action == "withdraw":
            withdraw_offer(seat, by=request.user)
            words = _("The invitation of %(name)s is withdrawn.")
        elif not form.is_valid() or action not in {"accept", "refuse"}:
            return requests_page(request, group, answered=pk, form=form)
        else:
            answer_request(seat, by=request.user, accepts=action == "accept", **form.cleaned_data)
            words = words_after_answering(seat, accepts=action == "accept")
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            form.add_error(None, error)
            return requests_page(request, group, answered=pk, form=form)
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words % {"name": seat.user.full_name})
    return redirect("group_requests", slug)


def words_after_answering(seat: GroupMembership, *, accepts: bool) -> str:
    if accepts:
        return _("%(name)s is in the group now.")
    if seat.is_hidden_from_holder:
        return _("%(name)s does not come in, and does not know that the group was asked.")
    return _("%(name)s reads your reason.")


@require_http_methods(["GET", "HEAD", "POST"])
def group_invite(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/convida/`: people by name (`?q=`), or everyone of a council."""
    group = choosing_group_or_404(request, slug)
    if group.is_over:
        raise Http404
    people = people_to_invite(group, by=request.user)
    words = (request.POST.get("q") or request.GET.get("q") or "")[:LONGEST_SEARCH].strip()
    found = list(people.named(words).order_by("sort_key", "pk").with_open_positions()[: FOUND + 1]) if words else []
    posted = request.POST if request.method == "POST" else None
    by_council = posted is not None and "council" in posted
    forms: dict[str, Any] = {
        "people_form": PeopleForm(None if by_council else posted, people=people, found=found[:FOUND]),
        "council_form": CouncilForm(posted if by_council else None, viewer=request.user),
    }
    sent = forms["council_form"] if by_council else forms["people_form"]
    if posted is not None and sent.is_valid():
        messages.success(request, words_of(offer_seats(group, by=request.user, **sent.cleaned_data)))
        return redirect("group_requests", slug)
    context = {**forms, "group": group, "words": words, "found": found[:FOUND], "more": len(found) > FOUND}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent.errors else HTTPStatus.OK
    return render(request, "members/group_invite.html", {**context, "trail": trail_to(group)}, status=status)


def words_of(offered: Offered) -> str:
    if not (offered.invited or offered.let_in):
        return _("Everyone of them is in the group already, or invited.")
    invited = ngettext("One person is invited.", "%(number)d people are invited.", offered.invited)
    let_in = ngettext(
        "One had asked to come in, and is in now.",
        "%(number)d had asked to come in, and are in now.",
        offered.let_in,
    )
    counted = ((invited, offered.invited), (let_in, offered.let_in))
    return " ".join(words % {"number": number} for words, number in counted if number)
