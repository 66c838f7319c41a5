"""What is asked when people come into a group, and of those who look after it."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.members.domain.coordinating import ROLES, may_choose_joining
from intranet.members.enums import GroupJoining
from intranet.members.forms.lines import LinesField
from intranet.members.models import GroupMembership, Organisation, User, WorkingGroup

LONGEST = 600


def lines(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3) -> LinesField:
    return LinesField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
    )


class JoinForm(forms.Form):
    """What one says to those who decide whether one comes in."""

    note = lines(_("Your note"), _("What you work on, or why you want to come in. Two sentences are enough."))


class AnswerForm(forms.Form):
    """What is said to who asked: needed for a no."""

    answer = lines(_("Your words to them"), _("They read them, whether you let them in or refuse."), rows=2)


class TakeOutForm(forms.Form):
    answer = lines(_("Reason"), _("The person reads it."), required=True)


class RoleForm(forms.ModelForm[GroupMembership]):
    class Meta:
        model = GroupMembership
        fields = ("role",)
        widgets: ClassVar = {"role": forms.RadioSelect}
        help_texts: ClassVar = {
            "role": _(
                "Those who coordinate answer requests, invite, look after the conversation and can edit the group."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in ROLES]  # type: ignore[attr-defined]


class GroupForm(forms.ModelForm[WorkingGroup]):
    """What the group's coordinators write themselves; name, address, state and access are the network's coordination's."""

    aims = LinesField(
        label=_("Aims"),
        help_text=_("What the group is for, in two or three sentences."),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    welcome = LinesField(
        label=_("Words of welcome"),
        help_text=_("What newcomers read and get by mail when they come in."),
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    joining = forms.ChoiceField(label=_("How one comes in"), choices=GroupJoining, widget=forms.RadioSelect)

    class Meta:
        model = WorkingGroup
        fields = ("aims", "welcome", "joining")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_choose_joining(self.instance):
            del self.fields["joining"]
        if self.instance.holds_everyone:
            del self.fields["welcome"]


class PeopleForm(forms.Form):
    """People of the network to invite; `people` are all who may be, `found` those to choose from on the page."""

    people = forms.ModelMultipleChoiceField(
        label=_("Those found"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], found: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people
        field.widget.choices = [(person.pk, self.words(person)) for person in found]

    @staticmethod
    def words(person: Any) -> str:
        """`person` comes `with_open_positions`."""
        councils = dict.fromkeys(position.organisation.name for position in person.open_positions)
        return " · ".join([person.full_name, *councils])


class CouncilForm(forms.Form):
    council = forms.ModelChoiceField(
        label=_("Council"),
        queryset=Organisation.objects.none(),
        help_text=_("Everyone who is of it today is invited, but for those who are in the group already."),
        empty_label=_("Choose a council"),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["council"]
        field.queryset = Organisation.objects.visible_to(viewer).councils().present()
        field.label_from_instance = lambda council: council.full_name
