"""Forms that say next to the field what a constraint of the database would refuse."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm


class NounForm(WagtailAdminModelForm):
    """A model form whose constraints have a place: `errors_at` maps a constraint's name to the field it is about."""

    errors_at: ClassVar[dict[str, str]] = {}

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(self.placed(error.error_dict))
        super().add_error(field, error)

    def settle(self, name: str) -> None:
        """Show the choice of `name` as it is, no longer to be changed."""
        field = self.fields[name]
        field.disabled = True
        field.queryset = field.queryset.filter(pk=getattr(self.instance, f"{name}_id"))
        field.widget = forms.Select(choices=field.choices)

    def placed(self, errors: dict[str, list[ValidationError]]) -> dict[str, list[ValidationError]]:
        constraints = {constraint.name: constraint for constraint in self.instance._meta.constraints}  # noqa: SLF001 - Django's public name
        fields = {
            str(constraints[name].violation_error_message): field
            for name, field in self.errors_at.items()
            if field in self.fields
        }
        moved: dict[str, list[ValidationError]] = {}
        for field, found in errors.items():
            for error in found:
                place = fields.get(error.messages[0], field) if field == NON_FIELD_ERRORS else field
                moved.setdefault(place, []).append(error)
        return moved
