"""What time does to registrations, and what becomes of them when a position passes to somebody else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.domain.adding import write_note
from agenda.registration.domain.changing import cancel, change_details
from agenda.registration.domain.registering import Wishes, confirm_address
from agenda.registration.domain.succession import pass_on_registrations
from agenda.registration.domain.upkeep import forget_guests, forget_needs, forget_unconfirmed, offer_what_is_free
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.domain.positions import end_position
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message
from tests.factories.agenda import a_series, an_event
from tests.factories.members import OrganisationFactory, PositionFactory, a_member, someone_of_coordination
from tests.factories.registration import a_desk, a_guest, a_registration

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


def in_(span):
    return time_machine.travel(timezone.now() + span, tick=False)


def test_each_desk_offers_on_what_lapsed_once(django_assert_num_queries):
    desks = [a_desk(seats=1, offer_hours=1) for _time in range(2)]
    lines = [[a_registration(desk) for _time in range(3)] for desk in desks]
    a_registration(a_desk(seats=1))
    for first, *_rest in lines:
        cancel(first, by=first.person)
    with in_(timedelta(hours=1)):
        assert [offer_what_is_free(), offer_what_is_free()] == [2, 0]
    for _first, missed, third in lines:
        missed.refresh_from_db()
        third.refresh_from_db()
        assert (missed.state, third.has_offer) == (RegistrationState.CANCELLED, True)
    with in_(A_DAY * 30), django_assert_num_queries(1):  # what is over is not even opened
        offer_what_is_free()


def test_of_who_did_not_confirm_nothing_is_kept():
    desk = a_desk(takes_guests=True)
    late, confirmed = a_guest(desk), a_guest(desk)
    confirm_address(confirmed)
    change_details(late, Wishes(Mode.IN_PERSON, diet="Vegana"), by=None)
    Registration.objects.filter(pk=late.pk).update(changed_at=timezone.now() + A_DAY)
    with in_(timedelta(hours=47)):
        assert forget_unconfirmed() == 0
        fresh = a_guest(desk)
    with in_(timedelta(hours=49)):
        assert [forget_unconfirmed(), forget_unconfirmed()] == [1, 0]
    assert set(Registration.objects.all()) == {confirmed, fresh}
    assert not Registration.objects.filter(pk=late.pk).exists()


def test_needs_are_forgotten_the_night_after_the_last_date():
    series = a_series(times=2)
    first, last = series.occurrences.order_by("start")
    other = a_series(times=2)
    rows = [
        a_registration(a_desk(series), access_needs="Rampa", diet="Vegana"),
        a_registration(a_desk(other, occurrence=other.occurrences.order_by("start")[0]), diet="Sense gluten"),
    ]
    gone = a_registration(rows[0].desk, diet="Halal")
    assert cancel(gone, by=gone.person).diet == ""  # whoever cancelled has said nothing
    with time_machine.travel(first.end + A_DAY / 2, tick=False):
        assert forget_needs() == 1
    found = Registration.objects.order_by("pk").values_list("access_needs", "diet")
    assert list(found) == [("Rampa", "Vegana"), ("", ""), ("", "")]
    with time_machine.travel(last.end + A_DAY / 2, tick=False):
        assert [forget_needs(), forget_needs()] == [1, 0]
    assert list(found.all()) == [("", "")] * 3
    assert RegistrationDesk.objects.filter(needs_forgotten_at=None).count() == 0


def test_five_years_later_nothing_says_who_came_without_an_account():
    desk = a_desk(takes_guests=True)
    guest = confirm_address(a_guest(desk, "rosa@example.org", answers={"1": "Sóc la Rosa"}))
    member = a_registration(desk)
    with in_(A_DAY * 365 * 5):
        assert forget_guests() == 0
    with in_(A_DAY * (365 * 5 + 60)):
        assert [forget_guests(), forget_guests()] == [1, 0]
    guest.refresh_from_db()
    kept = (guest.name, guest.email, guest.job_title, guest.answers, guest.folded_words, guest.entity)
    assert kept == ("", "", "", {}, "diputacio", "Diputació")
    assert guest.who == _("Somebody without an account")
    member.refresh_from_db()
    assert (member.name, member.email) == (member.person.full_name, member.person.email)


@pytest.fixture
def leaving():
    """Anna leaves her council today, and Berta takes over."""
    council = OrganisationFactory()
    return a_member(organisation=council), a_member(organisation=council)


def leave(anna, berta):
    position = anna.positions.order_by("pk").first()
    end_position(position, by=someone_of_coordination(), on=timezone.localdate(), successor=berta)


def test_who_takes_over_a_position_takes_over_the_seats_of_what_comes(leaving):
    anna, berta = leaving
    over = an_event(start=timezone.now() + timedelta(hours=1))
    rows = [
        a_registration(a_desk(), anna, access_needs="Rampa", photo_consent=True, answers={"1": "Sí"}),
        a_registration(a_desk(over), anna),
    ]
    write_note(rows[0], "Sempre fa tard", by=rows[0].desk.event.author)
    PositionFactory(user=anna)  # elsewhere in the network: she is still there to be told
    before = rows[0].nonce, rows[0].code
    leave(anna, berta)
    with in_(timedelta(hours=2)):
        assert [pass_on_registrations(), pass_on_registrations()] == [1, 0]
    passed = Registration.objects.get(person=berta)
    assert [row.is_living for row in Registration.objects.filter(person=anna).order_by("pk")] == [False, True]
    assert (passed.name, passed.email, passed.state) == (berta.full_name, berta.email, RegistrationState.CONFIRMED)
    assert (passed.access_needs, passed.photo_consent, passed.answers) == ("", False, {"1": "Sí"})
    assert (passed.note, passed.sequence) == ("", 1)
    assert not {passed.nonce, passed.code} & set(before)
    ended = Message.objects.get(key__endswith=":cancelled", about=f"registration:{rows[0].pk}")
    assert (ended.person, mail_kind(ended.kind).may_go(ended)) == (anna, True)
    assert b'method="CANCEL"' in bytes(ended.raw)


def test_who_has_a_seat_already_leaves_the_other_to_the_next(leaving):
    anna, berta = leaving
    desk = a_desk(seats=2)
    here, theirs, waits = a_registration(desk, anna), a_registration(desk, berta), a_registration(desk)
    leave(anna, berta)
    assert pass_on_registrations() == 0
    for row in (here, theirs, waits):
        row.refresh_from_db()
    assert [here.state, theirs.state] == [RegistrationState.CANCELLED, RegistrationState.CONFIRMED]
    assert waits.has_offer


def test_nothing_passes_before_the_day_nor_to_who_would_not_see_it(leaving):
    anna, berta = leaving
    row = a_registration(a_desk(mode=Mode.ONLINE), anna)
    position = anna.positions.get()
    end_position(position, by=someone_of_coordination(), on=timezone.localdate() + A_DAY, successor=berta)
    assert pass_on_registrations() == 0
    berta.positions.update(ends_on=timezone.localdate())
    with in_(A_DAY):
        assert pass_on_registrations() == 0
    row.refresh_from_db()
    assert (row.person, row.state) == (anna, RegistrationState.CONFIRMED)
