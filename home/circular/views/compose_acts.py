"""One change to what stands in a circular: a button of the screen on which it is put together, or a piece that was dragged."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.circular.domain.composing import accept, highlight, put_back, reject
from home.circular.domain.gathering import gather
from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.months import being_prepared
from home.circular.domain.ordering import DOWN, UP, move, place, printed_by_section
from home.circular.domain.seen import Seen
from home.circular.domain.wording import keep_own_words, take_source_words
from home.circular.enums import EntryState
from home.circular.forms.composing import RejectForm
from home.circular.models import CircularEntry, CircularPage
from home.circular.views.compose_doors import composed_entry_or_404
from intranet.members.views.requests import PersonRequest

CANDIDATES, ISSUE = "#propostes", "#contingut"
HIGHLIGHTED = "destacada"


@dataclass(frozen=True)
class Done:
    """`undo`: name and value of the button that takes it back; `leaves`: the key of the one candidate that is none any more.

    `anew`: the candidates as a whole are others now; `at`: an anchor of the page; `closes`: of which entry the words are open no more.
    """

    text: str
    at: str = ISSUE
    undo: tuple[str, str] | None = None
    leaves: int | None = None
    anew: bool = False
    closes: int | None = None


class GoneError(Exception):
    """What the button is about is not there any more, or never was for this person."""


class DoneMeanwhileError(Exception):
    """Somebody has decided on `entry`, has moved it or has worded it anew since it looked as whoever pressed the button has `seen` it."""

    def __init__(self, entry: CircularEntry, seen: Seen | None) -> None:
        super().__init__()
        self.entry, self.seen = entry, seen


class RefusedError(Exception):
    """It cannot be done, for the reason in words."""

    def __init__(self, entry: CircularEntry | None, text: str) -> None:
        super().__init__(text)
        self.entry, self.text = entry, text


Act = Callable[[PersonRequest, CircularPage, str], Done]


def act(request: PersonRequest, circular: CircularPage) -> Done:
    """What the button is named after, with what its value says.

    Raises GoneError, DoneMeanwhileError and RefusedError, and Http404 without any button.
    """
    name = next((name for name in ACTS if name in request.POST), None)
    if name is None:
        raise Http404
    return ACTS[name](request, circular, request.POST[name])


def of_entry(do: Callable[[PersonRequest, CircularEntry, Seen | None], Done]) -> Act:
    """The value of the button is `key:stamp`: with that entry, as it was before whoever presses it."""

    def done(request: PersonRequest, circular: CircularPage, value: str) -> Done:
        key, _colon, stamp = value.partition(":")
        entry, seen = entry_of(request, circular, key), Seen.read(stamp)
        try:
            return do(request, entry, seen)
        except PermissionDenied as error:
            raise GoneError from error
        except ChangedMeanwhileError as error:
            raise DoneMeanwhileError(entry_of(request, circular, key), seen) from error
        except ValidationError as error:
            raise RefusedError(entry, " ".join(error.messages)) from error

    return done


def entry_of(request: PersonRequest, circular: CircularPage, value: str) -> CircularEntry:
    try:
        return composed_entry_or_404(request, circular, value)
    except Http404 as error:
        raise GoneError from error


@of_entry
def take(request: PersonRequest, entry: CircularEntry, seen: Seen | None) -> Done:
    now = accept(entry, by=request.user, seen=seen)
    text = _("«%(title)s» is accepted: it stands in %(section)s.")
    said = text % {"title": now.title, "section": now.section_label}
    return Done(said, at=CANDIDATES, undo=("torna", stamped(now)), leaves=now.pk)


def stamped(entry: CircularEntry) -> str:
    """The value of a button about it."""
    return f"{entry.pk}:{entry.stamp}"


@of_entry
def leave_out(request: PersonRequest, entry: CircularEntry, seen: Seen | None) -> Done:
    was_candidate, back = entry.state == EntryState.WAITING, place_of(request, entry)
    form = RejectForm(request.POST, entry=entry)
    if not form.is_valid():
        raise ValidationError(form.errors["reason"].as_data())
    done = reject(entry, by=request.user, reason=form.cleaned_data["reason"], seen=seen)
    text = (
        _("«%(title)s» is left out; in ten minutes %(name)s is told.") if done.author else _("«%(title)s» is left out.")
    )
    said = text % {"title": done.title, "name": done.author or ""}
    undo = ("posa", f"{done.pk}:{back}:{done.stamp}{mark_of(entry)}") if back else ("torna", stamped(done))
    leaves = done.pk if was_candidate else None
    return Done(said, at=CANDIDATES if was_candidate else ISSUE, undo=undo, leaves=leaves)


@of_entry
def take_out(request: PersonRequest, entry: CircularEntry, seen: Seen | None) -> Done:
    """Back among the candidates; what was in the circular can go back to its place."""
    back = place_of(request, entry)
    done = put_back(entry, by=request.user, seen=seen)
    undo = ("posa", f"{done.pk}:{back}:{done.stamp}{mark_of(entry)}") if back else None
    if entry.state == EntryState.REJECTED and not entry.author:
        undo = ("rebutja", stamped(done))
    said = _("«%(title)s» waits among the candidates again.") % {"title": done.title}
    return Done(said, undo=undo, anew=True)


def place_of(request: PersonRequest, entry: CircularEntry) -> str:
    """Its section, and the key of the one below it there, which the last has not; "" of what is not in the circular."""
    beside = printed_by_section(entry.circular, seen_by=request.user)[entry.section]
    if entry not in beside:
        return ""
    below = [str(one.pk) for one in beside[beside.index(entry) + 1 :]]
    return f"{entry.section}:{below[0] if below else ''}"


def mark_of(entry: CircularEntry) -> str:
    """What goes with the way back of one that was highlighted."""
    return f":{HIGHLIGHTED}" if entry.is_highlight else ""


def put_forward(*, on: bool) -> Act:
    @of_entry
    def done(request: PersonRequest, entry: CircularEntry, seen: Seen | None) -> Done:
        now = highlight(entry, by=request.user, on=on, seen=seen)
        text = _("«%(title)s» is highlighted.") if on else _("«%(title)s» is not highlighted any more.")
        undo = ("normal" if on else "destaca", stamped(now)) if now.is_printed else None
        return Done(text % {"title": now.title}, at=f"#entrada-{now.pk}", undo=undo)

    return done


def move_by_one(direction: str) -> Act:
    @of_entry
    def done(request: PersonRequest, entry: CircularEntry, seen: Seen | None) -> Done:
        back = place_of(request, entry)
        if not move(entry, by=request.user, direction=direction, seen=seen):
            return Done(_("«%(title)s» cannot go further.") % {"title": entry.title}, at=f"#entrada-{entry.pk}")
        now, said = where(request, entry)
        return Done(said, at=f"#entrada-{now.pk}", undo=("posa", f"{now.pk}:{back}:{now.stamp}"))

    return done


def where(request: PersonRequest, entry: CircularEntry) -> tuple[CircularEntry, str]:
    """As it is now, and where that is: for those who do not see it go."""
    for beside in printed_by_section(entry.circular, seen_by=request.user).values():
        if entry in beside:
            now = beside[beside.index(entry)]
            text = _("«%(title)s» is number %(turn)d of %(number)d in %(section)s.")
            turn = {"turn": beside.index(entry) + 1, "number": len(beside)}
            return now, text % {"title": now.title, "section": now.section_label, **turn}
    raise GoneError


def drop_at(request: PersonRequest, circular: CircularPage, value: str) -> Done:
    """`key:section:key of the one below it:stamp`, and `HIGHLIGHTED` to be so; a candidate that is dragged into the circular is accepted."""
    key, section, below, stamp, mark = (*value.split(":"), "", "", "", "")[:5]
    before = entry_of(request, circular, below) if below else None

    @of_entry
    def done(request: PersonRequest, entry: CircularEntry, seen: Seen | None) -> Done:
        was_candidate, was_out = entry.state == EntryState.WAITING, entry.state == EntryState.REJECTED
        back = place_of(request, entry)
        place(entry, by=request.user, section=section, before=before, seen=seen)
        if mark == HIGHLIGHTED:
            highlight(entry, by=request.user, on=True)
        now, said = where(request, entry)
        undo = ("posa", f"{now.pk}:{back}:{now.stamp}") if back else ("torna", stamped(now))
        return Done(said, at=f"#entrada-{now.pk}", undo=undo, leaves=now.pk if was_candidate else None, anew=was_out)

    return done(request, circular, f"{key}:{stamp}")


@of_entry
def take_new_words(request: PersonRequest, entry: CircularEntry, _seen: Seen | None) -> Done:
    done = take_source_words(entry, by=request.user)
    said = _("«%(title)s» says what its source says, and follows it again.") % {"title": done.title}
    return Done(said, at=f"#entrada-{done.pk}", anew=done.state == EntryState.WAITING, closes=done.pk)


@of_entry
def keep_words(request: PersonRequest, entry: CircularEntry, _seen: Seen | None) -> Done:
    done = keep_own_words(entry, by=request.user)
    said = _("«%(title)s» stays as it is.") % {"title": done.title}
    return Done(said, at=f"#entrada-{done.pk}", anew=done.state == EntryState.WAITING, closes=done.pk)


def look_for_more(_request: PersonRequest, circular: CircularPage, _value: str) -> Done:
    """What is announced comes into the next circular by itself within a quarter of an hour; whoever waits for it need not."""
    if not circular.is_open:
        raise RefusedError(None, _("This circular has been sent: what is in it stays in it."))
    number = gather(circular, is_next=circular == being_prepared()).new
    text = ngettext("%(number)d new candidate.", "%(number)d new candidates.", number)
    said = text % {"number": number} if number else _("There is nothing new.")
    return Done(said, at=CANDIDATES, anew=True)


ACTS: dict[str, Act] = {
    "accepta": take,
    "rebutja": leave_out,
    "torna": take_out,
    "destaca": put_forward(on=True),
    "normal": put_forward(on=False),
    "amunt": move_by_one(UP),
    "avall": move_by_one(DOWN),
    "posa": drop_at,
    "text-nou": take_new_words,
    "text-meu": keep_words,
    "recull": look_for_more,
}
