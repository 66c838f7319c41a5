"""How a person wants to be told, on one page: all mail, each kind by section, each of their groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.notifications.domain.choosing import Wishes
from intranet.notifications.domain.preferences import Way
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Kind

if TYPE_CHECKING:
    from intranet.members.models import WorkingGroup

AS_ABOVE = ("", pgettext_lazy("preference", "As chosen above"))
YES_OR_NO = [
    (Frequency.NOW.value, pgettext_lazy("preference", "Yes")),
    (Frequency.NEVER.value, pgettext_lazy("preference", "No")),
]


@dataclass(frozen=True)
class KindFields:
    """One kind with its two fields; with neither when it cannot be switched off."""

    kind: Kind
    site: BoundField | None = None
    mail: BoundField | None = None


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[KindFields]


class FrequencyField(forms.TypedChoiceField):
    """How often; left out it stays as it is, chosen as empty it is None."""

    def __init__(
        self, label: Any, initial: Frequency | None, *, may_be_empty: bool = False, yes_or_no: bool = False
    ) -> None:
        choices = YES_OR_NO if yes_or_no else Frequency.choices
        super().__init__(
            label=label,
            required=False,
            choices=[AS_ABOVE, *choices] if may_be_empty else choices,
            initial=initial or "",
            coerce=Frequency,
            empty_value=None if may_be_empty else initial,
        )


class PreferencesForm(forms.Form):
    """Only checks what is chosen: writing it down is `domain.choosing.choose`'s."""

    mail = forms.BooleanField(
        label=_("Send me mail"),
        required=False,
        help_text=_(
            "Without it you get nothing but what protects your account and what always comes. What you choose below is kept for when you want mail again."
        ),
    )

    def __init__(self, data: Any = None, *, kinds: Sequence[Kind], wishes: Wishes) -> None:
        super().__init__(data, initial={"mail": wishes.mail})
        self.kinds = kinds
        self.groups = list(wishes.groups)
        for kind in self.to_choose:
            self.add_kind(kind, wishes.kinds[kind.name])
        for group, frequency in wishes.groups.items():
            self.add_group(group, frequency)

    def add_kind(self, kind: Kind, way: Way) -> None:
        self.fields[f"site_{kind.name}"] = forms.BooleanField(
            label=pgettext_lazy("notices", "On the intranet"), required=False, initial=way.site
        )
        label = pgettext_lazy("notices", "By mail")
        self.fields[f"mail_{kind.name}"] = FrequencyField(label, way.mail, yes_or_no=kind.mailed_apart)

    def add_group(self, group: "WorkingGroup", frequency: Frequency | None) -> None:
        self.fields[f"group_{group.pk}"] = FrequencyField(group.name, frequency, may_be_empty=True)

    @property
    def to_choose(self) -> list[Kind]:
        return [kind for kind in self.kinds if kind.can_be_switched_off]

    @property
    def sections(self) -> list[Section]:
        """Every kind under its section, those that cannot be switched off too."""
        titles = dict.fromkeys(str(kind.section) for kind in self.kinds)
        return [Section(title, [row for row in self.rows() if str(row.kind.section) == title]) for title in titles]

    def rows(self) -> Iterator[KindFields]:
        for kind in self.kinds:
            fixed = not kind.can_be_switched_off
            yield KindFields(kind) if fixed else KindFields(kind, self[f"site_{kind.name}"], self[f"mail_{kind.name}"])

    @property
    def group_fields(self) -> list[BoundField]:
        return [self[f"group_{group.pk}"] for group in self.groups]

    @property
    def wishes(self) -> Wishes:
        data = self.cleaned_data
        return Wishes(
            mail=data["mail"],
            kinds={kind.name: Way(data[f"site_{kind.name}"], data[f"mail_{kind.name}"]) for kind in self.to_choose},
            groups={group: data[f"group_{group.pk}"] for group in self.groups},
        )
