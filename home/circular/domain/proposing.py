"""Proposing an entry, by hand or a thing of the site: once, worded anew or taken back until it is out."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.domain.pace import hold_author
from home.circular.domain.following import fields_of
from home.circular.domain.locking import ChangedMeanwhileError, lock_circular, touch
from home.circular.domain.months import taking_proposals
from home.circular.domain.pace import check_pace
from home.circular.domain.picture_files import drop_with, keeping_picture
from home.circular.domain.proposable import READ_BY_NONE, is_read_by_none, is_shown, why_not
from home.circular.domain.sources import Source, name_of, said_by_one
from home.circular.domain.timely import since_of, timely
from home.circular.enums import OPEN_STATES, EntryState
from home.circular.models import CircularEntry, CircularPage
from home.circular.rules import can_change_proposal, can_propose, may_come_again
from intranet.members.models import User
from repository.rules import organisations_of

WORDS = ("section", "title", "text", "day", "link", "picture", "picture_alt", "organisation")
"""What its author says of it."""
STANDING = ("state", "is_highlight", "told")
NOT_THERE = gettext_lazy("It has been cancelled or taken back.")


def proposed_before(author: User, key: UUID | None) -> CircularEntry | None:
    """The entry that this very form has made already."""
    made = CircularEntry.objects.select_related("circular").filter(author=author, key=key)
    return made.first() if key else None


def propose(entry: CircularEntry, *, by: User, key: UUID | None = None) -> CircularEntry:
    """Put the new `entry`, written by hand, among what waits for a decision; the same form sent twice makes one.

    It goes to the first circular that still takes proposals. Raises `PermissionDenied`, and ValidationError for a council that is
    not theirs or when too much comes at once.
    """
    if not can_propose(by):
        raise PermissionDenied
    with keeping_picture(entry), transaction.atomic():
        hold_author(by)
        if before := proposed_before(by, key):
            return before
        check_organisation(entry, by=by)
        check_pace(by)
        entry.circular = lock_taking()
        entry.author, entry.key, entry.created_at = by, key, timezone.now()
        settle(entry)
        entry.save()
        touch(entry.circular, content=False)
    return entry


@transaction.atomic
def propose_source(source: Source, *, by: User) -> CircularEntry:
    """Propose what stands on the site. What is in a circular already stays in that one: the answer says in which, and how it stands.

    What was not in an earlier one is proposed anew, whoever had proposed it then. Raises `PermissionDenied` for what is not theirs
    to propose, and ValidationError for what can be in no circular to come or when too much comes at once.
    """
    if not (can_propose(by) and is_shown(source, to=by)):
        raise PermissionDenied
    if is_read_by_none(source):  # also what is there already: made one's own, it would wait for ever
        raise ValidationError(READ_BY_NONE, code="unread")
    hold_author(by)
    if (there := entry_of(source)) and not may_come_again(there):
        return claimed(there, by)
    circular = lock_taking()
    if (there := entry_of(source)) and not may_come_again(there):
        return made_own(there, by)
    if reason := why_not(source, circular):
        raise ValidationError(reason, code="late")
    check_pace(by)
    entry = entry_about(source, circular, by)
    if entry.drop_reason:
        raise ValidationError(NOT_THERE, code="gone")
    if there:
        entry.pk, entry.version = there.pk, there.version + 1
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:  # it came in by itself meanwhile
        there = entry_of(source)
        if there is None:
            raise
        return made_own(there, by)
    touch(circular, content=False)
    return entry


def entry_of(source: Source) -> CircularEntry | None:
    return CircularEntry.objects.select_related("circular").filter(**{name_of(source): source.pk}).first()


def entry_about(source: Source, circular: CircularPage, author: User) -> CircularEntry:
    """As `source` words it, by the time the circular comes out."""
    said = said_by_one(source, since=since_of(circular, timezone.now()))
    origin = {name_of(source): source}
    return CircularEntry(circular=circular, author=author, section=said.section, **origin, **fields_of(said))


def made_own(entry: CircularEntry, by: User) -> CircularEntry:
    """What had come in by itself is theirs from now on, who are told what becomes of it. Raises ValidationError."""
    open_ones = CircularPage.objects.filter(state__in=OPEN_STATES).order_by().values("pk")
    undecided = CircularEntry.objects.filter(pk=entry.pk, author=None, state=EntryState.WAITING, circular__in=open_ones)
    if undecided.exists():
        check_pace(by)
        if undecided.update(author=by, created_at=timezone.now()):
            entry.author = by
    return entry


def claimed(entry: CircularEntry, by: User) -> CircularEntry:
    """As `made_own`, for whoever holds no circular yet, so that those who put it together learn of it."""
    circular, before = lock_circular(entry.circular_id), entry.author_id
    if made_own(entry, by).author_id != before:
        touch(circular, content=False)
    return entry


def reword_proposal(entry: CircularEntry, *, by: User, seen: int | None = None) -> CircularEntry:
    """Keep `entry` as it is at hand. `seen`: the version that its author had before them.

    What was accepted waits for a decision again. Raises `PermissionDenied` for what is not theirs to change any more, `ChangedMeanwhileError`, ValidationError.
    """
    with keeping_picture(entry), transaction.atomic():
        now = lock_proposal(entry.pk, by=by)
        if now.source is not None:
            raise PermissionDenied  # it says what its source says
        if seen is not None and seen != now.version:
            raise ChangedMeanwhileError(now)
        check_organisation(entry, by=by, before=now)
        settle(entry)
        entry.circular, entry.version = now.circular, now.version + 1
        was_printed = now.is_printed
        entry.state, entry.is_highlight, entry.told = EntryState.WAITING, False, "" if was_printed else now.told
        entry.decided_at = now.decided_at  # by which one knows it: `CircularEntry.changed_since_accepted`
        entry.save(update_fields=[*WORDS, *STANDING, "version"])
        if now.picture.name != entry.picture.name:
            drop_with(now)
        touch(now.circular, content=was_printed)
    return entry


@transaction.atomic
def withdraw(entry: CircularEntry, *, by: User) -> None:
    """Take back what nobody has decided on, or what one has written, until it is out. Raises `PermissionDenied`.

    What would come into that circular without anybody's proposing it stays, as if it had.
    """
    now = lock_proposal(entry.pk, by=by)
    was_printed = now.is_printed
    if would_come_by_itself(now):
        CircularEntry.objects.filter(pk=now.pk).update(author=None)
    else:
        drop_with(now)
        now.delete()
    touch(now.circular, content=was_printed)


def would_come_by_itself(entry: CircularEntry) -> bool:
    """Whether its circular gathers its source; what is written by hand is there only because somebody proposed it."""
    name = entry.source_name
    if not name:
        return False
    gathered = timely(entry.circular, timezone.now())[name]
    return bool(gathered.filter(pk=getattr(entry, f"{name}_id")).exists())


def lock_proposal(pk: int, *, by: User) -> CircularEntry:
    """Within a transaction, after its circular: nobody decides on it, or sends it, meanwhile. Raises `PermissionDenied`."""
    entry = CircularEntry.objects.filter(pk=pk).first()
    if entry is None:
        raise PermissionDenied
    circular = lock_circular(entry.circular_id)
    now = CircularEntry.objects.select_for_update(of=("self",)).filter(pk=pk, circular=circular).first()
    if now is None:
        raise PermissionDenied  # gone on to the next circular, or away, while we waited
    now.circular = circular
    if not can_change_proposal(by, now):
        raise PermissionDenied
    return now


def lock_taking() -> CircularPage:
    """The circular to which goes what is proposed now, held: it is not sent, and its deadline not moved, meanwhile."""
    while True:
        circular = lock_circular(taking_proposals().pk)
        if circular.takes_proposals():
            return circular


def check_organisation(entry: CircularEntry, *, by: User, before: CircularEntry | None = None) -> None:
    """In one's own name, or as it was. Raises ValidationError by field. One statement at most."""
    chosen = entry.organisation_id
    if chosen is None or (before is not None and chosen == before.organisation_id):
        return
    if not organisations_of(by).filter(pk=chosen).exists():
        text = _("You propose in this name no longer: choose another one.")
        raise ValidationError({"organisation": ValidationError(text, code="organisation")})


def settle(entry: CircularEntry) -> None:
    """What is the same by whatever way it comes in: one line of title, and no words about an image that is not there."""
    entry.title = " ".join(entry.title.split())
    entry.text = entry.text.strip()
    if not entry.picture:
        entry.picture_alt = ""
