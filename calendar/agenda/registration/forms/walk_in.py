from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.registration.domain.registering import Applicant
from agenda.registration.forms.addresses import AddressField
from agenda.registration.forms.attendees import ModeMixin
from agenda.registration.forms.entities import EntityInput
from agenda.registration.models import RegistrationDesk
from intranet.members.forms.lines import OneLineField


class WalkInForm(ModeMixin, forms.Form):
    """Who comes without having registered, in the few words that one has time for at the door."""

    name = OneLineField(
        label=_("Name and surname"), max_length=160, widget=forms.TextInput({"autocapitalize": "words"})
    )
    entity = OneLineField(label=_("Council or organisation"), max_length=160, required=False, widget=EntityInput)
    email = AddressField(
        label=_("E-mail"), required=False, help_text=_("For the materials and the certificate, if they want them.")
    )

    field_order = ("name", "entity", "email", "mode")
    use_required_attribute = False

    def __init__(self, *args: Any, desk: RegistrationDesk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_modes(desk)

    @property
    def applicant(self) -> Applicant:
        given = self.cleaned_data
        return Applicant(given["name"], given["email"], entity=given["entity"])
