"""Proposing a resource in three short steps. Each form only checks what is typed; keeping it is `domain.proposing`'s."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.members.enums import Department
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import Organisation, User, WorkingGroup
from intranet.richtext.fields import RichTextField
from repository.domain.validity import next_review
from repository.domain.wording import blocks_of, html_of
from repository.enums import ResourceVisibility
from repository.forms.files import ResourceFilesMixin
from repository.forms.links import LinksField, lines_of
from repository.models import ResourcePage
from repository.models.pages import LONGEST_SUMMARY, LONGEST_TITLE
from repository.rules import groups_of, organisations_of

OF_PRACTICES = ("context", "measures", "results", "cost", "legal_basis", "contact")
TOLD = ("context", "measures", "results")
FEW = 6
"""As many are seen at once; more are a list to open."""


class StepForm(forms.ModelForm[ResourcePage]):
    """`instance`: the newest words, which the step changes. `author` keeps or proposes it."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    use_required_attribute = False

    author: User

    def __init__(self, *args: Any, author: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if author is not None:  # else the mixin for files has taken them
            self.author = author
        self.initial["seen"] = self.instance.latest_revision_id

    def _get_validation_exclusions(self) -> set[str]:
        """What is not of this step is judged when the resource is sent; what has an error already is not told of twice."""
        names = {field.name for field in ResourcePage._meta.get_fields()}  # noqa: SLF001 - as Django's own forms
        return names - (set(self.fields) - set(self.errors))

    def _post_clean(self) -> None:
        """Rules about several fields are `domain.places`'s, which says to which of them they belong."""
        exclude = self._get_validation_exclusions()
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            self.instance.clean_fields(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]  # as Django's own does

    @property
    def words(self) -> ResourcePage:
        """As they are to be kept, of a valid form."""
        return self.instance

    def refuse(self, error: ValidationError) -> None:
        """Say what the domain says: at its field where this step has it."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error.messages)
            return
        for name, messages in error.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


class WhatForm(StepForm):
    """1. What it is."""

    title = OneLineField(label=gettext_lazy("How is it called?"), max_length=LONGEST_TITLE)
    summary = LinesField(
        label=gettext_lazy("What it is, and what it is good for"),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("In one or two sentences: lists and mails show this."),
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    class Meta:
        model = ResourcePage
        fields: ClassVar = ("kind", "title", "summary")
        widgets: ClassVar = {"kind": forms.RadioSelect}
        labels: ClassVar = {"kind": gettext_lazy("What kind of resource is it?")}


class ContentForm(ResourceFilesMixin, StepForm):
    """2. What it holds. `plain_body` is False where only the CMS can change the text."""

    text = RichTextField(
        label=gettext_lazy("Text"),
        required=False,
        help_text=gettext_lazy("A quote says on its last line whose it is: «— Name, office»."),
    )
    link_lines = LinksField(label=gettext_lazy("Links"))
    video_lines = LinksField(label=gettext_lazy("Videos, by their link"))

    class Meta:
        model = ResourcePage
        fields: ClassVar = OF_PRACTICES
        field_classes: ClassVar = dict.fromkeys((*TOLD, "legal_basis"), LinesField)
        widgets: ClassVar = {
            **dict.fromkeys(TOLD, forms.Textarea({"rows": 5})),
            "legal_basis": forms.Textarea({"rows": 2}),
        }

    field_order = (*OF_PRACTICES, "text", "files", "link_lines", "video_lines", "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_practice:
            for name in OF_PRACTICES:
                del self.fields[name]
        html = html_of(self.instance.body)
        self.plain_body = html is not None
        if html is None:
            del self.fields["text"]
        else:
            self.before = html
            self.initial["text"] = html
        links = list(self.instance.links.all())
        self.initial["link_lines"] = lines_of(link for link in links if not link.is_video)
        self.initial["video_lines"] = lines_of(link for link in links if link.is_video)

    def restore(self, data: QueryDict) -> None:
        """Also the files that were there when it was kept."""
        widget = self.files_widget
        self.show(self.here(widget.value_from_datadict(data, self.files_sent, "files").rows))

    @cached_property
    def files_sent(self) -> Any:
        return type(self.data)() if isinstance(self.data, QueryDict) else QueryDict()

    @property
    def words(self) -> ResourcePage:
        page = self.instance
        if self.plain_body and self.cleaned_data["text"] != self.before:
            page.body = blocks_of(self.cleaned_data["text"], caption=page.title)
        page.files.set(self.offers())
        links = [(False, one) for one in self.cleaned_data["link_lines"]]
        links += [(True, one) for one in self.cleaned_data["video_lines"]]
        page.links.set([one.as_row(place, is_video=is_video) for place, (is_video, one) in enumerate(links)])
        return page


class PlaceForm(StepForm):
    """3. Where it goes, and for whom."""

    departments = forms.MultipleChoiceField(
        label=gettext_lazy("For which departments"),
        required=False,
        choices=Department.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ResourcePage
        fields: ClassVar = (
            *("visibility", "group", "organisation", "licence", "subjects", "departments", "abc_category"),
            *("comarca", "year", "language", "expires_on", "review_due"),
        )
        widgets: ClassVar = {
            "visibility": forms.RadioSelect,
            "subjects": forms.CheckboxSelectMultiple,
            **dict.fromkeys(("expires_on", "review_due"), forms.DateInput({"type": "date"}, format="%Y-%m-%d")),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["review_due"] = (
            self.instance.review_due_next or self.instance.review_due or next_review(self.instance)
        )
        self.offer(
            "organisation",
            Organisation,
            organisations_of(self.author),
            gettext_lazy("None: the network’s or a group’s"),
        )
        self.offer("group", WorkingGroup, groups_of(self.author), gettext_lazy("None"))
        choices: Any = self.fields["visibility"]
        choices.choices = ResourceVisibility.choices
        self.fields["comarca"].help_text = _("Without one, that of its council.")

    def offer(self, name: str, model: Any, offered: Any, nothing: Any) -> None:
        """One's own, and the one that stands there."""
        now = Q(pk=getattr(self.instance, f"{name}_id"))
        field: Any = self.fields[name]
        field.queryset = model.objects.filter(Q(pk__in=offered.values("pk")) | now).order_by("sort_key")
        field.empty_label = capfirst(str(nothing))
        if model is Organisation:
            field.label_from_instance = lambda one: one.full_name

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate() and "expires_on" in self.changed_data:
            raise ValidationError(_("This day is over: choose one that is still to come, or none."), code="past")
        return day

    def clean_review_due(self) -> Any:
        return self.cleaned_data["review_due"] or self.initial["review_due"]

    @property
    def words(self) -> ResourcePage:
        self.instance.subjects.set(self.cleaned_data["subjects"])
        return self.instance


STEPS: dict[int, type[StepForm]] = {1: WhatForm, 2: ContentForm, 3: PlaceForm}
