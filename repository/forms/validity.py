"""The form at which a keeper says that a resource is still valid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repository.domain.validity import next_review
from repository.models import ResourcePage


class ValidForm(forms.Form):
    until = forms.DateField(
        label=_("Look at it again before"),
        help_text=_("A month before that day its owner is asked whether it is still valid."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, page: ResourcePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", next_review(page))
