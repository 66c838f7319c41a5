"""What the notices of the agenda say."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.change_words import details_of, sentence_of
from agenda.enums import Mode, Review
from agenda.models import Change, Event, Occurrence
from agenda.sentences import organiser_of, place_of, repetition_of, when_next, when_of, when_of_date

if TYPE_CHECKING:
    from intranet.notifications.kinds import Happening


def line_of_new(happening: "Happening") -> str:
    event: Event = happening.target
    names = {"event": event.title, "when": when_of(event), "who": organiser_of(event)}
    if names["who"]:
        return _("%(who)s announces «%(event)s», %(when)s") % names
    return _("New in the agenda: «%(event)s», %(when)s") % names


def subject_of_new(happening: "Happening") -> str:
    event: Event = happening.target
    return f"{event.title} · {when_of(event)}"


def words_of(event: Event) -> str:
    """When, where and what."""
    lines = [when_next(event), repetition_of(event), where_of(event)]
    return "\n".join(line for line in lines if line) + f"\n\n{event.summary}"


def where_of(event: Event) -> str:
    place, mode = place_of(event), str(event.get_mode_display())
    return place if place and event.mode == Mode.IN_PERSON else " · ".join(part for part in (mode, place) if part)


def line_of_change(happening: "Happening") -> str:
    """The newest, and how many there were before it."""
    earlier = happening.count - 1
    if not earlier:
        return sentence_of(happening.target)
    words = ngettext("%(newest)s · and %(number)d change before", "%(newest)s · and %(number)d changes before", earlier)
    return words % {"newest": sentence_of(happening.target), "number": earlier}


def subject_of_change(happening: "Happening") -> str:
    change: Change = happening.target
    return _("Changes: %(event)s") % {"event": change.event.title}


def words_of_change(change: Change) -> str:
    event = change.event
    told = "\n".join(details_of(change))
    if not event.is_published:
        return told
    stands = "\n".join(line for line in (when_of_concerned(change), where_of(event)) if line) if event.is_on else ""
    return "\n\n".join(part for part in (told, stands) if part)


def when_of_concerned(change: Change) -> str:
    """When it is now: the date concerned, or the next of all."""
    if change.occurrence is not None:
        return when_of_date(change.occurrence) if change.occurrence.is_on else ""
    return "" if change.first_start else when_next(change.event)


def place_of_change(change: Change) -> str:
    """What has been withdrawn is nowhere any more: the agenda itself."""
    if not change.event.is_published:
        return reverse("agenda")
    return change.occurrence.get_absolute_url() if change.occurrence else change.event.get_absolute_url()


def line_of_reminder(happening: "Happening") -> str:
    date: Occurrence = happening.target
    return _("Reminder: «%(event)s», %(when)s") % {"event": date.event.title, "when": when_of_date(date)}


def subject_of_reminder(happening: "Happening") -> str:
    date: Occurrence = happening.target
    return _("Reminder: %(event)s") % {"event": date.event.title}


def words_of_date(date: Occurrence) -> str:
    lines = [when_of_date(date), where_of(date.event)]
    return "\n".join(line for line in lines if line) + f"\n\n{date.event.summary}"


def line_of_request(happening: "Happening") -> str:
    event: Event = happening.target
    names = {"person": event.author.full_name, "event": event.title, "when": when_of(event)}
    return _("%(person)s announces «%(event)s», %(when)s: it waits for review") % names


def place_of_request(event: Event) -> str:
    """Where it is decided."""
    return reverse("event_review", args=[event.pk])


def line_of_review(happening: "Happening") -> str:
    event: Event = happening.target
    published, returned = _("«%(event)s» is published in the agenda"), _("«%(event)s» comes back with a remark")
    return (returned if event.review == Review.RETURNED else published) % {"event": event.title}


def place_of_review(event: Event) -> str:
    """What came back is corrected; what is published is looked at."""
    return reverse("event_edit", args=[event.pk]) if event.review == Review.RETURNED else event.get_absolute_url()


def words_of_review(event: Event) -> str:
    return event.review_note
