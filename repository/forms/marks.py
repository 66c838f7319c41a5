"""The form at which somebody says that a resource served their council."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.members.models import Organisation


class UsefulForm(forms.Form):
    """`councils`: those for which the person speaks; where there is one, nobody is asked."""

    council = forms.ModelChoiceField(
        label=_("Which council"), queryset=Organisation.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What you used it for"),
        help_text=_("Optional: a sentence that helps others. The network sees it, with the name of the council."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3, "cols": None}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, councils: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in councils])  # type: ignore[attr-defined]
        self.initial.setdefault("council", councils[0].pk)
        if len(councils) == 1:
            self.fields["council"].required = False
            self.fields["council"].widget = forms.HiddenInput()
