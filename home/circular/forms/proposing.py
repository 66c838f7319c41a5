"""The form in which an entry is proposed and put right. It only checks what is typed; keeping it is `domain.proposing`'s."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.circular.domain.month_words import of_month
from home.circular.domain.picture_files import (
    ACCEPT,
    check_pace_of_pictures,
    is_kept,
    is_written,
    keep_aside,
    wide_jpeg,
)
from home.circular.enums import Section
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import LONGEST_TEXT, LONGEST_TITLE
from intranet.members.enums import COUNCIL_KINDS
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import Organisation, User
from repository.rules import organisations_of

LONGEST_URL = 500  # of the model


class EntryForm(forms.ModelForm[CircularEntry]):
    """An image that came with a form that is refused is kept for it: `picture_kept` is its name, signed for its author."""

    title = OneLineField(label=gettext_lazy("What do you want to tell?"), max_length=LONGEST_TITLE)
    text = LinesField(
        label=gettext_lazy("What it is, for whom, and why"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Two or three sentences. Whoever wants to know more follows the link."),
    )
    link = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=LONGEST_URL,
        assume_scheme="https",
        help_text=gettext_lazy("Where one can read more, or register."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Image"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP or HEIC, up to 10 MB. Place and date are removed from it."),
        widget=forms.FileInput({"accept": ACCEPT}),
    )
    remove_picture = forms.BooleanField(label=gettext_lazy("Take the image out"), required=False)
    picture_alt = OneLineField(
        label=gettext_lazy("What the image shows"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "For those who do not see it, in a few words: «Ten people sign the agreement in the town hall»."
        ),
    )
    picture_kept = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    section = forms.ChoiceField(label=gettext_lazy("In which section"))
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    # The day for which they want it in the circular all the same, though it will be over by then.
    sure = forms.DateField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CircularEntry
        fields: ClassVar = ("title", "text", "day", "link", "picture", "picture_alt", "organisation", "section")
        widgets: ClassVar = {"day": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
        labels: ClassVar = {"day": gettext_lazy("Day"), "organisation": gettext_lazy("Council or agent")}

    use_required_attribute = False
    now: CircularEntry | None = None
    """What it says since somebody else has changed it, for the page to show."""

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author = author
        # What is too long is said, not cut off while one pastes.
        self.fields["text"].widget.attrs.pop("maxlength", None)
        self.fields["picture_alt"].conditional = True  # type: ignore[attr-defined]  # read by `requirement`
        self.offer_organisations()
        field: Any = self.fields["section"]
        field.choices = Section.choices if self.instance.pk else [("", _("Choose one")), *Section.choices]
        if self.instance.pk:
            self.initial["seen"] = self.instance.version
        elif not self.initial["section"]:
            self.initial["section"] = usual_section(self.instance.organisation)

    def offer_organisations(self) -> None:
        """One's own, and the one that stands there."""
        field: Any = self.fields["organisation"]
        offered = Q(pk__in=organisations_of(self.author).values("pk")) | Q(pk=self.instance.organisation_id)
        field.queryset = Organisation.objects.filter(offered).order_by("sort_key")
        field.empty_label = _("None in particular")
        field.label_from_instance = lambda one: one.full_name

    @property
    def has_picture(self) -> bool:
        """Whether the entry shows one already."""
        return bool(self.instance.pk and self.initial.get("picture"))

    @property
    def kept_url(self) -> str:
        """Of the image that a refused form brought, for its page to show."""
        name = self.unsigned(str(self["picture_kept"].value() or ""))
        return default_storage.url(name) if name else ""

    def unsigned(self, signed: str) -> str:
        """Empty for what is not this author’s, or is there no more."""
        try:
            pk, name = kept_signer().unsign_object(signed)
        except (BadSignature, ValueError, TypeError):
            return ""
        return name if pk == self.author.pk and is_kept(name) else ""

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day is not None and day < timezone.localdate() and "day" in self.changed_data:
            text = _("This day is over. To tell what has happened, leave it empty and say in the text when it was.")
            raise ValidationError(text, code="past")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["picture"] = self.picture_of(cleaned)
        except ValidationError as error:
            self.add_error("picture", error)
            return cleaned
        if cleaned["picture"] and not cleaned.get("picture_alt") and "picture_alt" not in self.errors:
            text = _("Say what the image shows: some readers do not see it.")
            self.add_error("picture_alt", ValidationError(text, code="required"))
        return cleaned

    def picture_of(self, cleaned: dict[str, Any]) -> Any:
        """The one that is chosen now, else the one that came with the refused form, else the one that is there."""
        chosen, signed = cleaned.get("picture"), cleaned.get("picture_kept", "")
        if isinstance(chosen, UploadedFile):
            check_pace_of_pictures(self.author)
            return wide_jpeg(chosen, size=chosen.size or 0)
        if cleaned.get("remove_picture"):
            return False
        if signed and not (name := self.unsigned(signed)):
            self.carry(picture_kept="")
            raise ValidationError(_("The image is not kept any more: choose it again."), code="gone")
        return name if signed else chosen

    def keep_picture(self) -> None:
        """What was chosen and is not written yet is kept for the form, which is shown again."""
        if is_written(self.instance):
            return
        picture = self.instance.picture.file
        picture.seek(0)
        name = keep_aside(picture, author=self.author, form=str(self["key"].value() or ""))
        self.carry(picture_kept=kept_signer().sign_object([self.author.pk, name]))

    def carry(self, **values: str) -> None:
        """Let the form that is shown again carry these."""
        form: Any = self
        sent = form.data.copy()
        for name, value in values.items():
            sent[name] = value
        form.data = sent

    def asks_about_day(self, circular: CircularPage) -> bool:
        """Whether the day will be over when `circular` comes out. It is said once: sent again, it is meant."""
        day = self.cleaned_data.get("day")
        if day is None or day >= circular.month or self.cleaned_data.get("sure") == day:
            return False
        facts = {"of_month": of_month(circular.month), "email": settings.CONTACT_EMAIL}
        text = _(
            "What you propose now is for the circular %(of_month)s, and this day will be over when it comes out. If it cannot wait, write to coordination: %(email)s. To propose it all the same, send it once more."
        )
        self.add_error("day", ValidationError(text % facts, code="before"))
        self.carry(sure=day.isoformat())
        return True

    @property
    def is_sure(self) -> bool:
        """Whether it is shown again with that question alone."""
        return self.has_error("day", "before")

    def refuse(self, error: ValidationError) -> None:
        """Say what the domain says: at its field where there is one."""
        if hasattr(error, "error_dict"):
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        else:
            self.add_error(None, error.messages)


def kept_signer() -> Signer:
    return Signer(salt="home.circular.kept")


def usual_section(organisation: Organisation | None) -> str:
    if organisation is None:
        return ""
    return (Section.COUNCILS if organisation.kind in COUNCIL_KINDS else Section.ECOSYSTEM).value
