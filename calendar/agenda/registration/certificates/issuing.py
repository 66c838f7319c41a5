"""Certificates of attendance are issued, once for each who came often enough, and revoked."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.registration.certificates.attended import Record, concerned, records_of
from agenda.registration.certificates.letters import tell_of
from agenda.registration.certificates.wording import facts_of, organisers_of
from agenda.registration.domain.desks import lock_desk, times_of
from agenda.registration.domain.thanking import awaits_thanks
from agenda.registration.models import Certificate, RegistrationDesk
from agenda.registration.rules import can_organise
from intranet.members.models import User

ANEW = ["facts", "issued_at", "issued_by", "revoked_at"]
"""What changes when a revoked one is issued again."""


class NotYetError(ValidationError):
    """None are issued: it is not over, or no certificates are given."""


@transaction.atomic
def issue(desk: RegistrationDesk, *, by: User, registrations: Iterable[int] | None = None) -> int:
    """Give a certificate to those who came often enough and have none; how many.

    A revoked one is issued again, with what it says now and under the code that it had, where it is among
    `registrations`. Whom no thanks will tell of it are told at once. Raises PermissionDenied and `NotYetError`.
    """
    now = held(desk, by)
    check_may_issue(now)
    organisers = organisers_of(now.event)
    certificates = [made(record, by, organisers) for record in those_without(now, registrations)]
    again = [one for one in certificates if one.pk is not None]
    Certificate.objects.bulk_create([one for one in certificates if one.pk is None])
    Certificate.objects.bulk_update(again, ANEW)
    if not awaits_thanks(now):
        tell_of(certificates)
    return len(certificates)


@transaction.atomic
def revoke(certificate: Certificate, *, by: User) -> Certificate:
    """Let it hold no more, and say so to whoever asks for its code. Raises PermissionDenied."""
    desk = held(certificate.registration.desk, by)
    now = Certificate.objects.select_related("registration").get(pk=certificate.pk)
    now.registration.desk = desk
    if now.revoked_at is None:
        now.revoked_at = timezone.now()
        now.save(update_fields=["revoked_at"])
    return now


def held(desk: RegistrationDesk, by: User) -> RegistrationDesk:
    now = lock_desk(desk.pk)
    if not can_organise(by, now.event):
        raise PermissionDenied
    return now


def check_may_issue(desk: RegistrationDesk) -> None:
    if why := why_not_yet(desk):
        raise NotYetError(why, code="not_yet")


def why_not_yet(desk: RegistrationDesk) -> str:
    """Nothing when they can be issued. One statement."""
    if not desk.gives_certificate:
        return _("No certificates are given for this activity.")
    times = times_of(desk)
    if not times.is_on:
        return _("The activity did not take place.")
    return "" if times.is_over else _("Certificates can be issued once the activity is over.")


def those_without(desk: RegistrationDesk, registrations: Iterable[int] | None) -> Iterator[Record]:
    rows = concerned(desk).exclude(attendances=None)
    if registrations is None:
        rows = rows.filter(certificate=None)
    else:
        rows = rows.filter(pk__in=list(registrations)).exclude(
            pk__in=Certificate.objects.filter(registration__desk=desk, revoked_at=None).values("registration")
        )
    return (record for record in records_of(desk, rows.distinct().order_by("pk")) if record.is_enough)


def made(record: Record, by: User, organisers: str) -> Certificate:
    """Not saved yet."""
    found = record.certificate or Certificate(registration=record.registration)
    found.facts = facts_of(record.registration, record.attended, organisers=organisers)
    found.issued_at, found.issued_by, found.revoked_at = timezone.now(), by, None
    return found
