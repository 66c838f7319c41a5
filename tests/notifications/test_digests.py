"""The digests: what is new, unread and open to the person, once for each day or week."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from intranet.members.domain.people import change_email
from intranet.members.enums import GroupAccess
from intranet.notifications import mails
from intranet.notifications.domain import digests
from intranet.notifications.domain.digests import first_day, last_due, send_digests, waiting_for
from intranet.notifications.domain.preferences import set_preference
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.models import Digest, Notification, Preference
from intranet.notifications.purposes import stop_digest
from intranet.outbox.domain import retry, suppress
from intranet.outbox.enums import MessageState, Suppression
from intranet.outbox.kinds import mail_kind
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_member,
    an_administrator,
    someone_of_coordination,
)
from tests.factories.notifications import a_kind, told_of_newcomers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]

DAILY, WEEKLY = Frequency.DAILY, Frequency.WEEKLY
SUPPRESSED, SENT = MessageState.SUPPRESSED, MessageState.SENT
MADRID = ZoneInfo("Europe/Madrid")
MONDAY = date(2026, 3, 2)
YESTERDAY = datetime(2026, 3, 1, 12, tzinfo=MADRID)


@pytest.fixture(autouse=True)
def _outbox_keeps(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures")


@pytest.fixture
def berta():
    return a_member(given_name="Berta", email="berta@manresa.example")


def noted(person, group, number=1, *, at=YESTERDAY, mail=DAILY, **fields):
    return told_of_newcomers(person, group, number, created_at=at, mail=mail, **fields)


def bodies():
    return [bytes(message.raw).decode() for message in Message.objects.order_by("pk")]


@pytest.fixture
def composed(monkeypatch):
    """The sections of each digest, as (title, sentences)."""
    seen = []

    def sections_of(items, person):
        sections = original(items, person)
        seen.append([(section.title, [line.text for line in section.lines]) for section in sections])
        return sections

    original = mails.sections_of
    monkeypatch.setattr(mails, "sections_of", sections_of)
    return seen


def test_a_digest_holds_what_is_new_by_group_and_thing_newest_first(berta, group, register, composed):
    register(a_kind("other", line=lambda happening: f"Una altra cosa de {happening.about}"))
    ccpr = WorkingGroupFactory(name="CCPR")
    noted(berta, group, 2, at=YESTERDAY)
    noted(berta, ccpr, 3, at=YESTERDAY + timedelta(hours=1))
    noted(berta, group, 1, at=YESTERDAY + timedelta(hours=2), kind="other")
    assert send_digests(DAILY, day=MONDAY) == 1
    assert composed == [
        [("Cures", ["Una altra cosa de Cures", "2 persones noves a Cures"]), ("CCPR", ["3 persones noves a CCPR"])]
    ]
    digest, message = Digest.objects.get(), Message.objects.get()
    assert (digest.person, digest.frequency, digest.day, digest.lines) == (berta, "daily", MONDAY, 3)
    assert (message.kind, message.person, message.about) == ("digest", berta, f"digest:{digest.pk}")
    assert message.key == f"digest:{berta.pk}:daily:2026-03-02"
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_a_digest_is_sent_once_for_each_day(berta, group):
    noted(berta, group)
    assert [send_digests(DAILY, day=MONDAY) for _time in range(2)] == [1, 0]
    noted(berta, group)  # noted late, as a row of another process may be
    assert send_digests(DAILY, day=MONDAY) == 0
    assert send_digests(DAILY, day=MONDAY + timedelta(days=1)) == 1
    assert Message.objects.count() == 2


def test_nothing_comes_twice(berta, group, composed):
    noted(berta, group, 2)
    send_digests(DAILY, day=MONDAY)
    noted(berta, group, 1, at=YESTERDAY + timedelta(days=1))
    send_digests(DAILY, day=MONDAY + timedelta(days=1))
    (((_first, sentences),), ((_second, later),)) = composed
    assert sentences == ["2 persones noves a Cures"]
    assert (len(later), "ve a Cures" in later[0]) == (1, True)


def test_what_was_read_muted_or_is_not_open_is_not_in_it(berta, group, composed):
    private = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(group=private, user=berta)
    noted(berta, private, 2)
    noted(berta, WorkingGroupFactory(name="Llegit"), 2, read_at=timezone.now())
    noted(berta, group, 2)
    seat.delete()
    assert send_digests(DAILY, day=MONDAY) == 1
    assert composed == [[("Cures", ["2 persones noves a Cures"])]]
    assert "Executiva" not in bodies()[0]


def test_an_empty_digest_is_not_sent(berta, group):
    noted(berta, group, read_at=timezone.now())
    former = a_former_member()
    noted(former, group)
    assert (send_digests(DAILY, day=MONDAY), Message.objects.count()) == (0, 0)
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_whoever_switched_it_off_meanwhile_gets_nothing(berta, group):
    noted(berta, group)
    Preference.objects.create(person=berta, kind="newcomer", channel=Channel.MAIL, frequency=Frequency.NEVER)
    assert (send_digests(DAILY, day=MONDAY), Message.objects.count()) == (0, 0)


def test_each_frequency_has_its_own(berta, group):
    noted(berta, group, mail=DAILY)
    noted(berta, group, mail=WEEKLY)
    assert (send_digests(DAILY, day=MONDAY), send_digests(WEEKLY, day=MONDAY)) == (1, 1)
    assert sorted(Digest.objects.values_list("frequency", "lines")) == [("daily", 1), ("weekly", 1)]


def test_the_weekly_one_is_of_its_monday(berta, group):
    noted(berta, group, mail=WEEKLY)
    assert send_digests(WEEKLY, day=MONDAY + timedelta(days=3)) == 1
    assert Digest.objects.get().day == MONDAY
    noted(berta, group, mail=WEEKLY, at=YESTERDAY + timedelta(days=2))
    assert [send_digests(WEEKLY, day=MONDAY + timedelta(days=days)) for days in (4, 6, 7)] == [0, 0, 1]


def test_what_is_noted_after_the_hour_waits_for_the_next(berta, group):
    noted(berta, group, at=datetime(2026, 3, 2, 7, 29, 59, tzinfo=MADRID))
    noted(berta, group, at=datetime(2026, 3, 2, 7, 30, tzinfo=MADRID))
    assert waiting_for(DAILY, MONDAY).count() == 1
    assert waiting_for(DAILY, MONDAY + timedelta(days=1)).count() == 2


def test_a_downtime_is_caught_up_with_in_one_digest(berta, group, composed):
    for days in range(3):
        noted(berta, group, at=YESTERDAY + timedelta(days=days))
    assert send_digests(DAILY, day=MONDAY + timedelta(days=2)) == 1
    assert composed == [[("Cures", ["3 persones noves a Cures"])]]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 2, 7, 29, tzinfo=MADRID), date(2026, 3, 1)),
        (datetime(2026, 3, 2, 7, 30, tzinfo=MADRID), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 23, 59, tzinfo=MADRID), date(2026, 3, 2)),
        (datetime(2026, 3, 3, 0, 30, tzinfo=MADRID), date(2026, 3, 2)),
        (datetime(2026, 3, 29, 7, 30, tzinfo=MADRID), date(2026, 3, 29)),  # the clocks have just changed
        (datetime(2026, 10, 25, 7, 30, tzinfo=MADRID), date(2026, 10, 25)),
    ],
)
def test_the_day_is_the_last_one_whose_hour_has_come(moment, day):
    assert last_due(moment) == day


def test_a_week_begins_on_monday():
    days = [MONDAY + timedelta(days=number) for number in range(-1, 8)]
    assert [first_day(WEEKLY, day) for day in days] == [
        MONDAY - timedelta(days=7),
        *[MONDAY] * 7,
        MONDAY + timedelta(days=7),
    ]
    assert [first_day(DAILY, day) for day in days] == days


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_hour_is_that_of_the_clock_on_days_of_change(berta, group, day):
    half_past_seven = datetime(day.year, day.month, day.day, 7, 30, tzinfo=MADRID)
    noted(berta, group, at=half_past_seven - timedelta(minutes=1))
    noted(berta, group, at=half_past_seven)
    assert waiting_for(DAILY, day).count() == 1


def test_a_digest_that_fails_does_not_stop_the_others_and_is_made_later(
    berta, group, register, monkeypatch, expected_errors
):
    def poison(happening):
        raise ZeroDivisionError

    kind = register(a_kind("poison", line=poison))
    other = a_member()
    noted(berta, group, kind="poison")
    noted(other, group)
    assert send_digests(DAILY, day=MONDAY) == 1
    assert (list(Digest.objects.values_list("person", flat=True)), len(expected_errors())) == ([other.pk], 1)
    register(a_kind("poison"))
    assert kind.name == "poison"
    assert (send_digests(DAILY, day=MONDAY), Message.objects.count()) == (1, 2)


def test_however_many_people_there_are_few_are_in_memory(group, monkeypatch):
    monkeypatch.setattr(digests, "AT_ONCE", 2)
    for _person in range(5):
        noted(a_member(), group, 2)
    assert (send_digests(DAILY, day=MONDAY), Message.objects.count()) == (5, 5)


def test_an_overfull_digest_names_the_newest_and_counts_the_rest(berta):
    for number in range(43):
        noted(berta, WorkingGroupFactory(name=f"Grup núm. {number}"), 2, at=YESTERDAY + timedelta(minutes=number))
    assert send_digests(DAILY, day=MONDAY) == 1
    assert (Digest.objects.get().lines, Message.objects.get().subject.count("43")) == (43, 1)
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_what_is_too_much_for_one_waits_for_the_next(berta, group, monkeypatch):
    monkeypatch.setattr(digests, "MOST_NOTIFICATIONS", 2)
    noted(berta, group, 3)
    assert [send_digests(DAILY, day=MONDAY + timedelta(days=days)) for days in (0, 0, 1, 2)] == [1, 0, 1, 0]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_digest_costs_the_same_however_much_is_in_it(berta, number, django_assert_num_queries):
    for one in range(number):
        noted(berta, WorkingGroupFactory(name=f"Grup núm. {number}.{one}"), 2)
    send_digests(DAILY, day=MONDAY)  # content types are read once a process
    Notification.objects.update(mailed_at=None)
    with django_assert_num_queries(19):
        assert digests.make_digest(berta.pk, DAILY, MONDAY + timedelta(days=1))


@pytest.fixture
def queued(berta):
    """A digest in the outbox, of a private group and of an open one; and the seat that lets Berta read the former."""
    private = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(group=private, user=berta)
    noted(berta, private, 2)
    noted(berta, WorkingGroupFactory(name="Cures"))
    send_digests(DAILY, day=MONDAY)
    return Message.objects.get(), seat, private


def sent():
    Mailer().look()
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def waiting_mails():
    rows = Notification.objects.filter(mailed_at=None).order_by("pk")
    return [(row.about.name, row.mail) for row in rows]


def test_a_queued_digest_does_not_go_when_one_group_is_lost_and_the_rest_goes_into_the_next(
    queued, composed, mailoutbox
):
    _message, seat, _private = queued
    seat.delete()
    assert (sent(), mailoutbox, waiting_mails()) == ([SUPPRESSED], [], [("Cures", DAILY)])
    assert send_digests(DAILY, day=MONDAY) == 0
    assert send_digests(DAILY, day=MONDAY + timedelta(days=1)) == 1
    assert ([title for title, _lines in composed[-1]], sent()) == (["Cures"], [SUPPRESSED, SENT])


def test_a_digest_tried_again_days_later_is_looked_at_again(queued):
    message, seat, _private = queued
    Message.objects.update(state=MessageState.FAILED, settled_at=timezone.now())
    seat.delete()
    retry(message, by=someone_of_coordination())
    assert sent() == [SUPPRESSED]


def test_a_digest_that_was_stopped_does_not_go_and_nothing_waits(queued, berta):
    stop_digest(berta, "daily")
    assert (sent(), waiting_mails()) == ([SUPPRESSED], [])


def test_what_is_wanted_at_another_time_meanwhile_waits_for_that(queued, berta):
    set_preference(berta, kind="newcomer", channel=Channel.MAIL, frequency=WEEKLY)
    assert (sent(), waiting_mails()) == ([SUPPRESSED], [("Executiva", WEEKLY)] * 2 + [("Cures", WEEKLY)])


def test_a_group_that_is_gone_takes_the_digest_with_it(queued):
    queued[2].delete()
    assert (sent(), waiting_mails()) == ([SUPPRESSED], [("Cures", DAILY)])


def test_a_digest_does_not_go_to_a_former_address(queued, berta):
    change_email(berta, by=an_administrator(), email="berta@reus.example")
    Message.objects.exclude(kind="digest").delete()
    assert (sent(), len(waiting_mails())) == ([SUPPRESSED], 3)


def test_an_address_that_gets_no_mail_gets_no_other_digest(queued, berta):
    suppress(berta.email.upper(), reason=Suppression.ASKED)
    assert (sent(), waiting_mails()) == ([SUPPRESSED], [])


def test_a_digest_goes_though_some_of_it_was_read_but_not_when_all_was(queued):
    told = Notification.objects.order_by("pk")
    told.filter(pk=told.first().pk).update(read_at=timezone.now())
    assert mail_kind("digest").may_go(queued[0])
    told.update(read_at=timezone.now())
    assert (sent(), waiting_mails()) == ([SUPPRESSED], [])


def test_the_outbox_asks_for_access_right_before_it_sends(berta, group):
    noted(berta, group)
    send_digests(DAILY, day=MONDAY)
    message = Message.objects.get()
    assert mail_kind("digest").may_go(message)
    berta.positions.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert not mail_kind("digest").may_go(message)
