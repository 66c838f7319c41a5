"""The day after the last date: thanks to those who came, with what stays of it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import Material
from agenda.registration.certificates.letters import tell_of
from agenda.registration.domain.desks import lock_desk, times_of
from agenda.registration.domain.one_by_one import total
from agenda.registration.domain.reaching import post_to
from agenda.registration.letters import Letter, Link, Occasion, dressed, event_page, occasion_of, reason_of
from agenda.registration.models import Attendance, Certificate, Registration, RegistrationDesk
from agenda.registration.tickets import address_of
from intranet.mail import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.core.mail import EmailMultiAlternatives

KIND = "registration_thanks"
NOT_LATER = timedelta(days=7)
"""Who was not thanked within a week is not thanked any more."""


def thank_registrants() -> int:
    """Thank for what was over when today began, each desk once; how many mails. A run that was cut off is made good."""
    desks = RegistrationDesk.objects.filter(sends_thanks=True, thanked_at=None)
    recent = desks.filter(event__occurrences__end__gte=timezone.now() - NOT_LATER).distinct()
    found = recent.select_related("event__organisation", "event__group", "occurrence")
    return total(thank, found.defer("event__body", "event__programme", "event__told"))


def thank(desk: RegistrationDesk) -> int:
    occasion = occasion_of(desk)
    if not occasion.times.is_on or not is_due(occasion):
        return 0
    materials = list(desk.event.materials.all())
    written: list[Registration] = []

    def write(row: Registration) -> "EmailMultiAlternatives":
        written.append(row)
        return mail_of(row, occasion, materials)

    count = post_to(those_who_came(desk), write, kind=KIND, about=f"registration-thanks:{desk.pk}")
    end_thanks(desk, written)
    return count


@transaction.atomic
def end_thanks(desk: RegistrationDesk, written: "Iterable[Registration]") -> None:
    """Whose thanks did not carry the address of their certificate, issued meanwhile, hears of it by a mail of its own."""
    lock_desk(desk.pk)
    known = [row.pk for row in written if certificate_link(row)]
    issued = Certificate.objects.filter(registration__desk=desk, revoked_at=None).exclude(registration__in=known)
    tell_of(issued.select_related("registration__person"))
    RegistrationDesk.objects.filter(pk=desk.pk).update(thanked_at=timezone.now())


def awaits_thanks(desk: RegistrationDesk) -> bool:
    """Whether its thanks, which carry the addresses of the certificates, are still to be written once it is over."""
    is_recent = timezone.now() - times_of(desk).ends < NOT_LATER
    return desk.sends_thanks and desk.thanked_at is None and is_recent


def is_due(occasion: Occasion) -> bool:
    """From the day after on, for a week."""
    ended = timezone.localdate(occasion.times.ends - timedelta(microseconds=1))
    return ended < timezone.localdate() and timezone.now() - occasion.times.ends < NOT_LATER


def those_who_came(desk: RegistrationDesk) -> list[Registration]:
    """All who were registered, where nobody noted who came."""
    rows = desk.registrations.confirmed()
    if Attendance.objects.filter(registration__desk=desk).exists():
        rows = rows.filter(attendances__isnull=False).distinct()
    issued = Prefetch("certificate", Certificate.objects.filter(revoked_at=None))
    found = list(rows.select_related("person", "organisation", "registered_by").prefetch_related(issued))
    for row in found:
        row.desk = desk
    return found


def mail_of(
    registration: Registration, occasion: Occasion, materials: "Sequence[Material]"
) -> "EmailMultiAlternatives":
    return dressed(KIND, registration, letter_of(registration, occasion, materials))


def letter_of(registration: Registration, occasion: Occasion, materials: "Sequence[Material]") -> Letter:
    """What was put beside the event is for those who have an account, as on its page."""
    page, certificate = event_page(registration), certificate_link(registration)
    kept = materials if registration.person_id is not None else []
    return Letter(
        subject=_("Thank you for taking part: %(event)s") % {"event": occasion.event.title},
        title=_("Thank you for taking part"),
        reason=reason_of(registration),
        sentences=[_("«%(event)s», %(when)s.") % {"event": occasion.event.title, "when": occasion.when}],
        words=occasion.desk.thanks_text,
        materials=[Link(one.title, one.url or absolute(one.href)) for one in kept],
        action=certificate or page,
        links=[page] if page and certificate else [],
    )


def certificate_link(registration: Registration) -> Link | None:
    if getattr(registration, "certificate", None) is None:
        return None
    return Link(_("My certificate of attendance"), address_of(registration, "ticket_certificate"))
