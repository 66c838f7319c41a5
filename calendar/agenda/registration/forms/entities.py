"""Where one writes for whom somebody comes."""

from typing import Any

from django import forms

from intranet.members.models import Organisation


class EntityInput(forms.TextInput):
    """Offers the network's councils by name (`<datalist>`); any other entity can be written. One statement when drawn."""

    template_name = "agenda/widgets/entity.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-known"})
        context["names"] = [one.full_name for one in Organisation.objects.present().order_by("sort_key")]
        return context
