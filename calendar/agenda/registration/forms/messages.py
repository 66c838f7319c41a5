from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.members.forms.lines import LinesField, OneLineField

LONGEST_SUBJECT, LONGEST = 150, 5000
PLAIN = _("Plain text, without bold or pictures. Whole addresses, with https://, become links.")


class MessageForm(forms.Form):
    """What the organisers write to those whom they chose."""

    subject = OneLineField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    text = LinesField(label=_("Message"), max_length=LONGEST, widget=forms.Textarea({"rows": 8}), help_text=PLAIN)
    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    use_required_attribute = False
