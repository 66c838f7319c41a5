"""The form of an event in the CMS."""

import re
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import expand_db_html

from agenda.domain.dates import check_dates
from agenda.forms.choices import ManyField
from agenda.forms.moments import WeekdaysField
from agenda.limits import is_of_the_agenda
from agenda.models import Event
from agenda.rules import groups_of, organisations_of
from intranet.members.admin.forms import NounForm
from intranet.members.enums import GroupAccess
from intranet.members.models import Organisation, Subject, WorkingGroup
from intranet.richtext.cleaning import clean_html

FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "blockquote", "hr", "link"]
NOT_HERE = re.compile(r"<(?:table|u|img|span)\b")
"""What the site's editor writes and the one here would lose."""
RULE = {"frequency", "interval", "weekdays", "month_day", "until", "count"}


class EventAdminForm(NounForm):
    """Whoever makes an event here is its author, and of those who review."""

    body = forms.CharField(
        label=pgettext_lazy("what somebody writes", "Text"),
        required=False,
        widget=DraftailRichTextArea(features=FEATURES),
    )
    weekdays = WeekdaysField(label=_("on which weekdays"), required=False)
    subjects = ManyField(Subject.objects.all(), required=False, widget=forms.CheckboxSelectMultiple)
    co_organisers = ManyField(Organisation.objects.all(), required=False)
    # How often it had been published when this page was drawn: the site goes on meanwhile.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    errors_at: ClassVar = {
        "event_ends_after_start": "end",
        "event_for_a_group": "group",
        "event_repeats_until": "until",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.author_id is None:
            self.instance.author, self.instance.is_cleared = self.for_user, True
        self.initial["seen"] = self.instance.sequence
        for name in ("start", "end"):
            if moment := self.initial.get(name):
                self.initial[name] = moment.astimezone(self.instance.zone).replace(tzinfo=None)
        if NOT_HERE.search(self.instance.body):
            self.fields["body"].disabled = True
            self.fields["body"].help_text = _("It holds what this editor would lose: change it on the site.")
        self.offer("organisation", Organisation, organisations_of(self.for_user))
        self.offer("group", WorkingGroup, groups_of(self.for_user).exclude(access=GroupAccess.PRIVATE))

    def offer(self, name: str, model: Any, offered: Any) -> None:
        """Those in whose name one announces, and the one that stands there."""
        now = Q(pk=getattr(self.instance, f"{name}_id"))
        self.fields[name].queryset = model.objects.filter(Q(pk__in=offered.values("pk")) | now)

    def clean_body(self) -> str:
        """As it is where it is not to be changed here; a link to a page as its address."""
        before: str = self.instance.body
        return before if self.fields["body"].disabled else clean_html(expand_db_html(self.cleaned_data["body"]))

    def clean(self) -> dict[str, Any]:
        """By the clock of the event's time zone; whole days are from midnight to midnight.

        No rule is judged of which a part is wrong already, and nothing that was changed on the site meanwhile is undone.
        """
        cleaned: dict[str, Any] = super().clean()
        if self.is_overtaken(cleaned.get("seen")):
            raise ValidationError(
                _("It has been changed meanwhile: copy what you have written, and open this page again.")
            )
        if not cleaned.get("all_day"):
            cleaned |= by_the_clock(cleaned)
        start, end = cleaned.get("start"), cleaned.get("end")
        if RULE & set(self.errors):
            cleaned["frequency"] = ""
        if cleaned.get("all_day") and start and end and is_of_the_agenda(start) and is_of_the_agenda(end):
            cleaned["start"] = midnight(start)
            cleaned["end"] = midnight(max(start, end - timedelta(microseconds=1)), days=1)
            cleaned["time_zone"] = Event._meta.get_field("time_zone").default  # noqa: SLF001 - Django's public name
        return cleaned

    def _post_clean(self) -> None:
        """The dates for which people have registered stay."""
        super()._post_clean()
        if self.instance.pk is not None and not self.errors:
            try:
                check_dates(self.instance)
            except ValidationError as error:
                self.add_error(None, error)

    def is_overtaken(self, seen: int | None) -> bool:
        if seen is None or self.instance.pk is None:
            return False
        return not Event.objects.filter(pk=self.instance.pk, sequence=seen).exists()


def by_the_clock(cleaned: dict[str, Any]) -> dict[str, datetime]:
    """`start` and `end` as the clock of `time_zone` shows them: a form reads them by Madrid's."""
    name = cleaned.get("time_zone", "")
    if name not in available_timezones():
        return {}
    moments = {field: cleaned[field] for field in ("start", "end") if cleaned.get(field)}
    return {field: timezone.localtime(at).replace(tzinfo=ZoneInfo(name)) for field, at in moments.items()}


def midnight(moment: datetime, *, days: int = 0) -> datetime:
    """That with which the day of `moment` begins in Europe/Madrid, or some days later."""
    day = timezone.localdate(moment) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time()))
