"""What is wrong with a circular before it is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from home.circular.domain.knowing import taken_back, words_of_taken_back
from home.circular.domain.link_checks import link_problems
from home.circular.domain.months import month_after
from home.circular.domain.moving_on import over_before
from home.circular.domain.problems import LEVELS, Problem
from home.circular.domain.repeats import repeats
from home.circular.domain.working_days import foreseen_sending
from home.circular.enums import CLIPPED_FROM, KILO, DropReason, EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import User
from intranet.templatetags.intranet import day_words, hour_words

__all__ = ["Problem", "problems_of"]


@dataclass(frozen=True)
class Draft:
    """What is looked at: the entries that its editor sees, in whatever state, and the day on which people get it."""

    circular: CircularPage
    entries: Sequence[CircularEntry]
    sent_on: date

    @property
    def printed(self) -> list[CircularEntry]:
        return [entry for entry in self.entries if entry.is_printed]


def problems_of(
    circular: CircularPage,
    *,
    by: User | None,
    now: datetime | None = None,
    size: int | None = None,
    recipients: int | None = None,
    entries: Sequence[CircularEntry] | None = None,
) -> list[Problem]:
    """What keeps it from being sent first, then what is to be looked at, then what is good to know. Four statements.

    `size`: of the letter, in bytes of HTML; `recipients`: how many get it; left out, neither is looked at. `entries`: all that
    `by` sees of it in whatever state, `with_sources`, for who has read them already (one statement less). Of others nothing is
    said, but that they were taken back. `by` nobody: no person looks, but the program, at all of it.
    """
    if entries is None:
        entries = list((circular.entries.visible_to(by) if by else circular.entries).with_sources().in_order())
    order = list(Section.values)
    entries = sorted(entries, key=lambda entry: order.index(entry.section))
    now = now or timezone.now()
    draft = Draft(circular, entries, timezone.localdate(circular.begun_at or foreseen_sending(circular, now)))
    found = [
        *problems_as_a_whole(draft, size, recipients),
        *problems_of_deadline(circular, now),
        *problems_one_by_one(draft),
        *repeats(circular, draft.printed, by=by),
        *problems_of_last_chance(draft),
        *problems_of_gone(circular, by),
        *link_problems(circular, draft.printed),
        *notes_on(draft),
    ]
    return sorted(found, key=lambda problem: LEVELS.index(problem.level))


def problems_as_a_whole(draft: Draft, size: int | None, recipients: int | None) -> Iterator[Problem]:
    if not draft.printed:
        yield Problem("error", "empty", _("There is nothing in it yet: accept at least one entry."))
    if recipients == 0:
        yield Problem("error", "nobody", _("Nobody gets it: no member wants the circular by mail."))
    if not draft.circular.intro.strip():
        yield Problem("warning", "no_intro", _("It has no introduction."))
    if size is not None and size > CLIPPED_FROM:
        text = _("The mail weighs %(size)d kB: from 100 kB on, Gmail cuts it off. Shorten it, or leave something out.")
        yield Problem("warning", "too_heavy", text % {"size": round(size / KILO)})


def problems_of_deadline(circular: CircularPage, now: datetime) -> Iterator[Problem]:
    """Who believes that there is time is told of another month."""
    if circular.takes_proposals(circular.scheduled_for or now):
        text = _("Proposals are still taken for it, until %(day)s at %(hour)s.")
        when = {"day": day_words(circular.deadline), "hour": hour_words(circular.deadline)}
        yield Problem("warning", "deadline_open", text % when)


def problems_one_by_one(draft: Draft) -> Iterator[Problem]:
    for entry in draft.entries:
        if entry.state == EntryState.ACCEPTED and entry.drop_reason:
            yield Problem("warning", "dropped", words_of_dropped(entry), entry)
    for entry in draft.printed:
        if entry.picture and not entry.picture_alt.strip():
            text = _("Nobody has said what the image shows: those who do not see it get nothing.")
            yield Problem("error", "no_alt", text, entry)
        if entry.day and entry.day < draft.sent_on:
            text = _("Its date, %(day)s, will be over when people get it.")
            yield Problem("warning", "past", text % {"day": day_words(entry.day)}, entry)
        if entry.event is not None and not entry.event.for_circular:
            yield Problem("warning", "unwanted", _("Its organisers no longer want it in the circular."), entry)
        if entry.source_changed:
            text = _("It says something else now where it was announced: take the new text, or leave yours.")
            yield Problem("warning", "source_changed", text, entry)


def problems_of_last_chance(draft: Draft) -> Iterator[Problem]:
    """Proposals that no later circular can tell of. One statement when there may be any, else none."""
    month = month_after(draft.circular.month)
    waiting = [
        one for one in draft.entries if one.author_id and one.state == EntryState.WAITING and not one.drop_reason
    ]
    early = [(entry, entry.day) for entry in waiting if entry.day and entry.day < month]
    if not early:
        return
    over = set(over_before(draft.circular.entries.all(), month).values_list("pk", flat=True))
    text = _(
        "It waits for a decision, and its date, %(day)s, is over before the next circular: undecided, it is in none."
    )
    for entry, day in early:
        if entry.pk in over:
            yield Problem("warning", "last_chance", text % {"day": day_words(day)}, entry)


def problems_of_gone(circular: CircularPage, by: User | None) -> Iterator[Problem]:
    """One statement, none for nobody."""
    for entry in taken_back(circular, by=by) if by else ():
        yield Problem("warning", "taken_back", words_of_taken_back(entry))


def words_of_dropped(entry: CircularEntry) -> str:
    return {
        DropReason.CANCELLED: _("It has been cancelled, and is in the circular no longer."),
        DropReason.POSTPONED: _("It has been postponed, and is in the circular no longer."),
        DropReason.GONE: _("It has been taken back where it was announced, and is in the circular no longer."),
    }[DropReason(entry.drop_reason)]


def notes_on(draft: Draft) -> Iterator[Problem]:
    waiting = [entry for entry in draft.entries if entry.state == EntryState.WAITING and not entry.drop_reason]
    proposed = sum(entry.author_id is not None for entry in waiting)
    if proposed:
        text = ngettext(
            "%(number)d proposal waits for a decision: undecided, it goes on to the next circular unless its date is over by then.",
            "%(number)d proposals wait for a decision: undecided, they go on to the next circular unless their date is over by then.",
            proposed,
        )
        yield Problem("note", "undecided_proposals", text % {"number": proposed})
    if gathered := len(waiting) - proposed:
        text = ngettext(
            "%(number)d entry that was gathered has not been decided on: it is gathered again for the next circular if it is still timely.",
            "%(number)d entries that were gathered have not been decided on: they are gathered again for the next circular if they are still timely.",
            gathered,
        )
        yield Problem("note", "undecided_gathered", text % {"number": gathered})
    there = {entry.section for entry in draft.printed}
    if missing := [str(section.label) for section in Section if section not in there] if there else []:
        sections = get_text_list(missing, pgettext("between the last two", "and"))
        yield Problem("note", "empty_sections", _("Nothing stands under: %(sections)s.") % {"sections": sections})
