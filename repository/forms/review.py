from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.members.forms.lines import LinesField
from repository.domain.reviewing import LONGEST_NOTE


class ReviewForm(forms.Form):
    """What a reviewer says of a resource; needed when it goes back."""

    note = LinesField(
        label=_("Remark"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever proposes it reads it. Needed if you return it: say what is missing."),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
