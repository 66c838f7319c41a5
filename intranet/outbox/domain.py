"""Putting mail into the outbox, and what coordination may do with it there."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.utils import parseaddr
from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.outbox.claims import claimed_at_once, settle, tell
from intranet.outbox.enums import SETTLED, UNTRIED, WAITING, MessageState, Suppression
from intranet.outbox.mailer import NO_MAIL_FOR_ADDRESS, blocked_among, send_at_once
from intranet.outbox.models import Message, MessageQuerySet, SuppressedAddress
from intranet.outbox.stored import new_message_id

if TYPE_CHECKING:
    from intranet.members.models import User

KEEP_BODIES = timedelta(days=14)
KEEP_ROWS = timedelta(days=365)
CHUNK = 500


@dataclass(frozen=True)
class Posting:
    """One of many mails that are put in together: see `put` for what the parts mean."""

    mail: EmailMultiAlternatives
    person: "User | None" = None
    key: str | None = None
    about: str = ""
    raw: bytes = b""  # the whole mail (`bytes_of`), when it has been written down beforehand


def put(
    message: EmailMultiAlternatives,
    *,
    kind: str,
    person: "User | None" = None,
    key: str | None = None,
    about: str = "",
    urgent: bool = False,
    secret: bool = False,
) -> Message | None:
    """Have the mail sent, once, when the transaction is committed. Nothing (None) is put in when `key` was used before.

    Raises ValueError unless it goes to one address. A row goes with its `person`: a farewell is put in without.
    Of a `secret` one no subject is kept, and the body until its fate is known.
    """
    posting = Posting(message, person=person, key=key, about=about)
    row = row_of(posting, kind=kind, urgent=urgent, secret=secret)
    if key and Message.objects.filter(key=key).exists():
        return None
    if blocked_among([row]):
        suppress_new(row)
    elif settings.OUTBOX_AT_ONCE:
        claimed_at_once(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if Message.objects.filter(Q(key=key, key__isnull=False) | Q(message_id=row.message_id)).exists():
            return None
        raise
    if row.state == MessageState.CLAIMED:
        send_at_once(row, message)
    elif row.state == MessageState.SUPPRESSED:
        tell(row)
    return row


def put_many(postings: Iterable[Posting], *, kind: str) -> int:
    """How many were put in, of any number, in few statements: as `put`, without those whose key was used before."""
    if settings.OUTBOX_AT_ONCE:
        each = (put(one.mail, kind=kind, person=one.person, key=one.key, about=one.about) for one in postings)
        return sum(row is not None for row in each)
    remaining, count = iter(postings), 0
    while chunk := list(islice(remaining, CHUNK)):
        count += put_chunk([row_of(posting, kind=kind) for posting in chunk])
    return count


@transaction.atomic
def put_chunk(rows: list[Message]) -> int:
    blocked = blocked_among(rows)
    for row in rows:
        if row.to.lower() in blocked:
            suppress_new(row)
    mark = secrets.token_hex(16)  # tells ours from those that were there: a conflict says nothing by itself
    for row in rows:
        row.claim = mark
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    ours = Message.objects.filter(claim=mark)
    for row in ours.filter(state=MessageState.SUPPRESSED):
        tell(row)
    return ours.update(claim="")


def row_of(posting: Posting, *, kind: str, urgent: bool = False, secret: bool = False) -> Message:
    """The row of a mail, with the bytes that every attempt sends: Message-ID and Date are fixed here."""
    mail = posting.mail
    if len(mail.recipients()) != 1:
        msg = f"A mail of the outbox goes to one address, not to {len(mail.recipients())}."
        raise ValueError(msg)
    mail.extra_headers.setdefault("Message-ID", new_message_id())
    return Message(
        kind=kind,
        to=parseaddr(mail.recipients()[0])[1],
        person=posting.person,
        subject="" if secret else str(mail.subject)[:255],
        raw=posting.raw or bytes_of(mail),
        message_id=mail.extra_headers["Message-ID"],
        key=posting.key or None,
        about=posting.about,
        is_urgent=urgent,
        is_secret=secret,
    )


def bytes_of(mail: EmailMultiAlternatives) -> bytes:
    """The whole message. Its subject is folded anew: Django counts no room for the header's name, and a long one would begin on the second line."""
    message = mail.message()
    message.replace_header("Subject", Header(str(mail.subject), "utf-8", header_name="Subject").encode())
    return bytes(message.as_bytes())


def suppress_new(row: Message) -> None:
    """It is kept to say that it was not sent, and why."""
    row.state, row.answer, row.settled_at = MessageState.SUPPRESSED, str(NO_MAIL_FOR_ADDRESS), timezone.now()
    if row.is_secret:
        row.raw = b""


def check_permission(by: "User") -> None:
    if not by.has_perm("outbox.change_message"):
        raise PermissionDenied


@transaction.atomic
def retry(message: Message, *, by: "User") -> Message:
    """Try once more, from the beginning, what has failed or waits for its next attempt. Raises ValidationError."""
    check_permission(by)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in {MessageState.FAILED, MessageState.RETRY}:
        raise ValidationError(_("Only messages that have failed or wait for another attempt can be tried again."))
    if not message.raw:
        raise ValidationError(_("The text of this message is no longer kept: it has to be written anew."))
    message.state, message.attempts, message.due_at, message.settled_at = MessageState.QUEUED, 0, None, None
    message.save(update_fields=["state", "attempts", "due_at", "settled_at"])
    return message


@transaction.atomic
def suppress(address: str, *, reason: Suppression | str, by: "User | None" = None) -> SuppressedAddress:
    """Send nothing more to the address, what waits for it included. `by` nobody: the program itself."""
    if by is not None:
        check_permission(by)
    address = address.strip().lower()
    suppressed, _new = SuppressedAddress.objects.get_or_create(email=address, defaults={"reason": reason})
    for message in Message.objects.filter(to__iexact=address, state__in=UNTRIED):
        settle(message, MessageState.SUPPRESSED, answer=str(NO_MAIL_FOR_ADDRESS))
    return suppressed


def unsuppress(address: str, *, by: "User | None" = None) -> None:
    """Send to the address again, from now on."""
    if by is not None:
        check_permission(by)
    SuppressedAddress.objects.filter(email=address.strip().lower()).delete()


def hold(about: str) -> int:
    """Put aside all that is about it and waits; how many. What is being sent at this moment its kind is asked of (`is_held`)."""
    return Message.objects.filter(about=about, state__in=WAITING).update(state=MessageState.HELD)


def release_held(about: str) -> int:
    """Have what was put aside go on where it was; how many. What was not due later is due from now on."""
    before = Case(When(attempts=0, then=Value(MessageState.QUEUED)), default=Value(MessageState.RETRY))
    held = Message.objects.filter(about=about, state=MessageState.HELD)
    return held.update(state=before, due_at=Coalesce("due_at", timezone.now()))


def drop(about: str, *, answer: str) -> int:
    """Send nothing of what is about it and waits, for this reason; how many. Their section knows: it is not told of each."""
    unsent = Message.objects.filter(about=about, state__in=UNTRIED)
    return unsent.update(state=MessageState.SUPPRESSED, answer=answer, settled_at=timezone.now(), due_at=None)


def purge(*, now: datetime | None = None) -> tuple[int, int]:
    """Forget the bodies of what was settled 14 days ago, and after a year that there was anything: how many of each."""
    now = now or timezone.now()
    settled = Message.objects.filter(state__in=SETTLED)
    deleted = by_chunks(settled.filter(settled_at__lt=now - KEEP_ROWS), lambda rows: rows.delete()[0])
    full = settled.filter(settled_at__lt=now - KEEP_BODIES).exclude(raw=b"")
    return by_chunks(full, lambda rows: rows.update(raw=b"")), deleted


def by_chunks(rows: MessageQuerySet, change: Callable[[MessageQuerySet], int]) -> int:
    """Change all that are left over, some hundred at a time: no lock is held for long. How many."""
    count = 0
    while chunk := list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        count += change(Message.objects.filter(pk__in=chunk))
    return count
