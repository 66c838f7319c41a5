"""Choosing several of what there is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agenda.keys import MOST_DIGITS, key_in


class ManyField(forms.ModelMultipleChoiceField[Any]):
    """Some rows by their keys. What can be none is no choice, before a database is asked for it."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if key_in(str(key)) is None:
                params = {"pk": str(key)[:MOST_DIGITS]}
                raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value", params=params)
        return super().clean(value)
