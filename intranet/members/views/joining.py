"""Coming into a group and leaving it, by the person's own will."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from intranet.members.domain.coordinating import is_last_coordinator
from intranet.members.domain.groups import members_of
from intranet.members.domain.joining import answer_offer, join_group, leave_group
from intranet.members.domain.places import Place, place_of
from intranet.members.enums import GroupRole, MembershipState
from intranet.members.forms.groups import JoinForm
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.rules import has_access
from intranet.members.views.doors import known_door_or_404, trail_to
from intranet.members.views.requests import PersonRequest, asked_and_answered


@asked_and_answered
def group_join(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/entra/`: at once, or with a note to those who answer."""
    group = known_door_or_404(request, slug).group
    place = place_of(request.user, group)
    if place.is_inside or place.waits:
        return redirect(group)
    if not place.may_come_in:
        raise Http404
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form.is_valid() or not place.asks_first):
        seat = join_group(group, person=request.user, note=form.cleaned_data.get("note", ""))
        messages.success(request, words_after_joining(group, seat))
        return redirect(group)
    context = {"form": form, "group": group, "place": place, "trail": trail_to(group)}
    return render(request, "members/group_join.html", context, status=status_of(form))


def words_after_joining(group: WorkingGroup, seat: GroupMembership | None) -> str:
    if seat is not None and seat.state == MembershipState.REQUESTED:
        return _("Your request is sent. You will be told as soon as it is answered.")
    return _("You are in the group %(group)s.") % {"group": group.name}


@asked_and_answered
def group_leave(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/surt/`: asks first; also takes back a request."""
    group = known_door_or_404(request, slug).group
    place = place_of(request.user, group)
    if place.seat is None or not (place.may_leave or place.waits):
        raise Http404
    if request.method != "POST":
        context = {"group": group, "place": place, "warnings": warnings_before_leaving(place), "trail": trail_to(group)}
        return render(request, "members/group_leave.html", context)
    leave_group(group, person=request.user)
    return outside(request, place)


def warnings_before_leaving(place: Place) -> list[str]:
    if place.seat is None or not place.is_inside:
        return []
    warnings = []
    if is_last_coordinator(place.seat):
        warnings.append(_("Nobody else coordinates this group. Name somebody before you leave, if you can."))
    if not place.door.person.standing.in_network:
        warnings.append(_("If you are in no other group, you cannot sign in any more."))
    elif place.group.is_private:
        warnings.append(_("The group is private: you can come back only if you are invited."))
    return warnings


def outside(request: PersonRequest, place: Place) -> HttpResponse:
    """Whoever was a guest of this group alone is outside the intranet now."""
    person, group = User.objects.with_standing().get(pk=request.user.pk), place.group
    if not has_access(person):
        logout(request)
        return redirect("account_inactive")
    messages.success(request, words_after_leaving(place))
    return redirect(group if WorkingGroup.objects.visible_to(person).contains(group) else "groups")


def words_after_leaving(place: Place) -> str:
    if place.waits:
        return _("You have taken back your request.")
    if place.group.holds_everyone:
        return _("You are in %(group)s like everyone else now.") % {"group": place.group.name}
    return _("You have left %(group)s.") % {"group": place.group.name}


@asked_and_answered
def group_invitation(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/invitacio/`: what was offered to this person, of private groups too; nothing for others."""
    group = get_object_or_404(WorkingGroup, slug=slug)
    place = place_of(request.user, group)
    if place.is_inside:
        return redirect(group)
    if not place.is_invited:
        raise Http404
    if request.method == "POST" and request.POST.get("action") in {"accept", "decline"}:
        return answered(request, group, accepts=request.POST["action"] == "accept")
    coordinators = members_of(group, viewer=request.user).filter(role=GroupRole.COORDINATOR)
    context = {"group": group, "seat": place.seat, "coordinators": coordinators}
    return render(request, "members/group_invitation.html", context)


def answered(request: PersonRequest, group: WorkingGroup, *, accepts: bool) -> HttpResponse:
    try:
        answer_offer(group, person=request.user, accepts=accepts)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("groups")
    if accepts:
        messages.success(request, _("You are in the group %(group)s.") % {"group": group.name})
        return redirect(group)
    messages.success(request, _("You have declined the invitation."))
    return redirect("groups")


def status_of(form: JoinForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
