"""The form of a resource in the CMS."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.members.enums import Department, GroupAccess
from intranet.members.models import WorkingGroup
from intranet.pages.forms import PageForm
from repository.domain.gate import check_may_appear
from repository.domain.slugs import free_slug


class ResourceAdminForm(PageForm):
    """Whoever makes a resource here is its owner; its address follows from its title."""

    departments = forms.MultipleChoiceField(
        label=_("departments"), required=False, choices=Department.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = WorkingGroup.objects.content_visible_to(self.for_user).exclude(access=GroupAccess.PRIVATE)
        now = Q(pk=self.instance.group_id)
        self.fields["group"].queryset = WorkingGroup.objects.filter(Q(pk__in=readable.values("pk")) | now)
        self.fields["subjects"].widget = forms.CheckboxSelectMultiple(choices=self.fields["subjects"].choices)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.instance.slug and (title := cleaned.get("title")):
            self.instance.slug = free_slug(title)
        organisation = cleaned.get("organisation")
        if not cleaned.get("comarca") and organisation is not None:
            cleaned["comarca"] = organisation.comarca
        return cleaned

    def is_valid(self) -> bool:
        """Also whether readers may see it so, when it is to be published: asked of the resource with all that hangs on it."""
        if not super().is_valid():
            return False
        if self.publishes:
            try:
                check_may_appear(self.save(commit=False))
            except ValidationError as error:
                self.add_error(None, error)
        return not self.errors

    @property
    def publishes(self) -> bool:
        """By one of Wagtail's two buttons."""
        return bool(self.data.get("action-publish")) or self.data.get("workflow-action-name") == "approve"
