from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.members.domain.invitations import groups_to_offer
from intranet.members.enums import COUNCIL_KINDS, PositionRole
from intranet.members.models import Organisation, User, WorkingGroup


class InvitationForm(forms.Form):
    """Whom a council's manager, or coordination, invites to an organisation, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person's own address of work: only with it can the invitation be accepted."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=PositionRole, initial=PositionRole.TECHNICAL)
    title = forms.CharField(
        label=_("Job title"),
        max_length=120,
        required=False,
        help_text=_("For example «Tècnica de promoció econòmica». The person can correct it."),
    )
    guest_until = forms.DateField(
        label=_("Guest until"),
        help_text=_("The first day without access."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Working groups"),
        queryset=WorkingGroup.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_manager = forms.BooleanField(
        label=_("Manager of the council"),
        required=False,
        help_text=_("Invites and retires the colleagues of the council, as you do."),
    )

    def __init__(self, *args: Any, by: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups_to_offer(by)  # type: ignore[attr-defined]
        if organisation.kind in COUNCIL_KINDS:
            del self.fields["guest_until"]
            self.fields["groups"].help_text = _("A group that chooses its members will be asked first.")
            if by.standing.cares_for_members:
                self.fields["groups"].help_text = ""
        else:
            del self.fields["is_manager"]
            self.fields["guest_until"].widget.attrs["min"] = timezone.localdate().isoformat()
