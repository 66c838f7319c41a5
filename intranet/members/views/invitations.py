"""The invitations of an organisation, for its managers and for coordination."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intranet.mail import fates_of
from intranet.members.domain.invitations import invite, resend_invitation, withdraw_invitation
from intranet.members.enums import InvitationState
from intranet.members.forms.invitations import InvitationForm
from intranet.members.models import Invitation, Organisation, WorkingGroup
from intranet.members.rules import can_manage
from intranet.members.views.requests import PersonRequest
from intranet.outbox.enums import MessageState

PAGE_SIZE = 25
ON_THE_WAY = {MessageState.QUEUED, MessageState.CLAIMED, MessageState.RETRY}


def managed(request: PersonRequest, slug: str) -> Organisation:
    """The organisation, for those who may manage it; for others there is nothing here."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    if not can_manage(request.user, organisation):
        raise Http404
    return organisation


def invitation_in(organisation: Organisation, pk: int) -> Invitation:
    return get_object_or_404(Invitation, pk=pk, organisation=organisation)


def trail(organisation: Organisation) -> list[tuple[str, str]]:
    return [
        (organisation.get_absolute_url(), organisation.name),
        (reverse("invitations", args=[organisation.slug]), _("Invitations")),
    ]


def invitations(request: PersonRequest, slug: str) -> HttpResponse:
    """`/municipis/<slug>/invitacions/`: the latest first, each with its state."""
    organisation = managed(request, slug)
    found = Invitation.objects.filter(organisation=organisation).select_related("invited_by", "accepted_by")
    # Coordination may have offered a private group: a manager who is not in it does not learn of it here.
    groups = Prefetch("groups", WorkingGroup.objects.visible_to(request.user))
    page = Paginator(found.prefetch_related(groups), PAGE_SIZE).get_page(request.GET.get("pagina"))
    fates = fates_of(invitation.mail_about for invitation in page)
    rows = [(invitation, fates.get(invitation.mail_about) in ON_THE_WAY) for invitation in page]
    return render(request, "members/invitations.html", {"organisation": organisation, "page": page, "rows": rows})


def invitation_new(request: PersonRequest, slug: str) -> HttpResponse:
    organisation = managed(request, slug)
    form = InvitationForm(request.POST or None, by=request.user, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite(by=request.user, organisation=organisation, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": sent.email})
            return redirect("invitations", slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "organisation": organisation,
        "form": form,
        "waiting": waiting(organisation, form),
        "trail": trail(organisation),
    }
    return render(request, "members/invitation_new.html", context, status=status)


def waiting(organisation: Organisation, form: InvitationForm) -> Invitation | None:
    """The invitation that the address already has, to offer sending it again."""
    if not form.has_error("email", "pending"):
        return None
    email: Any = form["email"].value()
    return Invitation.objects.pending().filter(organisation=organisation, email=email.strip().lower()).first()


@require_POST
def invitation_resend(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    invitation = invitation_in(managed(request, slug), pk)
    try:
        resend_invitation(invitation, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("The invitation is on its way again to %(email)s. The former link no longer works.")
        messages.success(request, text % {"email": invitation.email})
    return redirect("invitations", slug)


def invitation_withdraw(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Asks on a page of its own, for those without JavaScript; the list asks in place."""
    organisation = managed(request, slug)
    invitation = invitation_in(organisation, pk)
    if request.method != "POST":
        if invitation.state in {InvitationState.ACCEPTED, InvitationState.WITHDRAWN}:
            return redirect("invitations", slug)
        context = {"organisation": organisation, "invitation": invitation, "trail": trail(organisation)}
        return render(request, "members/invitation_withdraw.html", context)
    try:
        withdraw_invitation(invitation, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("invitations", slug)
