"""Who proposed an entry is told what was decided on it, or that it goes on to the next circular."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forum.domain.discretion import stays_inside
from home.circular.domain.month_words import of_month
from home.circular.enums import EntryState, Told
from home.circular.models import CircularEntry
from home.circular.signals import entry_decided
from intranet.members.models import User
from intranet.notifications.domain.audience import in_network
from intranet.notifications.domain.forgetting import forget
from intranet.notifications.domain.notify import notify
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Happening, Kind, register_kind


def own_decided(person: User) -> QuerySet[CircularEntry]:
    """While what they were told is so: what is put back waits again, and what was accepted and called off is not in it."""
    own = CircularEntry.objects.proposed_by(person).visible_to(person)
    accepted = Q(told=Told.ACCEPTED, state=EntryState.ACCEPTED, drop_reason="")
    rejected = Q(told=Told.REJECTED, state=EntryState.REJECTED)
    moved = Q(told=Told.MOVED, state=EntryState.WAITING, drop_reason="")
    return own.filter(accepted | rejected | moved).select_related("circular", "topic__experience")


def is_kept_inside(entry: CircularEntry) -> bool:
    """Whether it tells how a council failed, which no mail takes out."""
    return entry.topic is not None and stays_inside(entry.topic)


def line_of(happening: Happening) -> str:
    entry: CircularEntry = happening.target
    if is_kept_inside(entry):
        return _("Coordination has decided on the experience that you proposed for the circular")
    words = {"title": entry.title, "of_month": of_month(entry.circular.month)}
    if entry.state == EntryState.REJECTED:
        return _("«%(title)s» is not in the circular this time") % words
    if entry.state == EntryState.WAITING:
        return _("«%(title)s» has gone on to the circular %(of_month)s, where it waits for a decision") % words
    if entry.circular.is_out:
        return _("«%(title)s» came out in the circular %(of_month)s") % words
    return _("«%(title)s» goes into the circular %(of_month)s") % words


def place_of(entry: CircularEntry) -> str:
    return f"{reverse('circular_proposed')}#entrada-{entry.pk}"


def words_of(entry: CircularEntry) -> str:
    """Why it is refused."""
    return entry.reason if entry.state == EntryState.REJECTED and not is_kept_inside(entry) else ""


DECIDED = Kind(
    "circular_decided",
    label=pgettext_lazy("notification", "Whether an entry that I proposed is in the circular"),
    section=gettext_lazy("Circular"),
    icon="scroll-text",
    model=CircularEntry,
    visible_to=own_decided,
    line=line_of,
    url=place_of,
    excerpt=words_of,
    mail=Frequency.NOW,
    can_be_switched_off=False,  # who is refused is told why, always
    concerns=in_network,
)


def tell_author(entry: CircularEntry, by: User | None, **_signal: Any) -> None:
    """Anew, each time that there is something else to tell."""
    forget("circular_decided", entry)
    if entry.author is not None:
        notify("circular_decided", [entry.author], actor=by, target=entry)


def register_decided() -> None:
    register_kind(DECIDED)
    entry_decided.connect(tell_author, sender=CircularEntry, dispatch_uid="circular.tell_author")
