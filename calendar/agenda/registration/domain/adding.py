"""What organisers do with one registration: add it by hand, note something, write its mail again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agenda.registration.domain.registering import Applicant, Wishes, check_organises, register
from agenda.registration.domain.seats import give_seat, keep, opened_for
from agenda.registration.enums import Channel, News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.models import Position, User

MOST_FOUND = 12


def people_to_add(words: str, *, by: User) -> list[Position]:
    """Those of the network whom `by` may know of, with each council in whose name they may come; by name, council or address."""
    if not words.strip():
        return []
    known = User.objects.visible_to(by).in_network()
    known = known.filter(Q(pk__in=known.named(words).values("pk")) | Q(email__iexact=words.strip()))
    places = Position.objects.giving_access().filter(user__in=known.values("pk")).select_related("user", "organisation")
    return list(places.order_by("user__sort_key", "organisation__sort_key", "pk")[:MOST_FOUND])


@transaction.atomic
def add_by_hand(
    desk: RegistrationDesk, applicant: Applicant, *, mode: str, note: str = "", though_full: bool = False, by: User
) -> Registration:
    """Register somebody, also when one cannot do so oneself any more; they are told. Who is registered already stays as they are.

    `though_full`: with a seat, whatever is free, also for who waits for one. An address of somebody of the network makes it
    theirs. Raises as `register`.
    """
    check_organises(desk, by)
    known = as_known(applicant, by=by)
    row = register(desk, known, Wishes(mode), by=by, channel=Channel.ORGANISER, though_full=though_full)
    if though_full and row.state == RegistrationState.WAITING:
        row.offer_until = None
        give_seat(row.desk, row, though_full=True)
    if note:
        row.note = note
        row.save(update_fields=["note"])
    return row


def as_known(applicant: Applicant, *, by: User) -> Applicant:
    if applicant.person is not None or not applicant.email:
        return applicant
    found = next(iter(people_to_add(applicant.email, by=by)), None)
    if found is None or found.user.email.lower() != applicant.email.strip().lower():
        return applicant
    return applicant_of(found)


def applicant_of(position: Position) -> Applicant:
    """Somebody of the network, in the name of this council."""
    person = position.user
    return Applicant(
        person.full_name,
        person.email,
        person=person,
        organisation=position.organisation,
        job_title=position.title,
    )


@transaction.atomic
def write_note(registration: Registration, note: str, *, by: User) -> None:
    """For the organisers alone. Raises PermissionDenied."""
    desk, row = opened_for(registration)
    check_organises(desk, by)
    row.note = note
    row.save(update_fields=["note"])


@transaction.atomic
def write_again(registration: Registration, *, by: User) -> Registration:
    """The mail that says how their registration stands, once more. Raises PermissionDenied, ValidationError for one that is over."""
    desk, row = opened_for(registration)
    check_organises(desk, by)
    if not row.is_living:
        raise ValidationError(_("The registration is not in force any more."), code="gone")
    if not row.address:
        raise ValidationError(_("They left no e-mail address."), code="no_address")
    keep(row, how_it_stands(row))
    return row


def how_it_stands(row: Registration) -> News:
    if row.has_offer:
        return News.OFFERED
    if row.waits_for:
        return News.WAITING
    said = {RegistrationState.UNCONFIRMED: News.CONFIRM_ADDRESS, RegistrationState.PENDING: News.RECEIVED}
    return said.get(RegistrationState(row.state), News.CONFIRMED)
