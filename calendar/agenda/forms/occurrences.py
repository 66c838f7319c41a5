"""The forms at which one date is moved or cancelled, and the whole is cancelled or postponed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.domain.foreseeing import Foreseen, foresee_move
from agenda.enums import EventState
from agenda.forms.spans import SpanMixin, clocks_of
from agenda.models import Occurrence
from agenda.models.events import check_length
from intranet.members.forms.lines import LinesField

ONE, FOLLOWING = "one", "following"
LONGEST_REASON = 600


class ReachMixin(forms.Form):
    """This date alone, or the following ones too; what happens once has no others, and is not asked."""

    reach = forms.ChoiceField(
        label=_("Which dates"),
        choices=[(ONE, _("Only this one")), (FOLLOWING, _("This one and all that follow"))],
        initial=ONE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not occurrence.event.frequency:
            del self.fields["reach"]

    @property
    def is_following(self) -> bool:
        return bool(self.cleaned_data.get("reach") == FOLLOWING)


class MoveForm(ReachMixin, SpanMixin, forms.Form):
    """Typed by the clock of the event's zone, as when it was announced."""

    field_order = ("start", "end", "reach")
    use_required_attribute = False

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        event = occurrence.event
        clocks = clocks_of(occurrence.start, occurrence.end, event.zone, all_day=event.all_day)
        initial = {**clocks, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, occurrence=occurrence, initial=initial, **kwargs)
        self.occurrence, self.event = occurrence, event
        self.fields["end"].required = not event.all_day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned = self.with_moments(cleaned, self.event.time_zone, all_day=self.event.all_day)
        if "start" in cleaned:
            check_length(cleaned["start"], cleaned["end"])
        return cleaned

    def foresee(self) -> Foreseen | None:
        """What it becomes, and with it those that follow; None where no dates can be made, which the form says."""
        if not self.is_valid():
            return None
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        try:
            return foresee_move(self.occurrence, start=start, end=end, following=self.is_following)
        except ValidationError as error:
            self.refuse(error)
            return None

    def refuse(self, error: ValidationError) -> None:
        """What the rule of a series has against it is said of the whole form."""
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class ReasonForm(forms.Form):
    reason = LinesField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Those who count on it are told, and it stands on its page."),
        widget=forms.Textarea({"rows": 3}),
    )

    use_required_attribute = False


class CancelForm(ReachMixin, ReasonForm):
    field_order = ("reach", "reason")


class StateForm(ReasonForm):
    """What becomes of the whole."""

    state = forms.ChoiceField(
        label=_("What happens to it"),
        choices=[
            (EventState.POSTPONED, _("It is postponed: there will be another date")),
            (EventState.CANCELLED, _("It is cancelled")),
        ],
        widget=forms.RadioSelect,
    )

    field_order = ("state", "reason")
