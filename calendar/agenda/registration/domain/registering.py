"""To register, to confirm one's address, to be approved."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import Event
from agenda.registration.domain.desks import times_of
from agenda.registration.domain.entities import organisation_named
from agenda.registration.domain.seats import give_seat, keep, opened, opened_for
from agenda.registration.enums import Channel, News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.rules import DeskState, can_organise, takes_guests
from intranet.members.models import Organisation, Position, User

BY_ORGANISERS = (Channel.ORGANISER, Channel.WALK_IN)


@dataclass(frozen=True)
class Applicant:
    """Who registers: a person of the network with the council in whose name they come, or somebody without an account."""

    name: str
    email: str
    person: User | None = None
    organisation: Organisation | None = None
    entity: str = ""
    job_title: str = ""


@dataclass(frozen=True)
class Wishes:
    """What they say as they register. `answers`: by the key of each question, as `forms.answers` cleans them."""

    mode: str
    online_meanwhile: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    access_needs: str = ""
    diet: str = ""
    photo_consent: bool = False


class ClosedError(ValidationError):
    """One cannot register now."""

    def __init__(self, state: DeskState) -> None:
        super().__init__(str(state.label), code=state.value)


@transaction.atomic
def register(
    desk: RegistrationDesk,
    applicant: Applicant,
    wishes: Wishes,
    *,
    by: User | None,
    channel: Channel = Channel.SELF,
    though_full: bool = False,
) -> Registration:
    """Register `applicant`, once: who is registered already stays as they are, whatever they wish now.

    `by` nobody: without an account, by the public page; they have to confirm their address. `though_full`: organisers give them a seat, whatever
    is free. Raises PermissionDenied, `ClosedError`, `FullError`, and ValidationError for a mode that there is not.
    """
    desk = opened(desk.pk)
    check_may_register(desk, applicant, by=by, channel=channel)
    if channel in {Channel.SELF, Channel.COLLEAGUE}:
        check_open(desk)
    found = registered(desk, applicant)
    if found is not None and found.state == RegistrationState.UNCONFIRMED and channel in BY_ORGANISERS:
        found.delete()  # nobody knows yet whose words they were
    elif found is not None:
        return claimed(desk, found, applicant, wishes)
    row = new_row(desk, applicant, wishes, by=by, channel=channel)
    admit(desk, row, though_full=though_full and channel == Channel.ORGANISER)
    return row


def check_open(desk: RegistrationDesk) -> None:
    state = times_of(desk).state
    if state != DeskState.OPEN:
        raise ClosedError(state)


def check_may_register(desk: RegistrationDesk, applicant: Applicant, *, by: User | None, channel: Channel) -> None:
    if by is None:
        allowed = applicant.person is None and channel == Channel.SELF and takes_guests(desk)
    elif channel in BY_ORGANISERS:
        allowed = can_organise(by, desk.event)
    elif channel == Channel.COLLEAGUE:
        other = applicant.person
        allowed = other is not None and are_colleagues(by, applicant) and sees(by, desk) and sees(other, desk)
    else:
        allowed = applicant.person == by and comes_from(by, applicant.organisation) and sees(by, desk)
    if not allowed:
        raise PermissionDenied


def sees(person: User, desk: RegistrationDesk) -> bool:
    return Event.objects.visible_to(person).published().filter(pk=desk.event_id).exists()


def are_colleagues(by: User, applicant: Applicant) -> bool:
    """Both have a place today in the council in whose name the other one comes."""
    council, other = applicant.organisation, applicant.person
    return council is not None and other is not None and comes_from(by, council) and comes_from(other, council)


def comes_from(person: User, organisation: Organisation | None) -> bool:
    """Whether they may come in its name; in nobody's, everyone."""
    today = Position.objects.giving_access().filter(user=person, organisation=organisation)
    return organisation is None or today.exists()


def registered(desk: RegistrationDesk, applicant: Applicant) -> Registration | None:
    """Their living registration, by the account or by the address. One that was made before there was an account is theirs.

    Of who has an account, the address of today counts: that with which they registered may be somebody else's by now.
    """
    same = Q(pk__in=[])
    if applicant.person is not None:
        same |= Q(person=applicant.person)
    if applicant.email:
        same |= Q(person=None, email=applicant.email.lower()) | Q(person__email__iexact=applicant.email)
    rows = desk.registrations.living().filter(same).select_related("person", "organisation")
    found = min(rows, key=lambda row: row.person_id is None, default=None)
    if found is not None:
        found.desk = desk
    return found


def claimed(desk: RegistrationDesk, row: Registration, applicant: Applicant, wishes: Wishes) -> Registration:
    """What somebody wrote for this address as a guest is its owner's; what nobody has confirmed is as they wish now."""
    if applicant.person is None or row.person_id is not None:
        return row
    row.person, row.organisation, row.name = applicant.person, applicant.organisation, applicant.name
    row.job_title = applicant.job_title
    if row.state != RegistrationState.UNCONFIRMED:
        row.save(update_fields=["person", "organisation", "name", "job_title", "folded_words"])
        return row
    take_wishes(row, wishes)
    admit_known(desk, row)
    return row


def take_wishes(row: Registration, wishes: Wishes) -> None:
    if wishes.mode not in row.desk.modes:
        raise ValidationError({"mode": _("One cannot take part in this way.")}, code="mode")
    for name in ("mode", "online_meanwhile", "answers", "access_needs", "diet", "photo_consent"):
        setattr(row, name, getattr(wishes, name))
    row.photo_consent_at = timezone.now() if wishes.photo_consent else None


def new_row(
    desk: RegistrationDesk, applicant: Applicant, wishes: Wishes, *, by: User | None, channel: Channel
) -> Registration:
    row = Registration(
        desk=desk,
        person=applicant.person,
        organisation=applicant.organisation or organisation_named(applicant.entity),
        name=applicant.name,
        email=applicant.email.lower(),
        entity=applicant.entity,
        job_title=applicant.job_title,
        channel=channel,
        registered_by=by,
    )
    take_wishes(row, wishes)
    return row


def admit(desk: RegistrationDesk, row: Registration, *, though_full: bool = False) -> None:
    """The first step of a new registration: by way of its address or the organisers, or at once."""
    if row.channel == Channel.WALK_IN:
        row.state = RegistrationState.CONFIRMED
        row.save()
    elif row.channel == Channel.SELF and row.person_id is None:
        keep(row, News.CONFIRM_ADDRESS, state=RegistrationState.UNCONFIRMED)
    else:
        admit_known(desk, row, though_full=though_full)


def admit_known(desk: RegistrationDesk, row: Registration, *, though_full: bool = False) -> None:
    if desk.needs_approval and row.channel != Channel.ORGANISER:
        keep(row, News.RECEIVED, state=RegistrationState.PENDING)
    else:
        give_seat(desk, row, though_full=though_full)


@transaction.atomic
def confirm_address(registration: Registration) -> Registration:
    """Who holds the link of the mail has this address. Again, nothing happens.

    Raises `ClosedError`, `FullError`, and ValidationError for what was typed anew meanwhile and where no guests are taken any more.
    """
    desk, row = opened_for(registration)
    if row.state == RegistrationState.UNCONFIRMED:
        check_open(desk)
        check_may_confirm(desk, row, registration.nonce)
        admit_known(desk, row)
    return row


def check_may_confirm(desk: RegistrationDesk, row: Registration, nonce: str) -> None:
    if row.nonce != nonce:
        raise ValidationError(_("This has changed meanwhile: look at how it is now."), code="gone")
    if not takes_guests(desk):
        raise ValidationError(_("People without an account can register for it no more."), code="no_guests")


def check_organises(desk: RegistrationDesk, by: User) -> None:
    if not can_organise(by, desk.event):
        raise PermissionDenied
