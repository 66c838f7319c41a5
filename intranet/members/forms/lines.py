"""Fields for what people type: a name is one line, a text is many."""

from typing import Any

from django import forms


def one_line(text: str) -> str:
    return " ".join(text.split())


class OneLineField(forms.CharField):
    """Whatever breaks a line, or would look like several spaces, becomes one space: a name also stands in mails' heads."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Text of several lines, whose ends count as one character, as they do in the browser's own counting."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")
