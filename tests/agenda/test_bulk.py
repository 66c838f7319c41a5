"""Several registrations dealt with at once: few statements whatever their number, and the mails of many by a worker, once each."""

from email import message_from_bytes

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agenda.domain.publishing import publish
from agenda.enums import Mode
from agenda.registration.domain import owing
from agenda.registration.domain.bulk import approve, cancel_all, decline
from agenda.registration.domain.changing import FullMeanwhileError, cancel, swap
from agenda.registration.domain.keeping import save_desk
from agenda.registration.domain.owing import tell_owed
from agenda.registration.domain.telling import AT_ONCE
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration
from agenda.registration.tasks import tell_again
from intranet.outbox.models import Message
from tests.factories.agenda import an_event
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_registration

pytestmark = pytest.mark.django_db

MANY = AT_ONCE + 10


@pytest.fixture(autouse=True)
def _by_a_mailer(settings):
    settings.OUTBOX_AT_ONCE = False


def registered(desk, number, state=RegistrationState.PENDING, *, first=0, **facts):
    """So many who registered and have been told of it."""
    turn = iter(range(1, number + 1))
    return Registration.objects.bulk_create(
        Registration(
            desk=desk,
            name=f"Convidada {one}",
            email=f"c{one}@example.org",
            state=state,
            sequence=1,
            turn=next(turn) if "waits_for" in facts else None,
            **facts,
        )
        for one in range(first, first + number)
    )


def keys(rows):
    return [row.pk for row in rows]


def told():
    """Of each mail, for which step of whom."""
    found = Message.objects.order_by("about", "pk").values_list("key", flat=True)
    return [tuple(key.split(":")[1:4]) for key in found]


def steps(rows, *news):
    return sorted((str(row.pk), str(number), step) for row in rows for number, step in enumerate(news, start=2))


@pytest.mark.parametrize(("number", "approved", "declined", "cancelled"), [(3, 23, 19, 24), (MANY, 14, 12, 15)])
def test_any_number_costs_the_same(number, approved, declined, cancelled, django_assert_num_queries):
    """Those of few with their mails; of many, with the task that writes them."""
    desk = a_desk(needs_approval=True)
    by, rows, others = desk.event.author, keys(registered(desk, number)), keys(registered(desk, number, first=number))
    with django_assert_num_queries(approved):
        assert approve(desk, rows, by=by) == (number, 0)
    with django_assert_num_queries(declined):
        assert decline(desk, others, by=by) == number
    with django_assert_num_queries(cancelled):
        assert cancel_all(desk, rows, by=by) == number


def test_those_of_many_are_owed_their_mail_and_get_it_once():
    desk = a_desk(seats=2, needs_approval=True)
    rows = registered(desk, MANY)
    approve(desk, keys(rows), by=desk.event.author)
    assert (told(), desk.registrations.exclude(owed="").count()) == (steps(rows[:2], "confirmed"), MANY - 2)
    tell_again()
    tell_again()
    assert sorted(told()) == sorted([*steps(rows[:2], "confirmed"), *steps(rows[2:], "waiting")])
    assert list(desk.registrations.exclude(owed="")) == []
    last = message_from_bytes(bytes(Message.objects.get(about=f"registration:{rows[-1].pk}").raw))
    text = next(part for part in last.walk() if part.get_content_type() == "text/plain").get_payload(decode=True)
    line = _("You are number %(number)d on the waiting list to take part in person.")
    assert line % {"number": MANY - 2} in text.decode()


def test_what_has_been_told_since_is_owed_no_more():
    desk = a_desk(seats=MANY, needs_approval=True)
    rows = registered(desk, MANY)
    approve(desk, keys(rows), by=desk.event.author)
    cancel(rows[0], by=None)
    cancel_all(desk, keys(rows[1:3]), by=desk.event.author)
    tell_owed()
    assert [key for key in told() if key[0] in {str(pk) for pk in keys(rows[:3])}] == [
        (str(row.pk), "3", "cancelled") for row in rows[:3]
    ]
    assert len(told()) == MANY


def test_who_cannot_be_written_to_keeps_no_other_waiting(monkeypatch, expected_errors):
    desk = a_desk(needs_approval=True)
    rows = registered(desk, MANY)
    approve(desk, keys(rows), by=desk.event.author)
    write = owing.write

    def refused(some, news):
        if rows[3] in some:
            raise OSError
        return write(some, news)

    monkeypatch.setattr(owing, "write", refused)
    assert tell_owed() == MANY - 1
    assert ["could not be told" in line for line in expected_errors()] == [True]
    monkeypatch.undo()
    assert (tell_owed(), tell_owed(), len(told())) == (1, 0, MANY)


def test_more_seats_are_offered_to_many_by_a_worker():
    desk = a_desk(seats=0)
    rows = registered(desk, MANY, RegistrationState.WAITING, waits_for=Mode.IN_PERSON)
    desk.seats_in_person = MANY
    save_desk(desk, by=desk.event.author)
    assert (desk.registrations.offered().count(), told()) == (MANY, [])
    tell_owed()
    assert told() == steps(rows, "offered")


def test_those_for_whom_there_is_a_seat_are_approved_and_the_others_still_wait(client_of):
    desk = a_desk(seats=2, needs_approval=True, has_waiting_list=False)
    rows = registered(desk, 3)
    client, url = client_of(desk.event.author), desk.address("attendees_act")
    page = client.post(url, {"do": "approve", "r": keys(rows)}, follow=True)
    assert [row.state for row in desk.registrations.order_by("pk")] == ["confirmed", "confirmed", "pending"]
    assert [message.level_tag for message in page.context["messages"]] == ["success", "warning"]
    with pytest.raises(ValidationError):
        approve(desk, [rows[2].pk], by=desk.event.author)


def test_without_a_seat_online_meanwhile_the_place_in_line_stays():
    desk = a_desk(seats=1, online=1)
    for mode in desk.modes:
        a_registration(desk, mode=mode)
    waits = a_registration(desk)
    with pytest.raises(FullMeanwhileError):
        swap(waits, Mode.ONLINE, by=waits.person, keeps_waiting=True)
    waits.refresh_from_db()
    assert (waits.state, waits.waits_for, waits.turn, waits.sequence) == ("waiting", Mode.IN_PERSON, 1, 1)
    desk.seats_online = 2
    save_desk(desk, by=desk.event.author)
    for _twice in range(2):
        both = swap(waits, Mode.ONLINE, by=waits.person, keeps_waiting=True)
    assert (both.state, both.mode, both.waits_for, both.turn) == ("confirmed", Mode.ONLINE, Mode.IN_PERSON, 1)


def test_a_mode_that_comes_to_be_begins_without_seats_and_its_keepers_are_told(client_of):
    desk = a_desk(an_event(a_member(), mode=Mode.IN_PERSON), seats=5)
    event = type(desk.event).objects.get(pk=desk.event_id)
    event.mode, event.join_url = Mode.HYBRID, "https://meet.example/sala"
    publish(event, by=event.author)
    desk.refresh_from_db()
    assert (desk.seats_in_person, desk.seats_online, desk.known_mode) == (5, 0, Mode.HYBRID)
    said = client_of(event.author).get(desk.address("attendees")).context["overbooked"]
    assert [words.split(":")[0] for words in said] == [str(Mode.ONLINE.label)]
    desk.seats_online = None
    save_desk(desk, by=event.author)
    publish(type(event).objects.get(pk=event.pk), by=event.author)
    desk.refresh_from_db()
    assert desk.seats_online is None
