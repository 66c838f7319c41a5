"""What the organisers choose and write at the list of those who registered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.enums import Mode
from agenda.keys import key_in
from agenda.registration.domain.adding import applicant_of
from agenda.registration.domain.line import Standing
from agenda.registration.domain.registering import Applicant
from agenda.registration.forms.addresses import AddressField
from agenda.registration.forms.entities import EntityInput
from agenda.registration.models import RegistrationDesk
from intranet.members.forms.lines import OneLineField
from intranet.members.models import Position

OTHER = "other"
LONGEST_REASON = 300


class ModeMixin(forms.Form):
    """In which way they take part; not asked where there is one alone."""

    mode = forms.ChoiceField(label=_("How they take part"), widget=forms.RadioSelect)

    def offer_modes(self, desk: RegistrationDesk) -> None:
        self.modes = desk.modes
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in desk.modes]  # type: ignore[attr-defined]
        self.initial.setdefault("mode", desk.modes[0].value)
        self.fields["mode"].conditional = True  # type: ignore[attr-defined]  # read by `requirement`: one is chosen already
        if len(desk.modes) == 1:
            del self.fields["mode"]

    @property
    def chosen_mode(self) -> str:
        chosen: str = self.cleaned_data.get("mode") or self.modes[0].value
        return chosen


class AddForm(ModeMixin, forms.Form):
    """Somebody of the network, as they were found, or anyone else by what one writes of them."""

    who = forms.ChoiceField(label=_("Whom do you add?"), required=False, widget=forms.RadioSelect)
    name = OneLineField(label=_("Name"), max_length=160, required=False)
    email = AddressField(label=_("E-mail"), required=False)
    entity = OneLineField(label=_("Administration or organisation"), max_length=160, required=False, widget=EntityInput)
    job_title = OneLineField(label=_("Job title"), max_length=120, required=False)
    note = OneLineField(
        label=_("Note for the organisers"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("They do not see it, nor does their council."),
    )

    though_full = forms.BooleanField(
        label=_("Give them a seat though it is full"),
        required=False,
        help_text=_("There will be more people than seats, and the list says so."),
    )

    field_order = ("who", "name", "email", "entity", "job_title", "mode", "though_full", "note")
    use_required_attribute = False

    def __init__(
        self, *args: Any, desk: RegistrationDesk, found: list[Position], seats: Standing, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.full = [one.mode for one in seats.values() if one.is_full]
        if not self.full:
            del self.fields["though_full"]
        self.found = {str(position.pk): position for position in found}
        choices = [(key, f"{one.user.full_name} · {one.organisation.full_name}") for key, one in self.found.items()]
        if choices:
            self.fields["who"].choices = [*choices, (OTHER, _("Somebody else, whom I write below"))]  # type: ignore[attr-defined]
            if len(choices) == 1:
                self.initial.setdefault("who", choices[0][0])
        else:
            del self.fields["who"]
        for name in ("who", "name", "email"):
            if name in self.fields:
                self.fields[name].conditional = bool(choices)  # type: ignore[attr-defined]  # read by `requirement`
                self.fields[name].required = not choices
        self.offer_modes(desk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "who" in self.fields and not cleaned.get("who") and "who" not in self.errors:
            self.add_error("who", ValidationError(_("Choose one of them, or somebody else."), code="required"))
        if self.position is None and "who" not in self.errors:
            for name, text in (
                ("name", _("Write their name.")),
                ("email", _("Write their e-mail: they are told there.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(text, code="required"))
        return cleaned

    @property
    def full_words(self) -> str:
        """Of which ways there are no seats left."""
        return ", ".join(str(mode.label) for mode in self.full)

    @property
    def is_seated_anyway(self) -> bool:
        return bool(self.cleaned_data.get("though_full"))

    @property
    def position(self) -> Position | None:
        return self.found.get(self.cleaned_data.get("who") or OTHER)

    @property
    def applicant(self) -> Applicant:
        if self.position is not None:
            return applicant_of(self.position)
        given = self.cleaned_data
        return Applicant(given["name"], given["email"], entity=given["entity"], job_title=given["job_title"])


class NoteForm(forms.Form):
    note = OneLineField(label=_("Note"), max_length=LONGEST_REASON, required=False)


class ReasonForm(forms.Form):
    reason = OneLineField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("It goes into the mail that they get."),
    )


def keys_in(values: list[str]) -> list[int]:
    """The keys among what was ticked; what can be none is none."""
    return [key for key in map(key_in, values) if key is not None]


def is_mode(text: str) -> bool:
    return text in {Mode.IN_PERSON, Mode.ONLINE}
