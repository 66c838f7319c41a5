from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.enums import MaterialKind
from forum.forms.files import ACCEPT
from intranet.members.forms.lines import OneLineField


class MaterialForm(forms.Form):
    """A file or a link."""

    kind = forms.ChoiceField(label=_("What it is"), choices=MaterialKind.choices, widget=forms.RadioSelect)
    title = OneLineField(
        label=_("Title"), required=False, max_length=160, help_text=_("Without one, the name of the file.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput({"accept": ACCEPT}),
        help_text=_("A document, an image or a zip of up to 20 MB. Recordings are best shared by a link."),
    )
    url = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if bool(cleaned.get("file")) == bool(cleaned.get("url")):
            both = cleaned.get("url")
            text = _("Add a file or a link: not both.") if both else _("Choose a file, or write a link.")
            raise ValidationError({"url" if both else "file": ValidationError(text, code="one_of_two")})
        return cleaned
