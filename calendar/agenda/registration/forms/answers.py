"""What the organisers ask of those who register, as fields; and what was answered, as text under each question's key.

Several answers to one question are one a line; a yes or a no is `YES` or `NO`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import localize
from django.utils.translation import pgettext

from agenda.registration.enums import QuestionKind
from agenda.registration.models import Question
from intranet.members.forms.lines import LinesField

YES, NO = "yes", "no"
LONGEST_ANSWER = 1000
ANSWER = "answer-"
"""With which the names of the fields begin."""


def name_of(question: Question) -> str:
    return f"{ANSWER}{question.key}"


def field_of(question: Question) -> forms.Field:
    facts: dict[str, Any] = {"label": question.label, "help_text": question.help, "required": question.required}
    options = [(choice, choice) for choice in question.choices]
    if question.kind == QuestionKind.CHOICE:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **facts)
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **facts)
    if question.kind == QuestionKind.YES_NO:
        both = [(YES, pgettext("answer", "Yes")), (NO, pgettext("answer", "No"))]
        return forms.ChoiceField(choices=both, widget=forms.RadioSelect, **facts)
    if question.kind == QuestionKind.NUMBER:
        return forms.DecimalField(max_digits=12, decimal_places=2, localize=True, **facts)
    return LinesField(max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 2}), **facts)


def text_of(value: Any) -> str:
    """An answer as it is kept; nothing for none."""
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if value is not None else ""


def value_of(question: Question, answer: str) -> Any:
    """An answer that was kept, as its field takes it."""
    if question.kind == QuestionKind.SEVERAL:
        return answer.splitlines()
    number = number_in(answer) if question.kind == QuestionKind.NUMBER else None
    return answer if number is None else number


def number_in(answer: str) -> Decimal | None:
    """None for what is none: it may have been asked for in another way when they answered."""
    try:
        number = Decimal(answer)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def words_of(question: Question, answer: str) -> str:
    """An answer as people read it."""
    if question.kind == QuestionKind.YES_NO:
        return {YES: pgettext("answer", "Yes"), NO: pgettext("answer", "No")}.get(answer, answer)
    if question.kind == QuestionKind.SEVERAL:
        return "; ".join(answer.splitlines())
    number = number_in(answer) if question.kind == QuestionKind.NUMBER else None
    return answer if number is None else str(localize(number))


def answered(questions: Iterable[Question], answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was asked and what was said to it, where something was."""
    return [(one.label, words_of(one, answers[one.key])) for one in questions if answers.get(one.key)]


def unanswered(questions: Iterable[Question], answers: Mapping[str, str]) -> list[str]:
    """The questions that have to be answered, and to which nothing was said."""
    asked = (one for one in questions if one.required and not one.is_retired)
    return [one.label for one in asked if not answers.get(one.key)]


class AnswersMixin(forms.Form):
    """A form with the questions of a desk."""

    questions: list[Question]

    def ask(self, questions: Iterable[Question], answers: Mapping[str, str]) -> None:
        """`answers`: those given before."""
        self.questions = list(questions)
        for question in self.questions:
            self.fields[name_of(question)] = field_of(question)
            self.initial[name_of(question)] = value_of(question, answers.get(question.key, ""))

    def answers(self, before: Mapping[str, str] | None = None) -> dict[str, str]:
        """By the key of each question. What was answered to questions that are asked no more stays."""
        given = {one.key: text_of(self.cleaned_data.get(name_of(one))) for one in self.questions}
        return {key: text for key, text in {**(before or {}), **given}.items() if text}
