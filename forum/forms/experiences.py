"""The form in which an experience is told: its story part by part, and its facts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.domain.experiences import Account
from forum.domain.publishing import council_of
from forum.domain.stories import PARTS, heading_of, story_of
from forum.domain.versions import version_of
from forum.enums import CostBand, Outcome
from forum.forms.files import FilesMixin
from forum.models import Experience
from forum.models.topics import LONGEST_TITLE
from intranet.members.enums import Department
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import Organisation, User

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_PART = 6_000
FIRST_YEAR = 1979
"""That of the first councils elected after the dictatorship."""
NOT_SAID = ("", _("Not said"))
HINTS = {
    "context": _("Where you began: the need, who took part, what had been tried before."),
    "done": _(
        "Step by step, as to a colleague. An empty line begins a paragraph; lines that begin with a dash, a list."
    ),
    "worked": _("What you would do again."),
    "failed": _("What went wrong and why. This is what others learn most from."),
    "change": _("Your advice to a council that begins tomorrow."),
}


@dataclass(frozen=True)
class Part:
    """Fields under one heading; short ones stand two by two where there is room."""

    title: "StrPromise | str"
    fields: list[BoundField]
    in_pairs: bool


LAYOUT = (
    ("", ("title", "outcome"), False),
    (_("The story"), PARTS, False),
    (_("The facts"), ("council", "year", "department", "cost", "subjects"), True),
    (_("Documents"), ("files",), False),
)


class OutcomeSelect(forms.RadioSelect):
    """Each outcome as a card, with a sentence that makes both easy to choose."""

    option_template_name = "forum/outcome_option.html"


class ExperienceForm(FilesMixin, forms.ModelForm[Experience]):
    """Only checks what is typed; telling it is `domain.experiences`'s."""

    title = OneLineField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        help_text=_("What it was, in one line that others will find: «Reserved contracts for the school canteen»."),
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    class Meta:
        model = Experience
        fields = ("outcome", *PARTS, "council", "department", "cost", "year", "subjects")
        widgets: ClassVar = {"outcome": OutcomeSelect, "subjects": forms.CheckboxSelectMultiple}
        field_classes: ClassVar = dict.fromkeys(PARTS, LinesField)
        help_texts: ClassVar = {
            **HINTS,
            "cost": _("All in, what the council spent."),
            "year": _("In which you did it, or began."),
            "subjects": _("Those who follow them will find it."),
        }

    field_order = ("title", "outcome")
    use_required_attribute = False

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, author=author, **kwargs)
        for part in PARTS:
            field = self.fields[part]
            field.label = heading_of(part)
            field.validators.append(MaxLengthValidator(LONGEST_PART))
            field.widget.attrs.update(maxlength=LONGEST_PART, rows=6 if part == "done" else 4)
        self.offer("outcome", Outcome.choices)
        self.offer("department", [NOT_SAID, *Department.choices])
        self.offer("cost", [NOT_SAID, *CostBand.choices])
        self.fields["year"].widget.attrs.update(min=FIRST_YEAR, max=timezone.localdate().year)
        self.offer_councils(author)
        if self.instance.pk is None:
            self.fields["year"].initial = timezone.localdate().year
        else:
            self.fields["title"].initial = self.instance.topic.title
        if self.post is not None:
            self.fields["seen"].initial = version_of(self.post)

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def offer_councils(self, author: User) -> None:
        """Those that the author knows of, with the own one chosen; whoever knows of none is not asked."""
        field: Any = self.fields["council"]
        known = Q(pk__in=Organisation.objects.visible_to(author).councils().values("pk"))
        field.queryset = Organisation.objects.filter(known | Q(pk=self.instance.council_id))
        field.empty_label = _("None in particular")
        if not author.standing.in_network:
            del self.fields["council"]
        elif self.instance.pk is None:
            field.initial = council_of(author)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= timezone.localdate().year:
            raise ValidationError(
                gettext("Write a year between %(first)d and %(last)d.")
                % {"first": FIRST_YEAR, "last": timezone.localdate().year}
            )
        return year

    def clean(self) -> dict[str, Any]:
        """`body` is the story, as of any other form at which somebody writes."""
        cleaned = super().clean() or self.cleaned_data
        return {**cleaned, "body": story_of({part: cleaned.get(part, "") for part in PARTS})}

    @property
    def parts(self) -> list[Part]:
        """The form as it stands on the page."""
        return [
            Part(title, [self[name] for name in names if name in self.fields], pairs) for title, names, pairs in LAYOUT
        ]

    @property
    def account(self) -> Account:
        """What is told, of a valid form."""
        told = {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}
        council = told.pop("council", self.instance.council if self.instance.pk else None)
        return Account(**{**told, "council": council, "subjects": tuple(told["subjects"])})
