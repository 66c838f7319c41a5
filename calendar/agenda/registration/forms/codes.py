from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.registration.certificates.codes import cleaned


class CodeForm(forms.Form):
    """The code of a certificate, however it is typed; `codi` is what it is called in the address."""

    codi = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        help_text=_("The ten letters and digits that stand at the foot of the certificate."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_codi(self) -> str:
        code = cleaned(self.cleaned_data["codi"])
        if not code:
            raise forms.ValidationError(
                _("A code has ten letters and digits, without 0, 1, I, L, O or U. Look at it again."), code="code"
            )
        return code
