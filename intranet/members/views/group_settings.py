"""What a group says of itself and how one comes in, for those who coordinate it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.members.domain.coordinating import describe_group
from intranet.members.forms.groups import GroupForm
from intranet.members.models import WorkingGroup
from intranet.members.views.doors import moderated_door_or_404, trail_to
from intranet.members.views.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/edita/`."""
    group = moderated_door_or_404(request, slug).group
    form = GroupForm(request.POST if request.method == "POST" else None, instance=group)
    if request.method == "POST" and form.is_valid():
        describe_group(group, by=request.user, **{"welcome": group.welcome, **form.cleaned_data})
        messages.success(request, _("The group is up to date."))
        return redirect(WorkingGroup.objects.get(pk=group.pk))
    context = {"form": form, "group": group, "trail": trail_to(group)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "members/group_edit.html", context, status=status)
