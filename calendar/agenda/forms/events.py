"""The form in which an activity is announced in two minutes, and edited."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.enums import EventKind, EventVisibility, Mode
from agenda.forms.choices import ManyField
from agenda.forms.organisers import OrganiserField, organiser_of, value_of
from agenda.forms.programme import ProgrammeField, lines_of, plain, programme_of
from agenda.forms.when import WHEN, WhenMixin
from agenda.models import Event
from agenda.models.events import LONGEST_SUMMARY, LONGEST_TITLE
from agenda.registration.models import Registration
from agenda.rules import needs_review
from intranet.members.enums import COUNCIL_KINDS
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import Organisation, User, WorkingGroup
from intranet.richtext.fields import RichTextField

PLACE = ("mode", "venue", "address", "join_url")
CONTACT = ("contact_name", "contact_email", "contact_phone", "web_url")
LONGEST_URL = 500  # of the model
MANY = ("subjects", "co_organisers")
ONE_LINE = ("venue", "address", "other_organisers", "contact_name", "contact_phone")
USUAL = ("kind", "visibility")
"""What nobody chooses is as fits whoever organises it."""


class EventForm(WhenMixin, forms.ModelForm[Event]):
    """Only checks what is typed; announcing it is `domain.announcing`'s."""

    title = OneLineField(label=_("What do you announce?"), max_length=LONGEST_TITLE)
    summary = LinesField(
        label=_("What it is, and why to come"),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In one or two sentences: this goes into mails and the circular."),
    )
    organiser = OrganiserField()
    kind = forms.ChoiceField(label=_("Kind of activity"), required=False)
    visibility = forms.ChoiceField(label=_("Who sees it in the agenda"), required=False)
    body = RichTextField(label=_("More about it"), required=False)
    programme_lines = ProgrammeField(label=_("Programme"), required=False)
    join_url = forms.URLField(
        label=_("Link to join online"),
        required=False,
        max_length=LONGEST_URL,
        assume_scheme="https",
        help_text=_("Shown only to those who may take part."),
    )
    web_url = forms.URLField(label=_("Web page"), required=False, max_length=LONGEST_URL, assume_scheme="https")
    for_circular = forms.BooleanField(
        label=_("Propose it for the monthly circular"),
        required=False,
        initial=True,
        help_text=_(
            "The circular of each month goes out at its beginning. Announce by the 25th what takes place in the next month, or in the first half of the one after it."
        ),
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields: ClassVar = (
            *("title", "summary", *PLACE, *USUAL, "audience", "body", *MANY, "other_organisers"),
            *(*CONTACT, *WHEN, "for_circular"),
        )
        widgets: ClassVar = {"mode": forms.RadioSelect, **dict.fromkeys(MANY, forms.CheckboxSelectMultiple)}
        field_classes: ClassVar = {**dict.fromkeys(ONE_LINE, OneLineField), **dict.fromkeys(MANY, ManyField)}
        labels: ClassVar = {"address": pgettext_lazy("of a place", "Address")}

    use_required_attribute = False

    def __init__(self, *args: Any, author: User, group: WorkingGroup | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author = author
        self.is_new = self.instance.pk is None
        self.offer_organisers(group)
        self.offer_others()
        self.offer_usual(kwargs.get("initial") or {})
        self.offer_programme()
        self.offer("mode", Mode.choices)
        for name in PLACE[1:]:
            self.fields[name].conditional = True  # type: ignore[attr-defined]  # read by `requirement`: the mode decides
        if not self.is_new:
            self.initial["seen"] = self.instance.sequence

    def offer(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def offer_organisers(self, group: WorkingGroup | None) -> None:
        """Chosen is the group from whose page one comes, else one's council; for coordination, the network."""
        field: Any = self.fields["organiser"]
        here = () if self.is_new else (organiser_of(self.instance),)
        field.offer(self.author, *here)
        asked = value_of(group) if group else ""
        usual = next(iter(field.offered), "")
        self.initial["organiser"] = value_of(*here) if here else (asked if asked in field.offered else usual)

    def offer_others(self) -> None:
        field: Any = self.fields["co_organisers"]
        now = [] if self.is_new else [one.pk for one in self.instance.co_organisers.all()]
        known = Q(pk__in=Organisation.objects.present().values("pk"))
        field.queryset = Organisation.objects.filter(known | Q(pk__in=now)).order_by("sort_key")
        field.label_from_instance = lambda one: one.full_name

    def offer_usual(self, given: dict[str, Any]) -> None:
        kinds, circles = EventKind.choices, EventVisibility.choices
        if self.is_new:
            kinds = [("", _("The usual one for who organises it")), *kinds]
            circles = [("", _("The network; for a private group, its people alone")), *circles]
            self.initial.update({name: given.get(name, "") for name in USUAL})
        self.offer("kind", kinds)
        self.offer("visibility", circles)
        if self.hides_when_widened():
            self.fields["visibility"].help_text = _(
                "People have registered. If more people are to see it, coordination looks at it first, and until then neither they nor the network can open its page."
            )

    def hides_when_widened(self) -> bool:
        """Whether to open it to more people would take it from those who have registered, until it is reviewed."""
        event = self.instance
        if self.is_new or not event.is_published or event.visibility == EventVisibility.PUBLIC:
            return False
        return needs_review(self.author, event) and Registration.objects.living().filter(desk__event=event).exists()

    def offer_programme(self) -> None:
        """As lines, unless it holds what lines cannot say: then the CMS alone changes it."""
        lines = lines_of(self.instance.programme)
        if lines is None:
            del self.fields["programme_lines"]
        else:
            self.initial.setdefault("programme_lines", lines)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "organiser" in cleaned:
            self.settle_organiser(cleaned)
        has_place = cleaned.get("mode") in {Mode.IN_PERSON, Mode.HYBRID}
        if has_place and not cleaned.get("venue") and "venue" not in self.errors:
            self.add_error("venue", ValidationError(_("Say where it takes place."), code="required"))
        if "programme_lines" in cleaned:
            programme = programme_of(cleaned["programme_lines"])
            if plain(programme) != plain(self.instance.programme):
                self.instance.programme = programme
        return cleaned

    def settle_organiser(self, cleaned: dict[str, Any]) -> None:
        """An event that the CMS gave a group and a council keeps both, unless somebody chooses another one."""
        organiser = cleaned["organiser"]
        group = organiser if isinstance(organiser, WorkingGroup) else None
        if self.is_new or value_of(organiser) != self.initial["organiser"]:
            self.instance.group = group
            self.instance.organisation = None if group else organiser
        cleaned["kind"] = cleaned.get("kind") or usual_kind(organiser)
        cleaned["visibility"] = cleaned.get("visibility") or usual_visibility(organiser)
        if cleaned["visibility"] == EventVisibility.GROUP and group is None:
            text = _("Choose a working group as the organiser, or let the whole network see it.")
            self.add_error("visibility", ValidationError(text, code="group"))

    @property
    def event(self) -> Event:
        """As it is to be published, of a valid form."""
        for name in MANY:
            getattr(self.instance, name).set(self.cleaned_data[name])
        return self.instance

    @property
    def told_more(self) -> bool:
        """Whether what is folded up holds something that has to be seen."""
        folded = (*USUAL, "audience", "body", "programme_lines", *MANY, "other_organisers", *CONTACT)
        typed = ("body", "programme_lines", *MANY, "other_organisers", *CONTACT)
        return any(name in self.errors for name in folded) or any(
            self[name].value() for name in typed if name in self.fields
        )


def usual_kind(organiser: Organisation | WorkingGroup | None) -> EventKind:
    if organiser is None:
        return EventKind.CONFERENCE
    if isinstance(organiser, WorkingGroup):
        return EventKind.GATHERING
    return EventKind.COUNCIL if organiser.kind in COUNCIL_KINDS else EventKind.ECOSYSTEM


def usual_visibility(organiser: Organisation | WorkingGroup | None) -> EventVisibility:
    is_private = isinstance(organiser, WorkingGroup) and organiser.is_private
    return EventVisibility.GROUP if is_private else EventVisibility.NETWORK
