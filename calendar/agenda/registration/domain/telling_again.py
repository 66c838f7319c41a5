"""For those to whom a mail did not come, or who have lost it."""

from django.db import transaction

from agenda.registration.domain.registering import check_organises
from agenda.registration.domain.seats import keep, opened_for
from agenda.registration.enums import News, RegistrationState
from agenda.registration.models import Registration
from intranet.members.models import User


@transaction.atomic
def tell_again(registration: Registration, *, by: User) -> Registration:
    """The mail that says how their registration stands, once more. Raises PermissionDenied for all but the organisers."""
    desk, row = opened_for(registration)
    check_organises(desk, by)
    if row.is_living:
        keep(row, news_of(row))
    return row


def news_of(registration: Registration) -> News:
    if registration.has_offer:
        return News.OFFERED
    if registration.waits_for:
        return News.WAITING
    told = {RegistrationState.UNCONFIRMED: News.CONFIRM_ADDRESS, RegistrationState.PENDING: News.RECEIVED}
    return told.get(RegistrationState(registration.state), News.CONFIRMED)
