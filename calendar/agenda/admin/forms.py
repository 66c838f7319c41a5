"""The form of an event in the CMS."""

import re
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import expand_db_html

from agenda.forms.moments import WeekdaysField
from agenda.models import Event
from agenda.rules import groups_of, organisations_of
from intranet.members.admin.forms import NounForm
from intranet.members.enums import GroupAccess
from intranet.members.models import Organisation, WorkingGroup
from intranet.richtext.cleaning import clean_html

FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "blockquote", "hr", "link"]
NOT_HERE = re.compile(r"<(?:table|u|img|span)\b")
"""What the site's editor writes and the one here would lose."""


class EventAdminForm(NounForm):
    """Whoever makes an event here is its author."""

    body = forms.CharField(
        label=pgettext_lazy("what somebody writes", "Text"),
        required=False,
        widget=DraftailRichTextArea(features=FEATURES),
    )
    weekdays = WeekdaysField(label=_("on which weekdays"), required=False)
    errors_at: ClassVar = {
        "event_ends_after_start": "end",
        "event_for_a_group": "group",
        "event_repeats_until": "until",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.author_id is None:
            self.instance.author = self.for_user
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
        """Whole days are from midnight to midnight."""
        cleaned: dict[str, Any] = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if cleaned.get("all_day") and start and end:
            cleaned["start"] = midnight(start)
            cleaned["end"] = midnight(max(start, end - timedelta(microseconds=1)), days=1)
            cleaned["time_zone"] = Event._meta.get_field("time_zone").default  # noqa: SLF001 - Django's public name
        return cleaned


def midnight(moment: datetime, *, days: int = 0) -> datetime:
    """That with which the day of `moment` begins in Europe/Madrid, or some days later."""
    day = timezone.localdate(moment) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time()))


MANY: dict[str, Any] = {"subjects": forms.CheckboxSelectMultiple, "co_organisers": forms.SelectMultiple}
