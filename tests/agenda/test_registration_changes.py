"""What happens to an event, told to those who registered for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from agenda.domain.announcing import withdraw_event
from agenda.domain.publishing import publish
from agenda.domain.series import cancel_occurrence, move_occurrence
from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import Mode
from agenda.models import Change, Event
from agenda.registration.domain import announcing_changes
from agenda.registration.domain.announcing_changes import announce_changes
from agenda.registration.domain.changing import cancel, change_details
from agenda.registration.domain.registering import Wishes, confirm_address
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message
from tests.factories.agenda import a_series, an_event, at
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_guest, a_registration

pytestmark = pytest.mark.django_db

BEFORE = at(2027, 4, 1, 9)


@pytest.fixture(autouse=True)
def _before():
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def author():
    return a_member()


@pytest.fixture
def desk(author):
    event = an_event(author, title="Fira", start=at(2027, 4, 15, 10), visibility="public", venue="La Farinera")
    return a_desk(event, seats=1, takes_guests=True)


def told(mailoutbox):
    """Run it twice, as if the first run had been cut off; to whom it wrote."""
    mailoutbox.clear()
    announce_changes()
    announce_changes()
    return [mail.to[0] for mail in mailoutbox]


def in_words(mail):
    return mail.body.replace("\n", " ")


def test_everyone_who_counts_on_it_is_told_once(desk, author, mailoutbox):
    first, waits, gone = a_registration(desk), a_registration(desk), a_registration(desk)
    cancel(gone, by=gone.person)
    a_guest(desk, "ningu@example.org")  # who has not confirmed
    guest = a_guest(desk, "pau@example.org")
    confirm_address(guest)
    postpone_event(desk.event, by=author, reason="Vaga de trens.")
    assert told(mailoutbox) == [first.person.email, waits.person.email, "pau@example.org"]
    assert {mail.subject for mail in mailoutbox} == {_("«%(event)s» is postponed") % {"event": "Fira"}}
    assert [("Vaga de trens." in in_words(mail), len(mail.attachments)) for mail in mailoutbox] == [
        (True, 1),
        (True, 0),
        (True, 0),
    ]


def test_what_has_changed_is_said_as_it_was_and_as_it_is(desk, author, mailoutbox):
    row = a_registration(desk)
    event = Event.objects.get(pk=desk.event_id)
    event.venue = "L’Anònima"
    publish(event, by=author)
    assert told(mailoutbox) == [row.person.email]
    (mail,) = mailoutbox
    assert ("L’Anònima" in mail.body, "La Farinera" in mail.body) == (True, True)


def edit(event, start):
    event.start, event.end = start, start + timedelta(hours=2)
    publish(event, by=event.author)


def move(event, start):
    (date,) = event.occurrences.all()
    move_occurrence(date, start=start, end=start + timedelta(hours=2), by=event.author)


@pytest.mark.parametrize("dated", [edit, move])
def test_a_new_date_puts_back_on_what_was_postponed_and_is_told_once(dated, desk, author, mailoutbox):
    row = a_registration(desk)
    postpone_event(desk.event, by=author, reason="Vaga de trens.")
    event = Event.objects.get(pk=desk.event_id)
    event.venue = "L’Anònima"
    publish(event, by=author)
    assert told(mailoutbox) == [row.person.email] * 2
    nobody = _("There is nothing to do: nobody expects you on that day.")
    assert [nobody in in_words(mail) for mail in mailoutbox] == [False, False]
    dated(Event.objects.get(pk=desk.event_id), at(2027, 5, 20, 10))
    event.refresh_from_db()
    assert (event.state, event.reason) == ("scheduled", "")
    assert told(mailoutbox) == [row.person.email]
    (mail,) = mailoutbox
    appointment = mail.attachments[0].get_payload(decode=True).decode()
    assert mail.subject == _("«%(event)s» goes ahead after all") % {"event": "Fira"}
    assert ("20 de maig" in mail.body, nobody in in_words(mail)) == (True, False)
    assert [words in appointment for words in ("METHOD:REQUEST", "20270520T100000")] == [True, True]
    assert list(event.changes.order_by("pk").values_list("kind", flat=True))[-3:] == [
        "postponed",
        "changed",
        "restored",
    ]


def test_another_link_to_join_is_told_to_those_who_join_by_it(author, mailoutbox):
    old, new = "https://meet.example/vella", "https://meet.example/nova"
    event = an_event(author, start=at(2027, 4, 15), mode=Mode.HYBRID, join_url=old)
    desk = a_desk(event)
    a_registration(desk)
    online = a_registration(desk, mode=Mode.ONLINE)
    event.join_url = new
    publish(event, by=author)
    assert told(mailoutbox) == [online.person.email]
    assert (new in mailoutbox[0].body, old in mailoutbox[0].body) == (True, False)


def test_who_takes_part_in_another_way_now_is_told_so(author, mailoutbox):
    event = an_event(author, start=at(2027, 4, 15), mode=Mode.HYBRID, venue="La Farinera")
    row = a_registration(a_desk(event), mode=Mode.ONLINE)
    event.mode = Mode.IN_PERSON
    publish(event, by=author)
    assert told(mailoutbox) == [row.person.email]
    assert (f"{_('You take part in person')}." in mailoutbox[0].body, "La Farinera" in mailoutbox[0].body) == (
        True,
        True,
    )


def test_another_mode_keeps_back_no_mail_that_has_not_gone_yet(author, settings, mailoutbox):
    settings.OUTBOX_AT_ONCE = False
    event = an_event(author, start=at(2027, 4, 15), mode=Mode.HYBRID, visibility="public")
    desk = a_desk(event, takes_guests=True)
    unconfirmed, guest = a_guest(desk, mode=Mode.ONLINE), confirm_address(a_guest(desk, mode=Mode.ONLINE))
    event.mode = Mode.IN_PERSON
    with time_machine.travel(BEFORE + timedelta(minutes=1), tick=True):  # the desk follows a moment after
        publish(event, by=author)
        announce_changes()
    steps = [Message.objects.filter(about=f"registration:{row.pk}").latest("pk") for row in (unconfirmed, guest)]
    assert [(one.key.split(":")[3], mail_kind(one.kind).may_go(one)) for one in steps] == [
        ("confirm-address", True),
        ("confirmed", True),
    ]
    assert [one.to for one in Message.objects.filter(kind="registration_change")] == [guest.email]


def test_a_date_of_its_own_hears_of_that_date_alone(author, mailoutbox):
    series = a_series(author, start=at(2027, 4, 15, 10), times=3)
    dates = list(series.occurrences.order_by("start"))
    rows = [a_registration(a_desk(series, occurrence=date)) for date in dates]
    cancel_occurrence(dates[1], by=author)
    assert told(mailoutbox) == [rows[1].person.email]
    move_occurrence(dates[2], start=at(2027, 4, 30, 10), end=at(2027, 4, 30, 12), by=author)
    assert told(mailoutbox) == [rows[2].person.email]
    cancel_event(Event.objects.get(pk=series.pk), by=author, reason="")
    assert sorted(told(mailoutbox)) == sorted(row.person.email for row in rows)


def test_what_is_withdrawn_is_told_by_the_name_they_knew(desk, author, mailoutbox):
    row = a_registration(desk)
    withdraw_event(desk.event, by=author)
    Event.objects.filter(pk=desk.event_id).update(title="Un altre nom", venue="Un altre lloc")
    assert told(mailoutbox) == [row.person.email]
    written = mailoutbox[0].message().as_string() + mailoutbox[0].body
    assert ("Fira" in written, "Un altre" in written) == (True, False)


def test_whoever_registers_afterwards_knows_already(desk, author, mailoutbox):
    guest = a_guest(desk, "pau@example.org")
    (date,) = desk.event.occurrences.all()
    move_occurrence(date, start=at(2027, 4, 16), end=at(2027, 4, 16, 12), by=author)
    with time_machine.travel(BEFORE + timedelta(minutes=1), tick=False):
        confirm_address(guest)
        a_registration(desk)
        assert told(mailoutbox) == []


def test_what_is_no_longer_so_is_told_no_more(desk, author, settings):
    settings.OUTBOX_AT_ONCE = False
    a_registration(desk)
    cancel_event(desk.event, by=author, reason="")
    announce_changes()
    (message,) = Message.objects.filter(kind="registration_change")
    assert mail_kind(message.kind).may_go(message) is True
    restore_event(desk.event, by=author)
    assert mail_kind(message.kind).may_go(message) is False
    assert announce_changes() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert announce_changes() == 0


def test_a_worker_tells_and_the_task_is_there_with_the_change(desk, author):
    DBTaskResult.objects.all().delete()
    cancel_event(an_event(author), by=author, reason="")
    assert DBTaskResult.objects.count() == 0
    cancel_event(desk.event, by=author, reason="")
    paths = list(DBTaskResult.objects.values_list("task_path", flat=True))
    assert paths == ["agenda.registration.tasks.tell_registrants"]


def test_who_wrote_something_else_meanwhile_is_told_too(desk, author, mailoutbox):
    guest = confirm_address(a_guest(desk, "pau@example.org"))
    postpone_event(desk.event, by=author, reason="")
    with time_machine.travel(BEFORE + timedelta(minutes=1), tick=False):
        change_details(guest, Wishes(Mode.IN_PERSON, diet="Vegana"), by=None)
        assert told(mailoutbox) == ["pau@example.org"]


def test_however_long_no_worker_ran_it_is_told_until_it_is_over(desk, author, mailoutbox):
    row = a_registration(desk)
    cancel_event(desk.event, by=author, reason="")
    with time_machine.travel(BEFORE + timedelta(days=3), tick=False):
        assert told(mailoutbox) == [row.person.email]
    Change.objects.update(registrants_told_at=None)
    with time_machine.travel(BEFORE + timedelta(days=15), tick=False):
        assert told(mailoutbox) == []


def test_one_that_cannot_be_told_holds_up_no_other(desk, author, mailoutbox, monkeypatch, expected_errors):
    other = a_registration(a_desk(an_event(author, start=at(2027, 4, 15))))
    a_registration(desk)
    for event in (desk.event, other.desk.event):
        cancel_event(event, by=author, reason="")
    tell = announcing_changes.announce_at

    def fail(where, change):
        assert where.pk != desk.pk
        return tell(where, change)

    monkeypatch.setattr(announcing_changes, "announce_at", fail)
    assert told(mailoutbox) == [other.person.email]
    assert [error.split(":")[0] for error in expected_errors()] == ["agenda.registration.domain.one_by_one"] * 2


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_do_not_grow_with_those_told(author, settings, django_assert_num_queries, number):
    settings.OUTBOX_AT_ONCE = False
    desk = a_desk(an_event(author, start=at(2027, 4, 15)))
    for _row in range(number):
        a_registration(desk)
    cancel_event(desk.event, by=author, reason="")
    change = Change.objects.latest("pk")
    with django_assert_num_queries(17):
        assert announce_changes() == number
    assert Message.objects.filter(about=f"registration-change:{change.pk}").count() == number
