"""The day before and the day after, for those who are registered."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agenda.domain.series import move_occurrence
from agenda.domain.states import cancel_event
from agenda.enums import MaterialKind, Mode
from agenda.models import Material
from agenda.registration.domain.changing import cancel, change_details
from agenda.registration.domain.guests import write_again
from agenda.registration.domain.registering import Wishes, confirm_address
from agenda.registration.domain.reminding import remind_registrants
from agenda.registration.domain.thanking import thank_registrants
from agenda.registration.models import Attendance, Certificate
from agenda.registration.tickets import address_of
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message
from tests.factories.agenda import a_series, an_event, at
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_guest, a_registration

pytestmark = pytest.mark.django_db

JOIN = "https://meet.example/sala"
BEFORE = at(2027, 4, 1, 9)
MORNING = at(2027, 4, 14, 7, 5)
AFTER = at(2027, 4, 16, 9, 10)


@pytest.fixture(autouse=True)
def _before():
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def author():
    return a_member()


@pytest.fixture
def desk(author):
    event = an_event(
        author, title="Fira", start=at(2027, 4, 15, 10), mode=Mode.HYBRID, join_url=JOIN, visibility="public"
    )
    return a_desk(
        event, seats=1, takes_guests=True, reminder_text="Porteu el vostre got.", thanks_text="Fins a la propera!"
    )


def sent_at(moment, job, mailoutbox):
    """Run `job` twice; to whom it wrote."""
    mailoutbox.clear()
    with time_machine.travel(moment, tick=False):
        job()
        job()
    return [mail.to[0] for mail in mailoutbox]


def test_those_with_a_seat_are_reminded_once_with_what_they_need(desk, mailoutbox):
    there, online = a_registration(desk), a_registration(desk, mode=Mode.ONLINE)
    a_registration(desk)  # who waits
    a_guest(desk)  # who has not confirmed
    gone = a_registration(desk, mode=Mode.ONLINE)
    cancel(gone, by=gone.person)
    assert sent_at(MORNING - timedelta(days=1), remind_registrants, mailoutbox) == []
    assert sent_at(MORNING, remind_registrants, mailoutbox) == [there.person.email, online.person.email]
    assert [JOIN in mail.body for mail in mailoutbox] == [False, True]
    assert [address_of(row) in mail.body for row, mail in zip((there, online), mailoutbox, strict=True)] == [True, True]
    assert ["Porteu el vostre got." in mail.body for mail in mailoutbox] == [True, True]
    assert sent_at(MORNING + timedelta(hours=5), remind_registrants, mailoutbox) == []


def test_who_registers_in_the_last_moment_is_reminded_the_same_day(desk, mailoutbox):
    with time_machine.travel(MORNING + timedelta(hours=2), tick=False):
        row = a_registration(desk)
    assert sent_at(MORNING + timedelta(hours=3), remind_registrants, mailoutbox) == []
    assert sent_at(MORNING + timedelta(days=1), remind_registrants, mailoutbox) == [row.person.email]


def test_each_date_of_a_series_and_a_moved_one_again(author, mailoutbox):
    series = a_series(author, start=at(2027, 4, 15, 10), frequency="DAILY", times=2)
    row = a_registration(a_desk(series))
    days = [sent_at(MORNING + timedelta(days=day), remind_registrants, mailoutbox) for day in range(3)]
    assert days == [[row.person.email], [row.person.email], []]
    second = series.occurrences.order_by("start")[1]
    move_occurrence(second, start=at(2027, 4, 20), end=at(2027, 4, 20, 12), by=author)
    assert sent_at(at(2027, 4, 19, 7, 5), remind_registrants, mailoutbox) == [row.person.email]


def test_what_is_called_off_is_neither_reminded_of_nor_thanked_for(desk, author, mailoutbox, settings):
    settings.OUTBOX_AT_ONCE = False
    a_registration(desk)
    with time_machine.travel(MORNING, tick=False):
        remind_registrants()
        (message,) = Message.objects.filter(kind="registration_reminder")
        assert mail_kind(message.kind).may_go(message) is True
        cancel_event(desk.event, by=author, reason="")
        assert mail_kind(message.kind).may_go(message) is False
    assert sent_at(MORNING + timedelta(hours=1), remind_registrants, mailoutbox) == []
    assert sent_at(AFTER, thank_registrants, mailoutbox) == []


def test_those_who_came_are_thanked_once_with_what_stays_of_it(desk, mailoutbox):
    came, stayed_away = a_registration(desk), a_registration(desk, mode=Mode.ONLINE)
    guest = a_guest(desk, "pau@example.org", mode=Mode.ONLINE)
    confirm_address(guest)
    (date,) = desk.event.occurrences.all()
    for row in (came, guest):
        Attendance.objects.create(registration=row, occurrence=date, mode=row.mode)
    Certificate.objects.create(registration=came)
    Certificate.objects.create(registration=guest, revoked_at=timezone.now())
    Material.objects.create(
        event=desk.event, kind=MaterialKind.SLIDES, title="Diapositives", url="https://example.org/diapositives"
    )
    assert sent_at(AFTER - timedelta(days=1), thank_registrants, mailoutbox) == []
    assert sent_at(AFTER, thank_registrants, mailoutbox) == [came.person.email, "pau@example.org"]
    assert ["Fins a la propera!" in mail.body for mail in mailoutbox] == [True, True]
    links = (address_of(came, "ticket_certificate"), address_of(guest, "ticket_certificate"), "/diapositives")
    assert [[link in mail.body for link in links] for mail in mailoutbox] == [
        [True, False, True],
        [False, False, False],
    ]
    assert stayed_away.person.email not in {mail.to[0] for mail in mailoutbox}
    desk.refresh_from_db()
    assert desk.thanked_at == AFTER


def test_where_nobody_noted_who_came_all_with_a_seat_are_thanked(desk, mailoutbox):
    row = a_registration(desk)
    a_registration(desk)  # who waits
    assert sent_at(AFTER, thank_registrants, mailoutbox) == [row.person.email]


def test_thanks_neither_come_late_nor_where_they_are_not_wanted(desk, author, mailoutbox):
    a_registration(desk)
    quiet = a_desk(an_event(author, start=at(2027, 4, 15)), sends_thanks=False)
    a_registration(quiet)
    assert sent_at(AFTER + timedelta(days=8), thank_registrants, mailoutbox) == []
    desk.registrations.all().delete()
    assert sent_at(AFTER, thank_registrants, mailoutbox) == []


def test_after_the_last_date_of_a_series(author, mailoutbox):
    series = a_series(author, start=at(2027, 4, 14, 10), frequency="DAILY", times=3)
    row = a_registration(a_desk(series))
    days = [sent_at(AFTER + timedelta(days=day), thank_registrants, mailoutbox) for day in range(3)]
    assert days == [[], [row.person.email], []]


def test_nobody_keeps_the_reminder_from_somebody_by_the_public_form(desk, mailoutbox):
    anna, guest = a_registration(desk), confirm_address(a_guest(desk, mode=Mode.ONLINE))
    with time_machine.travel(MORNING - timedelta(minutes=4), tick=False):
        write_again(anna)
        change_details(guest, Wishes(Mode.ONLINE, diet="Vegana"), by=None)
        a_registration(desk, mode=Mode.ONLINE)
    # Whoever has their seat since then was told it all.
    assert sent_at(MORNING, remind_registrants, mailoutbox) == [anna.address, guest.address]
