"""One's own proposals in a list: what became of each, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum.domain.discretion import stays_inside
from home.circular.domain.month_words import of_month
from home.circular.enums import EntryState
from home.circular.models import CircularEntry
from home.circular.panels import KINDS
from home.circular.rules import is_open_to_author, may_come_again


@dataclass(frozen=True)
class Line:
    """`entry` with its circular. `url`: where it came out, or what it tells of. `is_seen`: whether they see that any more."""

    entry: CircularEntry
    is_seen: bool = True

    @property
    def title(self) -> str:
        if self.is_seen:
            return self.entry.title
        return {
            "event": pgettext("a proposal", "An event"),
            "resource": pgettext("a proposal", "A resource"),
            "topic": pgettext("a proposal", "A topic"),
        }.get(self.entry.source_name, pgettext("a proposal", "A piece of news"))

    @property
    def standing(self) -> str:
        """What became of it, in a few words."""
        entry, words = self.entry, {"of_month": of_month(self.entry.circular.month)}
        if self.is_seen and entry.state == EntryState.REJECTED:
            return _("Not in the circular this time")
        if entry.drop_reason:
            return _("Taken out: %(reason)s") % {"reason": entry.get_drop_reason_display().lower()}
        if entry.state == EntryState.WAITING:
            return _("Waits for a decision, for the circular %(of_month)s") % words
        if self.is_out:
            return _("It came out in the circular %(of_month)s") % words
        return _("It goes into the circular %(of_month)s") % words

    @property
    def tone(self) -> str:
        if self.entry.state == EntryState.REJECTED or self.entry.drop_reason:
            return "warning"
        return "success" if self.entry.state == EntryState.ACCEPTED else ""

    @property
    def icon(self) -> str:
        icons = {"warning": "circle-x", "success": "circle-check"}
        return icons.get(self.tone, "hourglass")

    @property
    def is_out(self) -> bool:
        return self.entry.is_printed and self.entry.circular.is_out

    @property
    def url(self) -> str:
        if not self.is_seen:
            return ""
        if self.is_out:
            return self.entry.get_absolute_url()
        return self.entry.url if self.entry.source else ""

    @property
    def may_change(self) -> bool:
        """Of one's own: as `rules.can_change_proposal`."""
        return self.is_seen and is_open_to_author(self.entry)

    @property
    def reason(self) -> str:
        return self.entry.reason if self.is_seen and self.entry.state == EntryState.REJECTED else ""

    @property
    def may_be_sent_again(self) -> bool:
        """What was written by hand may be worded otherwise and proposed for another month."""
        return self.entry.state == EntryState.REJECTED and self.entry.source is None

    @property
    def again_url(self) -> str:
        """Where a thing of the site is proposed anew; empty as long as that may not be."""
        entry = self.entry
        is_inside = entry.topic is not None and stays_inside(entry.topic)
        if (
            not (self.is_seen and may_come_again(entry) and entry.source_name in KINDS)
            or entry.drop_reason
            or is_inside
        ):
            return ""
        return reverse("circular_propose_source", args=[KINDS[entry.source_name], entry.source.pk])


def lines_of(entries: Iterable[Any]) -> list[Line]:
    """Of `domain.own_proposals.proposals_of`."""
    return [Line(entry, is_seen=entry.is_seen) for entry in entries]
