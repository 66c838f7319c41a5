"""The circular with invented data, for the preview of the house's mails."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from home.circular.domain.arranging import arranged
from home.circular.domain.months import first_of, title_of
from home.circular.enums import Section
from home.circular.letter.issue import frame_values, issue_with
from home.circular.letter.writing import before_opening
from home.circular.models import CircularEntry, CircularPage
from intranet.mail import absolute


def circular_sample() -> dict[str, Any]:
    """The context of its templates."""
    month = first_of(timezone.localdate())
    circular = CircularPage(title=title_of(month), month=month, intro=f"<p>{sample_intro()}</p>")
    issue = issue_with(circular, sample_entries())
    parts = arranged(issue.entries)
    return {
        **frame_values(circular),
        "preview": before_opening(parts),
        "content": mark_safe(issue.html.of(parts)),  # noqa: S308 - rendered by templates
        "words": issue.text.of(parts),
        "stop_url": absolute("/enllac/…/"),
    }


def sample_intro() -> str:
    return _("The month begins with the jornada, and ends with two calls that nobody should miss.")


def sample_entries() -> list[CircularEntry]:
    soon = timezone.localdate() + timedelta(days=12)
    return [
        CircularEntry(
            pk=1,
            section=Section.GRANTS,
            title=_("Grants for cooperatives of new creation"),
            text=_("Projects of any municipality can apply. The technical office answers questions on Tuesdays."),
            link="https://www.example.org/",
            is_highlight=True,
        ),
        CircularEntry(
            pk=2,
            section=Section.AGENDA,
            title=_("Jornada on responsible purchasing"),
            text=_("Three councils explain what they have tried, with the documents that they used."),
            day=soon,
            facts="10.00–13.30",
        ),
        CircularEntry(
            pk=3, section=Section.COUNCILS, title=_("A market of second hand goods that lasts"), text=sample_intro()
        ),
    ]
