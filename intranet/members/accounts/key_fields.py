"""What a browser hands over of a passkey or security key. Anybody may send anything in its place, before they are signed in."""

import json
import struct
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What allauth and fido2 raise of an answer that is none.
MALFORMED = (ValidationError, LookupError, ValueError, TypeError, AttributeError, RecursionError, struct.error)
UNANSWERED = _("The answer of the key came too late, or was meant for another page. Try again.")


class KeyField(forms.JSONField):
    """The answer of a key, as `webauthn-json.js` writes it: plain characters alone, which every database can look for."""

    widget = forms.HiddenInput
    default_error_messages = {"required": UNANSWERED, "invalid": UNANSWERED}  # noqa: RUF012 - Django declares it so

    def to_python(self, value: Any) -> Any:
        try:
            answer = super().to_python(value)
            is_plain = "\\u" not in json.dumps(answer, allow_nan=False)
        except (ValueError, RecursionError) as error:
            raise ValidationError(UNANSWERED, code="invalid") from error
        if not is_plain:
            raise ValidationError(UNANSWERED, code="invalid")
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002 - Django's signature
        """Not read a second time for the page: an answer counts once, and this one may be none."""
        return None
