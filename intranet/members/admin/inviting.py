"""An invitation is written, sent again, withdrawn."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from intranet.members.admin.actions import ActionView
from intranet.members.admin.forms import NounForm
from intranet.members.admin.views import AddView
from intranet.members.domain.invitations import groups_to_offer, invite, resend_invitation, withdraw_invitation
from intranet.members.enums import InvitationState
from intranet.members.models import Invitation

WAITING = (InvitationState.PENDING, InvitationState.EXPIRED)
"""The states in which an invitation can still be sent again or withdrawn."""


def actions_on(invitation: Invitation) -> list[tuple[str, str, str]]:
    """What can be done with it now, as (label, address, icon)."""
    if invitation.state not in WAITING:
        return []
    return [
        (gettext("Send again"), reverse("invitation:resend", args=[invitation.pk]), "mail"),
        (gettext("Withdraw"), reverse("invitation:withdraw", args=[invitation.pk]), "circle-xmark"),
    ]


class InvitationForm(NounForm):
    errors_at: ClassVar = {"invitation_council_or_guest": "organisation"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups_to_offer(self.for_user)


class InvitationAddView(AddView):
    prefilled = ("organisation",)
    page_title = _("Invite someone")
    submit_button_label = _("Send the invitation")
    submit_button_active_label = _("Sending…")
    success_message = _("The invitation to %(object)s is on its way.")

    def save_instance(self) -> Invitation:
        invitation = invite(by=self.request.user, **self.form.cleaned_data)
        log(invitation, "wagtail.create", user=self.request.user)
        return invitation

    def get_success_buttons(self) -> list[Any]:
        return []


class InvitationActionView(ActionView):
    index_url_name = "invitation:index"
    back_url_name = "invitation:inspect"

    def reason_not_to(self) -> str:
        return (
            "" if self.object.state in WAITING else gettext("This invitation has already been answered or withdrawn.")
        )


class ResendView(InvitationActionView):
    page_title = _("Send again")
    question = _(
        "Send the invitation to %(object)s again? It is valid for another two weeks; the former link stops working."
    )
    done = _("The invitation to %(object)s is on its way again.")
    log_action = "members.invitation.resend"

    def act(self, _form: forms.Form) -> None:
        resend_invitation(self.object, by=self.request.user)


class WithdrawView(InvitationActionView):
    page_title = _("Withdraw")
    question = _("Withdraw the invitation to %(object)s? Its link stops working at once.")
    done = _("The invitation to %(object)s is withdrawn.")
    serious = True
    log_action = "members.invitation.withdraw"

    def act(self, _form: forms.Form) -> None:
        withdraw_invitation(self.object, by=self.request.user)
