"""In whose name an event is announced: one choice among one's own councils, the groups that one coordinates, the network."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.models import Event
from agenda.rules import groups_of, organisations_of
from intranet.members.models import Organisation, User, WorkingGroup

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Choice = tuple[str, "StrPromise | str"]

NETWORK = "xarxa"
FEW = 5
"""As many are seen at once; more are a list to open."""


def value_of(organiser: Organisation | WorkingGroup | None) -> str:
    if organiser is None:
        return NETWORK
    return f"{'g' if isinstance(organiser, WorkingGroup) else 'o'}{organiser.pk}"


def organiser_of(event: Event) -> Organisation | WorkingGroup | None:
    return event.group or event.organisation


class OrganiserField(forms.ChoiceField):
    """Cleans to the organisation or the group; None for the network."""

    def __init__(self) -> None:
        super().__init__(label=_("Who organises it?"), widget=forms.RadioSelect)
        self.offered: dict[str, Organisation | WorkingGroup | None] = {}

    def offer(self, user: User, *also: Organisation | WorkingGroup | None) -> None:
        """What `user` may choose, and what stands there already: alone, if it is a private group. Three statements at most."""
        councils = list(organisations_of(user))
        groups = list(groups_of(user))
        network = [None] if user.standing.cares_for_members else []
        inside = [one for one in also if isinstance(one, WorkingGroup) and one.is_private]
        self.offered = {value_of(one): one for one in inside or (*network, *councils, *groups, *also)}
        self.choices = [(value, name_of(one)) for value, one in self.offered.items()]
        if len(self.choices) > FEW:
            self.widget = forms.Select(choices=[("", _("Choose who organises it")), *self.choices])
            self.widget.is_required = self.required

    def clean(self, value: Any) -> Organisation | WorkingGroup | None:
        return self.offered[super().clean(value)]


def name_of(organiser: Organisation | WorkingGroup | None) -> "StrPromise | str":
    if organiser is None:
        return _("The network")
    return organiser.name if isinstance(organiser, WorkingGroup) else organiser.full_name
