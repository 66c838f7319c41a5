"""What one person is in a group, for those who look after it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.members.domain.coordinating import change_role, is_last_coordinator, take_out
from intranet.members.domain.groups import seats_shown_to
from intranet.members.enums import GroupRole
from intranet.members.forms.groups import RoleForm, TakeOutForm
from intranet.members.models import GroupMembership
from intranet.members.views.doors import moderated_door_or_404, trail_to
from intranet.members.views.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def group_seat(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/grups/<slug>/membres/<id>/`: their role, or with `action=remove` that they leave the group."""
    door = moderated_door_or_404(request, slug)
    seats = seats_shown_to(request.user).filter(group=door.group).select_related("user")
    seat = get_object_or_404(seats, pk=pk)
    seat.group = door.group
    removes = request.POST.get("action") == "remove"
    if removes and seat.user == request.user:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    role_form = RoleForm(None if removes else posted, instance=seat)
    out_form = TakeOutForm(posted if removes else None)
    form = out_form if removes else role_form
    if posted is not None and form.is_valid():
        try:
            words = decide(request, seat, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, words % {"name": seat.user.full_name})
            return redirect("group_members", slug)
    context = {"seat": seat, "group": door.group, "role_form": role_form, "out_form": out_form}
    before = GroupMembership.objects.get(pk=pk)  # without what a form has written into it
    context |= {"is_last": is_last_coordinator(before), "is_guest": before.role == GroupRole.GUEST}
    context["trail"] = trail_to(door.group)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "members/group_seat_edit.html", context, status=status)


def decide(request: PersonRequest, seat: GroupMembership, form: RoleForm | TakeOutForm) -> str:
    if isinstance(form, TakeOutForm):
        take_out(seat, by=request.user, **form.cleaned_data)
        return _("%(name)s is no longer in the group.")
    change_role(seat, by=request.user, **form.cleaned_data)
    return _("What %(name)s does here is up to date.")
