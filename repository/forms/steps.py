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

from forum.enums import CostBand
from intranet.catalan import sort_key
from intranet.members.enums import COMARQUES, Department
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import Organisation, WorkingGroup
from intranet.richtext.fields import RichTextField
from repository.domain.wording import blocks_of, html_of
from repository.enums import AbcCategory, Licence, ResourceKind, ResourceLanguage, ResourceVisibility
from repository.forms.files import ResourceFilesMixin
from repository.forms.links import LinksField, lines_of
from repository.forms.parts import StepForm, YearField
from repository.models import ResourcePage
from repository.models.pages import LONGEST_SUMMARY, LONGEST_TITLE
from repository.rules import groups_of, organisations_of

RARE = ("licence", "language", "comarca", "abc_category", "review_due", "expires_on")
OF_PRACTICES = ("context", "measures", "results", "cost", "legal_basis", "contact")
TOLD = ("context", "measures", "results")
RARE_OF_PRACTICES = ("cost", "legal_basis", "contact")
# What a resource is made of comes first.
FIRST_OF: dict[str, tuple[str, ...]] = {
    ResourceKind.LINK.value: ("link_lines",),
    ResourceKind.RECORDING.value: ("video_lines", "link_lines"),
}


class WhatForm(StepForm):
    """1. What it is."""

    title = OneLineField(label=gettext_lazy("How is it called?"), max_length=LONGEST_TITLE)
    summary = LinesField(
        label=gettext_lazy("What it is, and what it is good for"),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("In one or two sentences: lists and mails show this."),
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    needed = ("summary",)

    class Meta:
        model = ResourcePage
        fields: ClassVar = ("kind", "title", "summary")
        widgets: ClassVar = {"kind": forms.RadioSelect}
        labels: ClassVar = {"kind": gettext_lazy("What kind of resource is it?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark()


class ContentForm(ResourceFilesMixin, StepForm):
    """2. What it holds. `plain_body` is False where only the CMS can change the text."""

    text = RichTextField(
        label=gettext_lazy("Text"),
        required=False,
        help_text=gettext_lazy("A quote says on its last line whose it is: «— Name, office»."),
    )
    link_lines = LinksField(label=gettext_lazy("Links"))
    video_lines = LinksField(label=gettext_lazy("Videos, by their link"))
    rare = RARE_OF_PRACTICES

    class Meta:
        model = ResourcePage
        fields: ClassVar = OF_PRACTICES
        field_classes: ClassVar = dict.fromkeys((*TOLD, "legal_basis"), LinesField)
        widgets: ClassVar = {
            **dict.fromkeys(TOLD, forms.Textarea({"rows": 5})),
            "legal_basis": forms.Textarea({"rows": 2}),
        }

    field_order = (*TOLD, "files", "text", "link_lines", "video_lines", *RARE_OF_PRACTICES, "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settle_kind()
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

    def settle_kind(self) -> None:
        """A good practice is told, a link has one; of anything else one thing is enough."""
        if self.instance.is_practice:
            cost: Any = self.fields["cost"]
            cost.choices = [("", gettext_lazy("I do not know")), *CostBand.choices]
            self.needed = ("measures", "results")
        else:
            for name in OF_PRACTICES:
                del self.fields[name]
            self.order_fields([*FIRST_OF.get(self.instance.kind, ()), *self.field_order])
            if self.instance.kind == ResourceKind.LINK:
                self.needed = ("link_lines",)
            else:
                self.one = ("files", "text", "link_lines", "video_lines")
        self.mark()

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
    comarca = forms.ChoiceField(label=capfirst(gettext_lazy("county (comarca)")), required=False)
    year = YearField(label=capfirst(gettext_lazy("year")))
    one = ("group", "organisation")

    class Meta:
        model = ResourcePage
        fields: ClassVar = (
            *("visibility", "group", "organisation", "year", "subjects", "departments"),
            *("licence", "language", "comarca", "abc_category", "review_due", "expires_on"),
        )
        widgets: ClassVar = {
            "visibility": forms.RadioSelect,
            "subjects": forms.CheckboxSelectMultiple,
            **dict.fromkeys(("expires_on", "review_due"), forms.DateInput({"type": "date"}, format="%Y-%m-%d")),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["review_due"] = self.instance.review_due_next or self.instance.review_due
        self.fields["review_due"].help_text = _("Without one, a year after it is published; two for a report or study.")
        self.offer(
            "organisation",
            Organisation,
            organisations_of(self.author),
            gettext_lazy("None: the network’s or a group’s"),
        )
        self.offer("group", WorkingGroup, groups_of(self.author), gettext_lazy("None"))
        choices: Any = self.fields["visibility"]
        choices.choices = ResourceVisibility.choices
        self.offer_words()
        self.fold()

    def offer_words(self) -> None:
        """What nothing chosen means is said in words."""
        now = self.instance.comarca
        known = sorted({*COMARQUES, now} - {""}, key=sort_key)
        offered: dict[str, Any] = {
            "licence": [("", gettext_lazy("None")), *Licence.choices],
            "abc_category": [("", gettext_lazy("None")), *AbcCategory.choices],
            "comarca": [("", gettext_lazy("That of its council, or none")), *((name, name) for name in known)],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [(value, capfirst(str(label))) for value, label in choices]

    def fold(self) -> None:
        """For everyone, it is asked under what licence."""
        page, asked = self.instance, ("licence",) if self["visibility"].value() == ResourceVisibility.PUBLIC else ()
        self.needed = asked
        self.rare = tuple(name for name in RARE if name not in asked)
        self.usual = {
            "language": ResourceLanguage.CATALAN,
            "comarca": page.organisation.comarca if page.organisation else "",
            "review_due": (page.live and page.review_due) or "",
        }
        self.mark()

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
        """None where nobody chose one: it is counted from when it is published."""
        return self.cleaned_data["review_due"] or self.initial["review_due"]

    @property
    def words(self) -> ResourcePage:
        self.instance.subjects.set(self.cleaned_data["subjects"])
        return self.instance


STEPS: dict[int, type[StepForm]] = {1: WhatForm, 2: ContentForm, 3: PlaceForm}
