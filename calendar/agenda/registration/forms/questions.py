"""What the organisers ask of those who register: some rows, of which those that hold nothing count for nothing."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.registration.enums import QuestionKind
from agenda.registration.models import Question, RegistrationDesk
from intranet.members.forms.lines import LinesField, OneLineField

EMPTY_ROWS = 3
MOST = 30
PREFIX = "questions"
ASKED = ("label", "kind", "options", "help", "required")


class QuestionForm(forms.ModelForm[Question]):
    label = OneLineField(label=_("Question"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of answer"), choices=QuestionKind.choices, initial=QuestionKind.TEXT, required=False
    )
    options = LinesField(
        label=_("Answers to choose from"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line, if they choose."),
    )
    help = OneLineField(label=_("Explanation"), max_length=200, required=False)
    order = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, required=False)
    remove = forms.BooleanField(label=pgettext_lazy("question", "Take it out"), required=False)
    key = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Question
        fields: ClassVar = ASKED

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.conditional = True  # type: ignore[attr-defined]  # read by `requirement`: an empty row says nothing

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or QuestionKind.TEXT

    def full_clean(self) -> None:
        """What is taken out may hold anything."""
        super().full_clean()
        if self.is_bound and self.errors and self.cleaned_data.get("remove"):
            self.errors.clear()


class QuestionsFormSet(forms.BaseFormSet[QuestionForm]):
    """Those of a desk, and a few empty rows."""

    def __init__(self, data: Any = None, *, desk: RegistrationDesk) -> None:
        asked = desk.questions.filter(is_retired=False) if desk.pk else ()
        self.asked = {question.pk: question for question in asked}
        initial = [row_of(question, order) for order, question in enumerate(self.asked.values(), start=1)]
        super().__init__(data, initial=initial, prefix=PREFIX)

    @property
    def questions(self) -> list[Question]:
        """As they are to be asked, in their order, of a valid formset. One that another took out meanwhile is a new one."""
        rows = [
            (place, form.cleaned_data) for place, form in enumerate(self.forms) if form.has_changed() or is_kept(form)
        ]
        rows = [(place, row) for place, row in rows if row.get("label") and not row.get("remove")]
        rows.sort(key=lambda one: (one[1].get("order") or MOST * 10, one[0]))
        return [self.question_of(row) for _place, row in rows]

    def question_of(self, row: dict[str, Any]) -> Question:
        question = self.asked.get(row.get("key") or 0) or Question()
        for name in ASKED:
            setattr(question, name, row[name])
        return question

    @property
    def is_open(self) -> bool:
        """Whether there is something to see: a question, or an error."""
        return bool(self.asked) or self.is_bound


def is_kept(form: QuestionForm) -> bool:
    return bool(form.cleaned_data.get("key"))


def row_of(question: Question, order: int) -> dict[str, Any]:
    return {**{name: getattr(question, name) for name in ASKED}, "order": order, "key": question.pk}


def questions_of(desk: RegistrationDesk, data: Any = None) -> QuestionsFormSet:
    made = forms.formset_factory(
        QuestionForm, formset=QuestionsFormSet, extra=EMPTY_ROWS, max_num=MOST, absolute_max=MOST, validate_max=True
    )
    formset: QuestionsFormSet = made(data, desk=desk)  # type: ignore[call-arg,assignment]  # a class made at run time
    return formset
