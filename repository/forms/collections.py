"""The forms of collections: what one is, what stands in it, and what a council says of a kit's piece."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.members.enums import Department
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import Organisation, User, WorkingGroup
from intranet.richtext.fields import RichTextField
from repository.collection_rules import circles_of, groups_of, kinds_of
from repository.enums import CollectionKind, CollectionVisibility, PieceForm
from repository.models import Chapter, Collection, CollectionItem
from repository.models.collections import CollectionQuerySet

NEW = "nova"


class CollectionForm(forms.ModelForm[Collection]):
    """Only checks what is typed; keeping it is `domain.collecting`'s."""

    title = OneLineField(label=_("Title"), max_length=160)
    summary = LinesField(
        label=_("Summary"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Whom it is for and how to use it, in one or two sentences."),
    )
    argument = RichTextField(
        label=_("Argument"),
        required=False,
        help_text=_("Of a campaign kit: why it matters to this department, in few words."),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Collection
        fields: ClassVar = ("title", "kind", "summary", "visibility", "group", "department", "argument")
        widgets: ClassVar = {"kind": forms.RadioSelect, "visibility": forms.RadioSelect}

    use_required_attribute = False

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.instance if self.instance.pk else None
        self.offer("kind", CollectionKind, {*kinds_of(author), now and now.kind})
        self.offer("visibility", CollectionVisibility, {*circles_of(author), now and now.visibility})
        self.offer_groups(author, now)
        if not author.standing.cares_for_members and not (now and now.is_kit):
            del self.fields["department"], self.fields["argument"]
        else:
            department: Any = self.fields["department"]
            department.choices = [("", _("None")), *Department.choices]
            department.conditional = True  # read by `requirement`: the kind decides
        if now:
            self.initial["seen"] = now.version

    def offer(self, name: str, every: Any, allowed: set[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [(one.value, one.label) for one in every if one in allowed]

    def offer_groups(self, author: User, now: Collection | None) -> None:
        field: Any = self.fields["group"]
        here = WorkingGroup.objects.filter(pk=now.group_id if now and now.group_id else 0)
        field.queryset = (groups_of(author) | here).order_by("name")
        field.empty_label = pgettext_lazy("collection", "None: it is mine, or the network’s")
        if not field.queryset.exists():
            del self.fields["group"]
            circles: Any = self.fields["visibility"]
            circles.choices = [
                (value, label) for value, label in circles.choices if value != CollectionVisibility.GROUP
            ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == CollectionKind.KIT and not cleaned.get("department"):
            self.add_error(
                "department", ValidationError(_("Choose the department that the kit is for."), code="required")
            )
        if cleaned.get("visibility") == CollectionVisibility.GROUP and not cleaned.get("group"):
            self.add_error(
                "group", ValidationError(_("Choose the working group whose readers see it."), code="required")
            )
        return cleaned


class ChapterForm(forms.ModelForm[Chapter]):
    title = OneLineField(label=_("Title of the chapter"), max_length=160)
    text = LinesField(label=_("Introduction"), required=False, max_length=1_000, widget=forms.Textarea({"rows": 3}))

    class Meta:
        model = Chapter
        fields: ClassVar = ("title", "text")

    use_required_attribute = False


class ItemForm(forms.ModelForm[CollectionItem]):
    note = OneLineField(label=_("Why it is here"), required=False, max_length=300)

    class Meta:
        model = CollectionItem
        fields: ClassVar = ("note", "form")

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["form"]
        field.choices = [("", "—"), *PieceForm.choices]
        if not self.instance.collection.is_kit:
            del self.fields["form"]


class CollectForm(forms.Form):
    """To which collection a resource is added: one of those that one keeps, or a new list of one's own."""

    collection = forms.ChoiceField(label=_("Collection"))
    title = OneLineField(
        label=_("Title of the new one"),
        required=False,
        max_length=160,
        help_text=_("A reading list that only you see, until you say something else."),
    )
    note = OneLineField(label=_("Why it is here"), required=False, max_length=300)

    use_required_attribute = False

    def __init__(self, *args: Any, kept: CollectionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {str(one.pk): one for one in kept}
        field: Any = self.fields["collection"]
        field.choices = [(NEW, _("A new one")), *((key, one.title) for key, one in self.kept.items())]
        self.initial.setdefault("collection", next(iter(self.kept), NEW))
        self.fields["title"].conditional = True  # type: ignore[attr-defined]  # read by `requirement`

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("collection") == NEW and not cleaned.get("title"):
            self.add_error("title", ValidationError(_("Give the new collection a title."), code="required"))
        return cleaned

    @property
    def chosen(self) -> Collection | None:
        return self.kept.get(self.cleaned_data["collection"])


class KitUseForm(forms.Form):
    """Of several councils one chooses; of one alone nobody is asked."""

    council = forms.ModelChoiceField(label=_("Council"), queryset=Organisation.objects.none(), empty_label=None)
    used_on = forms.DateField(label=_("When"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    note = OneLineField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("Where, with whom, how it went: other councils read it."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, councils: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("used_on", timezone.localdate())
        field: Any = self.fields["council"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in councils]).order_by("sort_key")
        field.label_from_instance = lambda one: one.full_name
        if len(councils) == 1:
            self.initial["council"] = councils[0].pk
            field.widget = forms.HiddenInput()
