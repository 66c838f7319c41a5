"""What the three steps of proposing a resource share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.members.models import User
from repository.models import ResourcePage
from repository.models.pages import FIRST_YEAR


class StepForm(forms.ModelForm[ResourcePage]):
    """`instance`: the newest words, which the step changes. `author` keeps or proposes it.

    What a step lacks is told when the resource is sent (`domain.wholeness`); here it only says what is `needed` by then, of
    what `one` thing is enough, and folds up what is `rare`.
    """

    needed: tuple[str, ...] = ()
    one: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    is_part = True

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    use_required_attribute = False

    author: User

    def __init__(self, *args: Any, author: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if author is not None:  # else the mixin for files has taken them
            self.author = author
        self.initial["seen"] = self.instance.latest_revision_id
        self.usual: dict[str, Any] = {}

    def mark(self) -> None:
        """For `requirement`, which writes the word beside the label."""
        for name, field in self.fields.items():
            field.needed = name in self.needed  # type: ignore[attr-defined]
            field.conditional = name in self.one  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.rare]

    @property
    def folded(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name in self.rare]

    @property
    def told_more(self) -> bool:
        """Whether what is folded up has to be seen: it is wrong, or says something else than what nobody chose."""
        said = [(field, str(field.value() or "")) for field in self.folded]
        return any(field.errors or value not in {"", str(self.usual.get(field.name))} for field, value in said)

    def _get_validation_exclusions(self) -> set[str]:
        """What is not of this step is judged when the resource is sent; what has an error already is not told of twice."""
        names = {field.name for field in ResourcePage._meta.get_fields()}  # noqa: SLF001 - as Django's own forms
        return names - (set(self.fields) - set(self.errors))

    def _post_clean(self) -> None:
        """Rules about several fields are `domain.places`'s, which says to which of them they belong."""
        exclude = self._get_validation_exclusions()
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            self.instance.clean_fields(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]  # as Django's own does

    @property
    def words(self) -> ResourcePage:
        """As they are to be kept, of a valid form."""
        return self.instance

    def refuse(self, error: ValidationError) -> None:
        """Say what the domain says: at its field where this step has it."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error.messages)
            return
        for name, messages in error.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


class YearField(forms.IntegerField):
    """As text: in a box for numbers browsers drop what is none, and nobody learns what is wrong with it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        wrong = {"invalid": gettext_lazy("Write a year of four figures, such as 2024.")}
        super().__init__(**{"required": False, "widget": widget, "error_messages": wrong, **kwargs})

    def clean(self, value: Any) -> Any:
        year, last = super().clean(value), timezone.localdate().year + 1
        if year is not None and not FIRST_YEAR <= year <= last:
            limits = {"first": FIRST_YEAR, "last": last}
            raise ValidationError(_("Write a year between %(first)d and %(last)d.") % limits, code="limits")
        return year
