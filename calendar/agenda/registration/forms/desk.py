"""How one registers: what the organisers say of it in two minutes, and what may wait."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.enums import EventVisibility
from agenda.registration.forms.moments import MomentField
from agenda.registration.models import RegistrationDesk
from agenda.registration.models.desks import LONGEST_TEXT, SEATS
from intranet.members.forms.lines import LinesField

DATE, FOLLOWING, ALL = "date", "following", "all"
WHEN = ("opens_at", "closes_at", "changes_until")
HOW = ("needs_approval", "takes_guests", "has_waiting_list", "offer_hours")
ASKS = ("asks_needs", "asks_diet", "asks_photo_consent")
TEXTS = ("confirmation_text", "reminder_text", "sends_thanks", "thanks_text")
USUAL = ("offer_hours", "threshold")
"""Left empty, they stay as they are."""
CERTIFICATES = ("gives_certificate", "certificate_hours", "threshold")


def a_text(label: Any, help_text: Any) -> LinesField:
    widget = forms.Textarea({"rows": 4})
    return LinesField(label=label, max_length=LONGEST_TEXT, required=False, widget=widget, help_text=help_text)


class DeskForm(forms.ModelForm[RegistrationDesk]):
    """Only checks what is typed; saving it is `domain.desk_changes`'."""

    opens_at = MomentField(label=_("Opens"), help_text=_("Empty: as soon as you save."))
    closes_at = MomentField(label=_("Closes"), whole_day=True, help_text=_("Empty: when it begins."))
    changes_until = MomentField(
        label=_("One may change or cancel until"), whole_day=True, help_text=_("Empty: until it begins.")
    )
    confirmation_text = a_text(_("In the confirmation"), _("Below when and where."))
    reminder_text = a_text(_("In the reminder of the day before"), _("How to get there, what to bring."))
    thanks_text = a_text(_("In the thanks of the day after"), _("Above the materials of the event."))
    reach = forms.ChoiceField(label=_("For which dates"), required=False, widget=forms.RadioSelect)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    class Meta:
        model = RegistrationDesk
        fields: ClassVar = (*WHEN, *SEATS.values(), *HOW, *ASKS, *TEXTS, *CERTIFICATES)

    use_required_attribute = False

    def __init__(self, *args: Any, repeats: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        for name in WHEN:
            self.fields[name].zone = self.instance.event.zone  # type: ignore[attr-defined]
        for mode, name in SEATS.items():
            if mode not in self.instance.modes:
                del self.fields[name]
        if self.instance.event.visibility != EventVisibility.PUBLIC:
            del self.fields["takes_guests"]
            self.instance.takes_guests = False
        for name in USUAL:
            self.fields[name].required = False
        self.offer_dates(repeats=repeats)

    def offer_dates(self, *, repeats: bool) -> None:
        """Of a series: one registers for each of its dates by itself, or once for all of them."""
        if not repeats or self.instance.occurrence is None:
            del self.fields["reach"]
            return
        one, following = _("This date alone"), _("This date, and each of those that follow by itself")
        choices = [(DATE, one), (FOLLOWING, following)]
        if self.is_new and not self.instance.event.desks.exists():
            choices.insert(0, (ALL, _("All the dates at once: one registers once")))
        self.fields["reach"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("reach", DATE)

    def clean_offer_hours(self) -> int:
        given: int | None = self.cleaned_data["offer_hours"]
        return self.instance.offer_hours if given is None else given

    def clean_threshold(self) -> int:
        given: int | None = self.cleaned_data["threshold"]
        return self.instance.threshold if given is None else given

    def clean_reach(self) -> str:
        return self.cleaned_data["reach"] or DATE

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reach") == ALL:
            self.instance.occurrence = None
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """What the domain has against it, at its field where it has one."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    @property
    def following(self) -> bool:
        return bool(self.cleaned_data.get("reach") == FOLLOWING)

    def some(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def seat_fields(self) -> list[forms.BoundField]:
        return self.some(*SEATS.values())

    @property
    def when_fields(self) -> list[forms.BoundField]:
        return self.some(*WHEN)

    @property
    def how_fields(self) -> list[forms.BoundField]:
        return self.some(*HOW)

    @property
    def ask_fields(self) -> list[forms.BoundField]:
        return self.some(*ASKS)

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return self.some(*TEXTS)

    @property
    def certificate_fields(self) -> list[forms.BoundField]:
        return self.some(*CERTIFICATES)

    @property
    def wrong(self) -> set[str]:
        """The folded parts in which something is wrong."""
        parts = {"texts": TEXTS, "certificates": CERTIFICATES}
        return {part for part, names in parts.items() if set(names) & set(self.errors)} if self.is_bound else set()
