"""Registrants are told of every step, by mail, in the transaction in which it happens."""

from django.conf import settings
from django.utils import translation

from agenda.registration.enums import News
from agenda.registration.letter_ics import appointment_at
from agenda.registration.letter_steps import letter_of
from agenda.registration.letters import dressed, occasion_of
from agenda.registration.models import Registration
from intranet.outbox.domain import put
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message

KIND = "registration_step"
WITH_APPOINTMENT = ":ics"
"""How the key of a mail ends that carries an appointment: who has one is sent its end."""


def tell(registration: Registration, news: News) -> None:
    """Put the mail into the outbox, once for each `sequence` of the registration."""
    if not registration.address:
        return
    occasion = occasion_of(registration.desk)
    is_kept = registration.is_confirmed and occasion.times.is_on
    carries = is_kept or (not registration.is_confirmed and has_appointment(registration))
    with translation.override(settings.LANGUAGE_CODE):
        appointment = appointment_at(registration.desk).part(registration, is_on=is_kept) if carries else None
        mail = dressed(KIND, registration, letter_of(registration, news, occasion), appointment=appointment)
    key = f"{about(registration)}:{registration.sequence}:{news}{WITH_APPOINTMENT if is_kept else ''}"
    is_urgent = news == News.CONFIRM_ADDRESS
    put(mail, kind=KIND, person=registration.person, key=key, about=about(registration), urgent=is_urgent)


def about(registration: Registration) -> str:
    """What the outbox knows the mails of a registration by (`intranet.mail.fates_of`)."""
    return f"registration:{registration.pk}"


def has_appointment(registration: Registration) -> bool:
    """Whether one has been sent to them."""
    sent = Message.objects.filter(about=about(registration), key__endswith=WITH_APPOINTMENT)
    return sent.exclude(state__in=[MessageState.SUPPRESSED, MessageState.FAILED]).exists()
