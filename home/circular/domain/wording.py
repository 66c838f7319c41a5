"""The words of a circular, and until when it takes proposals. What two write at the same time, neither loses unseen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.circular.domain.finding import index_entry, index_itself
from home.circular.domain.locking import ChangedMeanwhileError, lock_open, lock_wordable, touch
from home.circular.domain.months import last_of
from home.circular.domain.sources import Said, said_by_one
from home.circular.domain.timely import since_of
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import LONGEST_TEXT
from intranet.members.models import User
from intranet.richtext.cleaning import clean_html

FOLLOWED = ("title", "text", "day", "facts")


@dataclass(frozen=True)
class OwnFacts:
    """What an entry that was written by hand says beside its words; those with a source have it from there."""

    day: date | None = None
    link: str = ""
    picture_alt: str = ""


def lock_words(entry: CircularEntry, *, by: User) -> tuple[CircularPage, CircularEntry]:
    """As `composing.lock_with`, to put words right: also of what is out, but not while mails are being written."""
    circular = lock_wordable(entry.circular_id, by=by)
    found = circular.entries.visible_to(by).filter(pk=entry.pk).first()
    if found is None:
        raise PermissionDenied
    found.circular = circular
    return circular, found


@transaction.atomic
def reword(
    entry: CircularEntry, *, by: User, title: str, text: str, seen: int | None, facts: OwnFacts | None = None
) -> CircularEntry:
    """`seen`: the version that the editor had before them; None for whoever takes it as it is. Saying the same changes nothing.

    Raises PermissionDenied, ValidationError, and ChangedMeanwhileError with the entry as it is now.
    """
    circular, entry = lock_words(entry, by=by)
    wanted: dict[str, Any] = {"title": title.strip(), "text": text.strip()}
    if facts is not None and not entry.source_name:
        wanted |= {"day": facts.day, "link": facts.link, "picture_alt": facts.picture_alt}
    if all(getattr(entry, name) == value for name, value in wanted.items()):
        return entry
    if seen is not None and seen != entry.version:
        raise ChangedMeanwhileError(entry)
    follow_no_more(entry)
    for name, value in wanted.items():
        setattr(entry, name, value)
    check_words(entry, wanted)
    if says_as_source(entry):
        follow_again(entry)
    save_words(entry, [*wanted, "reworded", "source_title", "source_text"])
    touch(circular, content=entry.is_printed)
    return entry


def follow_no_more(entry: CircularEntry) -> None:
    """From here on it keeps its words, and remembers those of its source."""
    if entry.source_name and not entry.reworded:
        entry.reworded = True
        entry.source_title, entry.source_text = entry.title, entry.text


def says_as_source(entry: CircularEntry) -> bool:
    """Whether whoever had put it otherwise has gone back to the words of its source, as they still are."""
    is_same = (entry.title, entry.text) == (entry.source_title, entry.source_text)
    return entry.reworded and is_same and not entry.source_changed


def follow_again(entry: CircularEntry) -> None:
    entry.reworded = entry.source_changed = False
    entry.source_title = entry.source_text = ""


def check_words(entry: CircularEntry, wanted: Collection[str]) -> None:
    # A text's length is not the model's to check, in Django.
    if len(entry.text) > LONGEST_TEXT:
        text = _("It takes %(most)d characters, and these are %(number)d.")
        raise ValidationError({"text": text % {"most": LONGEST_TEXT, "number": len(entry.text)}}, code="max_length")
    every = {field.name for field in CircularEntry._meta.fields}  # noqa: SLF001 - as Django's own forms
    entry.clean_fields(exclude=every - set(wanted))


def save_words(entry: CircularEntry, names: list[str]) -> None:
    entry.version += 1
    entry.save(update_fields=[*names, "version"])
    index_entry(entry)


@transaction.atomic
def take_source_words(entry: CircularEntry, *, by: User) -> CircularEntry:
    """As its source says it now; from here on it follows it again. Raises PermissionDenied, and ValidationError."""
    circular, entry = lock_words(entry, by=by)
    if entry.source_name and (entry.reworded or entry.source_changed):
        said = said_now(entry)
        for name in FOLLOWED:
            setattr(entry, name, getattr(said, name))
        follow_again(entry)
        save_words(entry, [*FOLLOWED, "reworded", "source_changed", "source_title", "source_text"])
        touch(circular, content=entry.is_printed)
    return entry


@transaction.atomic
def keep_own_words(entry: CircularEntry, *, by: User) -> CircularEntry:
    """What the source says now has been seen, and the entry's words are kept. Raises PermissionDenied, and ValidationError."""
    circular, entry = lock_words(entry, by=by)
    if entry.source_changed:
        said = said_now(entry)
        entry.source_title, entry.source_text, entry.source_changed = said.title, said.text, False
        entry.save(update_fields=["source_title", "source_text", "source_changed"])
        touch(circular, content=False)
    return entry


def said_now(entry: CircularEntry) -> Said:
    """Of a series, the date that its circular tells of."""
    circular = entry.circular
    return said_by_one(entry.source, since=since_of(circular, circular.begun_at or timezone.now()))


@transaction.atomic
def write_intro(circular: CircularPage, *, by: User, intro: str, seen: int | None) -> CircularPage:
    """`intro`: HTML as it was sent; `seen`: as in `reword`. Raises as `reword`, with the circular as it is now."""
    circular = lock_wordable(circular.pk, by=by)
    intro = clean_html(intro)
    if intro == circular.intro:
        return circular
    if seen is not None and seen != circular.intro_version:
        raise ChangedMeanwhileError(circular)
    circular.intro = intro
    circular.intro_version += 1
    circular.save(update_fields=["intro", "intro_version"])
    if circular.is_out:
        index_itself(circular)
    touch(circular)
    return circular


@transaction.atomic
def set_deadline(circular: CircularPage, *, by: User, deadline: datetime) -> CircularPage:
    """Until when it takes proposals; those that come later go to the next one. Raises PermissionDenied, and ValidationError."""
    circular = lock_open(circular.pk, by=by)
    over = timezone.make_aware(datetime.combine(last_of(circular.month) + timedelta(days=1), time.min))
    if deadline >= over:
        raise ValidationError({"deadline": _("Its month is over by then: choose an earlier day.")}, code="late")
    if circular.scheduled_for and deadline > circular.scheduled_for:
        raise ValidationError({"deadline": _("It is to be sent before that: choose an earlier day.")}, code="late")
    if deadline != circular.deadline:
        circular.deadline = deadline
        circular.save(update_fields=["deadline"])
        touch(circular, content=False)
    return circular
