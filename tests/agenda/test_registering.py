"""Who may register, and what becomes of it until somebody has a seat."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agenda.domain.states import cancel_event
from agenda.enums import EventVisibility, Mode
from agenda.registration.domain.bulk import approve, decline
from agenda.registration.domain.changing import TooLateError, cancel, change_details, set_photo_consent, swap
from agenda.registration.domain.registering import Applicant, Wishes, confirm_address, register
from agenda.registration.enums import Channel, RegistrationState
from agenda.registration.models import Registration
from intranet.members.domain.people import change_email
from intranet.members.models import User
from tests.factories.agenda import a_group_event, an_event
from tests.factories.members import OrganisationFactory, WorkingGroupFactory, a_member, an_administrator
from tests.factories.registration import a_desk, a_guest, a_registration, an_added, an_applicant

pytestmark = pytest.mark.django_db

WISHES = Wishes(Mode.IN_PERSON)


def state_of(row):
    row.refresh_from_db()
    return row.state


def test_the_same_form_sent_twice_counts_once():
    desk, anna = a_desk(seats=5), a_member()
    first = a_registration(desk, anna)
    again = a_registration(desk, anna, diet="Vegana")
    assert (again, again.diet, desk.registrations.count()) == (first, "", 1)


def test_whoever_cancelled_may_come_back_at_the_end_of_the_line():
    desk, anna = a_desk(seats=1), a_member()
    cancel(a_registration(desk, anna), by=anna)
    waiting = [a_registration(desk), a_registration(desk)]
    again = a_registration(desk, anna)
    assert (again.state, again.turn) == (RegistrationState.WAITING, 2)
    assert [row.state for row in waiting] == [RegistrationState.CONFIRMED, RegistrationState.WAITING]


def test_before_it_opens_after_it_closes_and_once_it_is_off_nobody_registers():
    now, berta = timezone.now(), a_member()
    off = a_desk()
    cancel_event(off.event, by=off.event.author, reason="Pluja")
    desks = [
        a_desk(opens_at=now + timedelta(hours=1)),
        a_desk(closes_at=now - timedelta(hours=1)),
        a_desk(an_event(start=now - timedelta(hours=1))),
        a_desk(an_event(start=now - timedelta(days=1))),
        off,
    ]
    codes = []
    for desk in desks:
        with pytest.raises(ValidationError) as refused:
            a_registration(desk, berta)
        codes.append(refused.value.code)
    assert codes == ["soon", "closed", "closed", "over", "off"]
    assert an_added(desks[1], desks[1].event.author).state == RegistrationState.CONFIRMED


def test_only_who_sees_it_registers_and_in_a_name_that_is_theirs():
    inside, stranger = a_desk(a_group_event(WorkingGroupFactory(access="private"))), a_member()
    open_to_all = a_desk()
    elsewhere = Applicant("Algú", stranger.email, person=stranger, organisation=OrganisationFactory())
    another = an_applicant(a_member())
    cases = [
        (inside, an_applicant(stranger), stranger, Channel.SELF),
        (open_to_all, elsewhere, stranger, Channel.SELF),
        (open_to_all, another, stranger, Channel.SELF),
        (open_to_all, another, stranger, Channel.COLLEAGUE),
        (open_to_all, another, stranger, Channel.ORGANISER),
        (open_to_all, Applicant("Convidat", "c@example.org"), None, Channel.SELF),
        (open_to_all, Applicant("Convidat", "c@example.org"), None, Channel.ORGANISER),
    ]
    for desk, applicant, by, channel in cases:
        with pytest.raises(PermissionDenied):
            register(desk, applicant, WISHES, by=by, channel=channel)
    assert Registration.objects.count() == 0


def test_a_colleague_registers_another_and_may_undo_it_again():
    council, desk = OrganisationFactory(), a_desk()
    anna, berta = a_member(organisation=council), a_member(organisation=council)
    row = register(desk, an_applicant(berta), WISHES, by=anna, channel=Channel.COLLEAGUE)
    assert (row.person, row.registered_by, row.organisation) == (berta, anna, council)
    assert list(Registration.objects.visible_to(anna)) == [row]
    with pytest.raises(PermissionDenied):
        set_photo_consent(row, consents=True, by=anna)
    assert cancel(row, by=anna).state == RegistrationState.CANCELLED


def test_who_added_somebody_by_hand_keeps_nothing_of_it_once_the_event_is_not_theirs():
    council = OrganisationFactory()
    author = a_member(organisation=council)
    desk = a_desk(an_event(author, organisation=council))
    row = an_added(desk, author)
    author.positions.all().delete()
    author = User.objects.with_standing().get(pk=author.pk)
    assert list(Registration.objects.visible_to(author)) == []
    with pytest.raises(PermissionDenied):
        cancel(row, by=author)


def test_a_guest_has_no_seat_before_the_address_is_confirmed():
    desk = a_desk(seats=1, takes_guests=True)
    guest, member = a_guest(desk), a_registration(desk)
    assert (guest.state, member.state) == (RegistrationState.UNCONFIRMED, RegistrationState.CONFIRMED)
    confirmed = confirm_address(guest)
    assert (confirmed.state, confirmed.turn) == (RegistrationState.WAITING, 1)
    assert confirm_address(guest).sequence == confirmed.sequence


def test_guests_of_what_is_public_no_more_are_turned_away():
    desk = a_desk(takes_guests=True)
    type(desk.event).objects.filter(pk=desk.event_id).update(visibility=EventVisibility.NETWORK)
    with pytest.raises(PermissionDenied):
        a_guest(desk)


def test_what_was_written_for_an_address_is_its_owners():
    """Whoever types somebody's address neither registers them nor keeps them out."""
    desk, anna = a_desk(seats=1, takes_guests=True, asks_diet=True), a_member()
    typed = a_guest(desk, anna.email, diet="Cap")
    row = a_registration(desk, anna, diet="Vegana")
    assert (row, row.person, row.state, row.diet) == (typed, anna, RegistrationState.CONFIRMED, "Vegana")


def test_with_approval_nobody_has_a_seat_before_and_the_first_who_asked_is_the_first():
    desk = a_desk(seats=1, needs_approval=True)
    rows = [a_registration(desk) for _time in range(3)]
    assert {row.state for row in rows} == {RegistrationState.PENDING}
    keeper = desk.event.author
    with pytest.raises(PermissionDenied):
        approve(desk, [rows[0].pk], by=a_member())
    approve(desk, [rows[2].pk, rows[0].pk], by=keeper)
    decline(desk, [row.pk for row in rows], by=keeper, reason="És per a consells")
    assert [state_of(row) for row in rows] == [
        RegistrationState.CONFIRMED,
        RegistrationState.DECLINED,
        RegistrationState.WAITING,
    ]
    assert rows[1].reason == "És per a consells"


def test_once_it_is_too_late_only_organisers_change_it():
    desk = a_desk(seats=3, online=3, changes_until=timezone.now() - timedelta(minutes=1))
    row = a_registration(desk, diet="Vegana")
    for change in (
        lambda: cancel(row, by=row.person),
        lambda: cancel(row, by=None),
        lambda: swap(row, Mode.ONLINE, by=row.person),
        lambda: change_details(row, WISHES, by=None),
    ):
        with pytest.raises(TooLateError):
            change()
    with pytest.raises(PermissionDenied):
        cancel(row, by=a_member())
    assert swap(row, Mode.ONLINE, by=desk.event.author).mode == Mode.ONLINE
    assert cancel(row, by=desk.event.author, reason="Ho ha demanat").reason == "Ho ha demanat"


def test_the_consent_to_photographs_is_taken_back_whenever_they_wish():
    desk = a_desk(asks_photo_consent=True, changes_until=timezone.now() - timedelta(minutes=1))
    row = a_registration(desk, photo_consent=True)
    given = row.photo_consent_at
    taken_back = set_photo_consent(row, consents=False, by=None)
    assert (taken_back.photo_consent, given < taken_back.photo_consent_at) == (False, True)
    with pytest.raises(PermissionDenied):
        set_photo_consent(row, consents=True, by=desk.event.author)


def test_an_organiser_takes_over_what_nobody_has_confirmed():
    """Somebody may have typed the address for them, with consent to photographs."""
    desk = a_desk(seats=5, takes_guests=True)
    a_guest(desk, "rosa@example.org", photo_consent=True, diet="Vegana")
    added = an_added(desk, desk.event.author)
    assert (added.name, added.entity, added.state) == ("Rosa Pla", "Consell Comarcal", RegistrationState.CONFIRMED)
    assert (added.photo_consent, added.diet, added.channel) == (False, "", Channel.ORGANISER)
    assert list(desk.registrations.all()) == [added]
    assert an_added(desk, desk.event.author, "Una altra") == added


def test_a_mailbox_that_has_passed_on_carries_no_registration_along():
    desk, anna = a_desk(seats=5, takes_guests=True), a_member()
    row, former = a_registration(desk, anna), anna.email
    change_email(anna, by=an_administrator(), email="nova@example.org")
    heir = a_member(email=former)
    theirs = a_registration(desk, heir)
    assert (theirs.person, theirs != row) == (heir, True)
    assert a_guest(desk, "nova@example.org") == row


@pytest.mark.parametrize("written", ["Ajuntament de Vic", "ajuntament vic", "Vic", "l’Ajuntament de VIC"])
def test_who_writes_a_council_of_the_network_comes_for_it(written):
    council = OrganisationFactory(name="Vic", slug="vic")
    OrganisationFactory(name="Vilanova", slug="vilanova")
    desk = a_desk(seats=5)
    applicant = Applicant("Rosa Pla", "rosa@example.org", entity=written)
    row = register(desk, applicant, Wishes("presencial"), by=desk.event.author, channel=Channel.ORGANISER)
    assert (row.organisation, row.whose) == (council, "Ajuntament de Vic")


def test_another_entity_stays_as_it_was_written():
    desk = a_desk(seats=5)
    row = an_added(desk, desk.event.author)
    assert (row.organisation, row.whose) == (None, "Consell Comarcal")
