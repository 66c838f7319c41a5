"""allauth's forms, asking in the house's words."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Worded(forms.BaseForm):
    """Gives fields their label, hint and attributes; a placeholder is no label, so it goes. Fields without label go too."""

    labels: ClassVar[dict[str, "StrPromise"]] = {}
    hints: ClassVar[dict[str, "StrPromise | str"]] = {}
    attrs: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            if field.widget.is_hidden:
                continue
            if name not in self.labels:
                del self.fields[name]
                continue
            field.label = self.labels[name]
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attrs.get(name, {}))
            if name in self.hints:
                field.help_text = self.hints[name]
