from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.members.domain.colleagues import possible_successors
from intranet.members.models import Position, User


class PositionForm(forms.ModelForm[Position]):
    """What a council's manager keeps of a colleague's position."""

    class Meta:
        model = Position
        fields = ("title", "department", "is_representative", "is_manager")
        help_texts: ClassVar = {
            "is_representative": _("The one person who votes for the council. If another is, they no longer will be."),
        }


# What a successor becomes, by whether the position is representative and manager.
DUTIES = {
    (True, False): _("They also become the representative, who votes for the council"),
    (False, True): _("They also become the manager, who invites and retires its people"),
    (True, True): _("They also become the representative and the manager of the council"),
}


class EndPositionForm(forms.Form):
    """When a position ends, and who takes over."""

    on = forms.DateField(
        label=_("First day without access"),
        help_text=_("From the first moment of this day, by the clock of Catalonia."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    successor = forms.ModelChoiceField(
        label=_("Who takes over"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody for now"),
        help_text=_("A colleague of the same council. What passes on to them does so on that day."),
    )
    with_duties = forms.BooleanField(required=False, initial=True)
    with_groups = forms.BooleanField(
        label=_("They also take this person's place in the working groups"),
        required=False,
        initial=True,
        help_text=_("Groups that choose their members are asked first; private ones that you are not in are left out."),
    )

    def __init__(self, *args: Any, position: Position, has_seats: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = position.ends_on or timezone.localdate()
        self.fields["on"].widget.attrs["min"] = position.starts_on.isoformat()
        self.fields["successor"].queryset = possible_successors(position)  # type: ignore[attr-defined]
        if duties := DUTIES.get((position.is_representative, position.is_manager)):
            self.fields["with_duties"].label = duties
        else:
            del self.fields["with_duties"]
        if not has_seats:
            del self.fields["with_groups"]
