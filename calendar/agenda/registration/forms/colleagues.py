"""The form at which one registers colleagues of one's own council."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.registration.domain.company import Colleague
from agenda.registration.domain.line import Standing
from agenda.registration.forms.registering import mode_words
from agenda.registration.models import RegistrationDesk

COMES, MODE = "comes-", "mode-"


class Line(NamedTuple):
    """One colleague; without fields, one who is registered already."""

    colleague: Colleague
    comes: forms.BoundField | None
    mode: forms.BoundField | None


class ColleaguesForm(forms.Form):
    """One box for each who is not registered yet; where one can choose, how they take part: all, or each."""

    mode = forms.ChoiceField(label=_("How they take part"), widget=forms.RadioSelect, required=False)

    use_required_attribute = False

    def __init__(
        self, *args: Any, desk: RegistrationDesk, seats: Standing, colleagues: Iterable[Colleague], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.colleagues = desk, list(colleagues)
        choices = [(mode, mode_words(each, has_waiting_list=desk.has_waiting_list)) for mode, each in seats.items()]
        is_chosen = len(choices) > 1
        if is_chosen:
            self.fields["mode"].choices = choices  # type: ignore[attr-defined]
            self.initial.setdefault("mode", desk.modes[0])
        else:
            del self.fields["mode"]
        own = [("", _("As said above")), *((mode, mode.label) for mode in seats)] if is_chosen else []
        for colleague in self.free:
            self.offer(colleague, own)

    @property
    def free(self) -> list[Colleague]:
        return [one for one in self.colleagues if one.registration is None]

    def offer(self, colleague: Colleague, choices: list[Any]) -> None:
        name, pk = colleague.person.full_name, colleague.person.pk
        self.fields[f"{COMES}{pk}"] = forms.BooleanField(label=name, required=False)
        if choices:
            label = _("How %(name)s takes part") % {"name": name}
            self.fields[f"{MODE}{pk}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def lines(self) -> Iterator[Line]:
        for one in self.colleagues:
            names = (f"{COMES}{one.person.pk}", f"{MODE}{one.person.pk}")
            comes, mode = (self[name] if name in self.fields else None for name in names)
            yield Line(one, comes, mode)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.ticked():
            raise ValidationError(_("Tick who comes."), code="nobody")
        return cleaned

    def ticked(self) -> list[tuple[Colleague, str]]:
        """Each with the mode in which they take part."""
        found = self.cleaned_data
        common = found.get("mode") or self.desk.modes[0]
        return [
            (one, found.get(f"{MODE}{one.person.pk}") or common)
            for one in self.free
            if found[f"{COMES}{one.person.pk}"]
        ]
