"""The forms of putting a circular together: its introduction, the words of an entry, the reason for leaving one out, its deadline."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from home.circular.domain.composing import LONGEST_REASON
from home.circular.domain.wording import OwnFacts
from home.circular.enums import Section
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import LONGEST_TEXT, LONGEST_TITLE
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.richtext.fields import RichTextField

OWN_FACTS = ("day", "link", "picture_alt")


class IntroForm(forms.Form):
    """`seen`: the version of the introduction that was before whoever writes."""

    intro = RichTextField(
        label=_("Introduction"),
        required=False,
        help_text=_("Two or three sentences: what stands out this month. It is the first that people read."),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, circular: CircularPage) -> None:
        initial = {"intro": circular.intro, "seen": circular.intro_version}
        super().__init__(data, initial=initial, auto_id="intro-%s")


class WordsForm(forms.Form):
    """The words of one entry; of one written by hand, its facts as well. `seen`: the version that was before whoever writes.

    `section_before`: where it stood then, so that whoever changes words alone does not move it back from where others have put it.
    """

    title = OneLineField(label=_("Title"), max_length=LONGEST_TITLE)
    text = LinesField(
        label=pgettext_lazy("what somebody writes", "Text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
    )
    section = forms.ChoiceField(label=_("Section"), choices=Section.choices)
    day = forms.DateField(
        label=pgettext_lazy("entry", "Date"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    picture_alt = OneLineField(label=_("What the image shows"), required=False, max_length=200)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    section_before = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, entry: CircularEntry) -> None:
        names = ("title", "text", "section", *OWN_FACTS)
        initial = {name: getattr(entry, name) for name in names} | {
            "seen": entry.version,
            "section_before": entry.section,
        }
        super().__init__(data, initial=initial, auto_id=f"e{entry.pk}-%s")
        self.is_own = not entry.source_name
        for name in OWN_FACTS:
            if not self.is_own or (name == "picture_alt" and not entry.picture):
                del self.fields[name]
        if not entry.circular.is_open:
            del self.fields["section"]

    @property
    def facts(self) -> OwnFacts | None:
        """Of a valid form; None of what has them from its source."""
        if not self.is_own:
            return None
        given = self.cleaned_data
        return OwnFacts(given["day"], given["link"], given.get("picture_alt", ""))


class RejectForm(forms.Form):
    reason = LinesField(
        label=_("Why not this time"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever proposed it reads exactly this, on the site and by mail."),
    )

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, entry: CircularEntry) -> None:
        super().__init__(data, auto_id="motiu-%s")
        if not entry.author_id:
            self.fields["reason"].help_text = _(
                "Nobody proposed it by hand, so nobody is told: you may leave it empty."
            )


class DeadlineForm(forms.Form):
    """A day and an hour, by the clock of the house."""

    day = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label=_("Until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, circular: CircularPage) -> None:
        now = timezone.localtime(circular.deadline)
        super().__init__(data, initial={"day": now.date(), "hour": now.time()}, auto_id="termini-%s")

    @property
    def deadline(self) -> datetime:
        """Of a valid form."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))
