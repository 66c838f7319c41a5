"""To whom a circular is sent to try it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.forms.choices import ManyField
from home.circular.letter.trying import who_may_try
from intranet.members.models import User


class TryForm(forms.Form):
    """Who sends it always gets one too."""

    people = ManyField(
        label=_("Also to"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        others = who_may_try().exclude(pk=by.pk)
        field: Any = self.fields["people"]
        field.queryset = others
        if not self.is_bound and not others:
            del self.fields["people"]

    def recipients(self) -> list[User]:
        return [self.by, *self.cleaned_data["people"]]
