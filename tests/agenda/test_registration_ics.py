"""The appointments that go with mails, as calendar programs read them."""

import pytest
import recurring_ical_events
import time_machine
from icalendar import Calendar

from agenda.domain.publishing import publish
from agenda.domain.series import cancel_occurrence, move_occurrence
from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import Mode
from agenda.models import Event
from agenda.registration.domain.announcing_changes import announce_changes
from agenda.registration.domain.changing import cancel, swap
from agenda.registration.models import Registration
from tests.factories.agenda import a_series, an_event, at
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_registration, an_added

pytestmark = pytest.mark.django_db

JOIN = "https://meet.example/sala"


@pytest.fixture(autouse=True)
def _before():
    with time_machine.travel(at(2027, 4, 1, 9), tick=False):
        yield


@pytest.fixture
def author():
    return a_member()


def appointments(mailoutbox):
    """Of each mail that carries one, the calendar."""
    parts = [
        part for mail in mailoutbox for part in mail.message().walk() if part.get_content_type() == "text/calendar"
    ]
    for part in parts:
        assert (part.get_filename(), part.get_param("method")) == ("cita.ics", method_of(calendar_in(part)))
    return [calendar_in(part) for part in parts]


def calendar_in(part):
    return Calendar.from_ical(part.get_payload(decode=True))


def method_of(calendar):
    return str(calendar["METHOD"])


def first_of(calendar):
    return calendar.walk("VEVENT")[0]


def days_of(calendar):
    found = recurring_ical_events.of(calendar).between(at(2027, 1, 1), at(2028, 1, 1))
    return sorted(one.start.strftime("%m-%d %H.%M") for one in found)


def hybrid(author, **facts):
    event = an_event(
        author, title="Fira", start=at(2027, 4, 15, 10), mode=Mode.HYBRID, join_url=JOIN, venue="La Farinera", **facts
    )
    return a_desk(event, seats=5)


def test_sequence_grows_from_confirmation_over_a_move_to_the_end(author, mailoutbox):
    desk = hybrid(author)
    row = a_registration(desk)
    (date,) = desk.event.occurrences.all()
    move_occurrence(date, start=at(2027, 4, 16, 12), end=at(2027, 4, 16, 13), by=author)
    announce_changes()
    swap(row, Mode.ONLINE, by=row.person)
    cancel(row, by=None)
    found = appointments(mailoutbox)
    assert [method_of(one) for one in found] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [str(first_of(one)["UID"]) for one in found] == [f"registration-{row.pk}@testserver"] * 4
    sequences = [int(first_of(one)["SEQUENCE"]) for one in found]
    assert (sequences, len(set(sequences))) == (sorted(sequences), 4)
    assert [first_of(one).start for one in found[:3]] == [at(2027, 4, 15, 10), at(2027, 4, 16, 12), at(2027, 4, 16, 12)]
    assert [str(first_of(one)["STATUS"]) for one in found] == ["CONFIRMED"] * 3 + ["CANCELLED"]


def test_it_says_where_by_the_mode_in_which_they_take_part(author, mailoutbox):
    desk = hybrid(author)
    a_registration(desk)
    a_registration(desk, mode=Mode.ONLINE)
    there, online = map(first_of, appointments(mailoutbox))
    assert [str(one["LOCATION"]) for one in (there, online)] == ["La Farinera", JOIN]
    assert (JOIN in there.to_ical().decode(), str(online["CONFERENCE"])) == (False, JOIN)


def test_who_takes_part_has_said_yes_to_the_network(author, mailoutbox, settings):
    row = a_registration(hybrid(author))
    component = first_of(appointments(mailoutbox)[0])
    assert str(component["ATTENDEE"]) == f"mailto:{row.person.email}"
    params = {name: component["ATTENDEE"].params[name] for name in ("CN", "PARTSTAT", "RSVP")}
    assert params == {"CN": row.person.full_name, "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    assert str(component["ORGANIZER"]) == f"mailto:{settings.CONTACT_EMAIL}"


def test_all_dates_of_a_series_without_the_one_that_is_cancelled(author, mailoutbox):
    series = a_series(author, start=at(2027, 4, 15, 10), times=3)
    a_registration(a_desk(series))
    cancel_occurrence(series.occurrences.order_by("start")[1], by=author)
    announce_changes()
    before, after = appointments(mailoutbox)
    assert [days_of(before), days_of(after)] == [
        ["04-15 10.00", "04-22 10.00", "04-29 10.00"],
        ["04-15 10.00", "04-29 10.00"],
    ]
    assert method_of(after) == "REQUEST"


def test_of_a_desk_of_one_date_that_date_alone(author, mailoutbox):
    series = a_series(author, start=at(2027, 4, 15, 10), times=3)
    second = series.occurrences.order_by("start")[1]
    a_registration(a_desk(series, occurrence=second))
    assert days_of(appointments(mailoutbox)[0]) == ["04-22 10.00"]


def test_the_rest_of_a_series_keeps_its_appointments_growing(author, mailoutbox):
    """It goes on as another event, whose own sequence would begin anew."""
    series = a_series(author, start=at(2027, 4, 15, 10), times=3)
    for _edit in range(3):
        series = publish(Event.objects.get(pk=series.pk), by=author)
    second = series.occurrences.order_by("start")[1]
    a_registration(a_desk(series, occurrence=second))
    move_occurrence(second, start=at(2027, 4, 23, 10), end=at(2027, 4, 23, 12), by=author, following=True)
    announce_changes()
    before, after = appointments(mailoutbox)
    assert int(first_of(after)["SEQUENCE"]) > int(first_of(before)["SEQUENCE"])
    assert days_of(after) == ["04-23 10.00"]


def test_a_cancelled_event_takes_it_away_and_a_restored_one_gives_it_back(author, mailoutbox):
    desk = hybrid(author)
    row, waits = a_registration(desk), a_registration(a_desk(an_event(author), seats=0))
    cancel_event(desk.event, by=author, reason="Pluja")
    announce_changes()
    restore_event(desk.event, by=author)
    announce_changes()
    assert [method_of(one) for one in appointments(mailoutbox)] == ["REQUEST", "CANCEL", "REQUEST"]
    taken = first_of(appointments(mailoutbox)[1]).to_ical().decode()
    assert (str(row.pk) in taken, "La Farinera" in taken) == (True, False)
    assert Registration.objects.get(pk=waits.pk).waits_for == Mode.IN_PERSON


def test_what_a_change_put_into_the_calendar_is_taken_out_again(author, mailoutbox):
    desk = hybrid(author)
    postpone_event(desk.event, by=author, reason="")
    row = an_added(desk, author)
    restore_event(desk.event, by=author)
    announce_changes()
    cancel(row, by=author)
    assert [method_of(one) for one in appointments(mailoutbox)] == ["REQUEST", "CANCEL"]


def test_who_never_had_a_seat_has_no_appointment_to_lose(author, mailoutbox):
    row = a_registration(a_desk(an_event(author, start=at(2027, 4, 15)), seats=0))
    cancel(row, by=row.person)
    assert (len(mailoutbox), appointments(mailoutbox)) == (2, [])
