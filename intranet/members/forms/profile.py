"""A person's own profile, with who sees each part of it beside the part."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intranet.members.enums import SpokenLanguage
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import User
from intranet.members.models.people import PROFILE_FIELDS
from intranet.members.photos import ACCEPT, Crop, square_jpeg

AUDIENCE_LABELS = {
    "photo": _("Who sees my photo"),
    "email": _("Who sees my address"),
    "phone": _("Who sees my telephone"),
    "bio": _("Who sees what I say about me"),
    "languages": _("Who sees my languages"),
    "subjects": _("Who sees my subjects"),
    "ask_me_about": _("Who sees what I can be asked"),
}


def languages_to_tick() -> list[tuple[str, str]]:
    """As labels they begin with a capital, which their names do not have within a sentence in every language."""
    return [(code, capfirst(str(label))) for code, label in SpokenLanguage.choices]


class ProfileForm(forms.ModelForm[User]):
    """Only checks what is typed: writing it is `domain.profiles.update_profile`'s."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG, WebP or HEIC, up to 10 MB. A square is cut from it; place and date are removed."),
        widget=forms.FileInput({"accept": ACCEPT}),
    )
    remove_photo = forms.BooleanField(label=_("Remove the present photo"), required=False)
    crop_x = forms.IntegerField(required=False, widget=forms.HiddenInput)
    crop_y = forms.IntegerField(required=False, widget=forms.HiddenInput)
    crop_size = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=_("Languages I speak"),
        required=False,
        choices=languages_to_tick,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = (
            *("given_name", "family_name", "phone", "ask_me_about", "subjects", "bio"),
            *(f"{name}_visibility" for name in PROFILE_FIELDS),
        )
        widgets: ClassVar = {
            "given_name": forms.TextInput({"autocomplete": "given-name"}),
            "family_name": forms.TextInput({"autocomplete": "family-name"}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "tel"}),
            "bio": forms.Textarea({"rows": 4}),
            "subjects": forms.CheckboxSelectMultiple,
        }
        field_classes: ClassVar = {
            **dict.fromkeys(("given_name", "family_name", "phone", "ask_me_about"), OneLineField),
            "bio": LinesField,
        }

    field_order = ("photo", "given_name", "family_name", "phone", "ask_me_about", "subjects", "languages", "bio")
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in AUDIENCE_LABELS.items():
            self.fields[f"{name}_visibility"].label = label
        self.initial.setdefault("languages", self.instance.languages)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("photo")
        if upload:
            try:
                cleaned["photo"] = square_jpeg(upload, size=upload.size, crop=self.crop())
            except ValidationError as error:
                self.add_error("photo", error)
        return cleaned

    def crop(self) -> Crop | None:
        x, y, size = (self.cleaned_data.get(f"crop_{part}") for part in ("x", "y", "size"))
        return Crop(x, y, size) if x is not None and y is not None and size is not None else None

    @property
    def photo_lost(self) -> bool:
        """Whether a good photo came with a form that is refused for something else: a browser does not keep it."""
        return bool(self.is_bound and self.errors and self.cleaned_data.get("photo"))

    def audience(self, name: str) -> BoundField:
        return self[f"{name}_visibility"]

    @property
    def changes(self) -> dict[str, Any]:
        """What `update_profile` takes."""
        data = self.cleaned_data
        kept = ("given_name", "family_name", "phone", "bio", "ask_me_about", "languages", "subjects", "remove_photo")
        return {
            **{name: data[name] for name in kept},
            "photo": data["photo"] or None,
            "visibility": {name: data[f"{name}_visibility"] for name in PROFILE_FIELDS},
        }
