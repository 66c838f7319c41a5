"""The form at which people without an account register."""

import time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from agenda.registration.domain.registering import Applicant
from agenda.registration.forms.addresses import AddressField
from agenda.registration.forms.entities import EntityInput
from agenda.registration.forms.registering import RegistrationForm
from intranet.members.forms.lines import OneLineField

if TYPE_CHECKING:
    from django.http import QueryDict

QUICKEST, SLOWEST = 3, 24 * 60 * 60
"""Seconds in which nobody fills it in, and after which it has to be sent once more."""


def signer() -> Signer:
    return Signer(salt="agenda.registration.guests")


def stamp() -> str:
    """Says when the form was drawn."""
    return signer().sign_object(int(time.time()))


def age_of(drawn: str) -> float:
    """In seconds. Raises BadSignature for a stamp that is not ours."""
    return time.time() - int(signer().unsign_object(drawn))


class GuestForm(RegistrationForm):
    """`website` is there for programs alone, `drawn` says when the page was asked for."""

    name = OneLineField(label=_("Name and surname"), max_length=160, widget=forms.TextInput({"autocomplete": "name"}))
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("We send you a link there, with which you confirm it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    entity = OneLineField(
        label=_("Administration or organisation"),
        max_length=160,
        widget=EntityInput({"autocomplete": "organization"}),
    )
    job_title = OneLineField(
        label=_("Job title"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["drawn"] = stamp()
        self.order_fields(["name", "email", "entity", "job_title", "website", *self.fields])

    @property
    def is_by_a_program(self) -> bool:
        """Of a form that is valid: something stands where people see nothing."""
        return bool(self.cleaned_data["website"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            age = age_of(cleaned.get("drawn", ""))
        except BadSignature:
            age = SLOWEST
        if age >= SLOWEST:
            self.draw_anew()
            raise ValidationError(_("The page had been open for a long time: send it once more."), code="old")
        if age < QUICKEST:
            raise ValidationError(_("That was very quick: look it over and send it once more."), code="quick")
        return cleaned

    def draw_anew(self) -> None:
        typed = cast("QueryDict", self.data).copy()
        typed["drawn"] = stamp()
        self.data = typed

    def applicant(self) -> Applicant:
        found = self.cleaned_data
        return Applicant(found["name"], found["email"], entity=found["entity"], job_title=found["job_title"])
