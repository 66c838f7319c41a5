"""The address of somebody whom the site does not know."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def check_printable(text: str) -> None:
    """Between quotation marks an address may hold what no head of a mail may."""
    if not text.isprintable():
        raise ValidationError(str(validate_email.message), code="invalid")


class AddressField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[check_printable], **kwargs)
