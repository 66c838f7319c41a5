"""What the organisers write to some of those who registered."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agenda.registration.domain.desks import lock_desk
from agenda.registration.domain.registering import check_organises
from agenda.registration.domain.writing import write_message
from agenda.registration.enums import RegistrationState
from agenda.registration.models import DeskMessage, RegistrationDesk, RegistrationQuerySet
from intranet.members.models import User


def with_address(rows: RegistrationQuerySet) -> RegistrationQuerySet:
    """Those of them who can be written to: with an address, which a guest has confirmed."""
    return rows.exclude(state=RegistrationState.UNCONFIRMED).filter(~Q(email="") | Q(person__isnull=False))


@transaction.atomic
def send_message(
    desk: RegistrationDesk, registrations: Iterable[int], *, subject: str, text: str, key: UUID, by: User
) -> DeskMessage:
    """Write to these registrants, a mail each, through the outbox; the same form sent twice writes once.

    Raises PermissionDenied, and ValidationError when nobody can be written to.
    """
    desk = lock_desk(desk.pk)
    check_organises(desk, by)
    if (sent := DeskMessage.objects.filter(desk=desk, key=key).first()) is not None:
        return sent
    recipients = list(with_address(desk.registrations.filter(pk__in=list(registrations))).values_list("pk", flat=True))
    if not recipients:
        raise ValidationError(_("There is nobody to write to: choose some people first."), code="nobody")
    message = DeskMessage(desk=desk, subject=subject, text=text, by=by, key=key)
    message.full_clean()
    message.save()
    message.recipients.set(recipients)
    write_message(message)
    return message
