"""The mails that leave at once: one for what folds, to those who may and want to read it now, and only once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.members.domain.people import change_email
from intranet.members.enums import GroupAccess
from intranet.members.models import GroupMembership
from intranet.notifications.domain import delivery
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.domain.notify import notify
from intranet.notifications.domain.preferences import mute
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.models import Notification, Preference
from intranet.outbox.domain import suppress
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
)
from tests.factories.notifications import a_kind, a_newcomer, told, told_of_newcomers

pytestmark = pytest.mark.django_db

NOW = Frequency.NOW


@pytest.fixture(autouse=True)
def _outbox_keeps(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture(autouse=True)
def _newcomers_are_told_at_once(register):
    register(a_kind(mail=NOW))


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures", slug="cures")


@pytest.fixture
def berta():
    return a_member(given_name="Berta", email="berta@manresa.example")


def subjects():
    return list(Message.objects.order_by("pk").values_list("to", "subject"))


def unsettled():
    return Notification.objects.filter(mailed_at=None).count()


def test_what_folds_is_one_mail_and_is_mailed_once(berta, group):
    rows = told_of_newcomers(berta, group, 3, mail=NOW)
    assert deliver_pending() == 1
    assert subjects() == [("berta@manresa.example", "3 persones noves a Cures")]
    message = Message.objects.get()
    assert (message.kind, message.person, message.state) == ("notification", berta, MessageState.QUEUED)
    assert (message.key, message.about) == (f"notification:{rows[0].pk}", f"notification:{rows[2].pk}")
    assert (deliver_pending(), Message.objects.count(), unsettled()) == (0, 1, 0)


def test_each_person_and_each_thing_has_its_mail(berta, group):
    other = a_member(email="zoe@reus.example")
    for person in (berta, other):
        told_of_newcomers(person, group, 2, mail=NOW)
    told_of_newcomers(berta, WorkingGroupFactory(name="CCPR"), 2, mail=NOW)
    assert deliver_pending() == 3
    assert subjects() == [
        ("berta@manresa.example", "2 persones noves a Cures"),
        ("zoe@reus.example", "2 persones noves a Cures"),
        ("berta@manresa.example", "2 persones noves a CCPR"),
    ]


def test_what_happens_later_is_another_mail(berta, group):
    told_of_newcomers(berta, group, mail=NOW)
    deliver_pending()
    told_of_newcomers(berta, group, 2, mail=NOW)
    assert deliver_pending() == 1
    assert [subject for _to, subject in subjects()][1] == "2 persones noves a Cures"
    assert len(set(Message.objects.values_list("message_id", flat=True))) == 2


def test_only_what_is_to_be_mailed_at_once_is(berta, group):
    for mail in (Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER):
        told_of_newcomers(berta, group, mail=mail)
    assert (deliver_pending(), unsettled()) == (0, 3)


def test_a_task_that_was_lost_is_made_good(berta, group):
    """`notify` leaves rows; whoever looks after them later finds them all."""
    Preference.objects.create(person=berta, kind="newcomer", channel=Channel.MAIL, frequency=NOW)
    notify("newcomer", [berta], actor=None, target=a_newcomer(group), about=group, group=group)
    assert deliver_pending() == 1


def test_what_has_been_read_on_the_site_is_not_mailed(berta, group):
    one, _two, three = told_of_newcomers(berta, group, 3, mail=NOW)
    Notification.objects.filter(pk__in=[one.pk, three.pk]).update(read_at=timezone.now())
    told_of_newcomers(berta, WorkingGroupFactory(), mail=NOW, read_at=timezone.now())
    assert (deliver_pending(), unsettled()) == (1, 0)
    assert "3 persones" not in subjects()[0][1]


def test_nothing_goes_to_those_who_have_left(group):
    former = a_former_member()
    told_of_newcomers(former, group, mail=NOW)
    assert (deliver_pending(), subjects(), unsettled()) == (0, [], 0)


def test_nothing_goes_to_those_who_muted_it_meanwhile(berta, group):
    told_of_newcomers(berta, group, mail=NOW)
    mute(berta, group)
    Notification.objects.update(mailed_at=None)  # as if both had happened at the same moment
    assert (deliver_pending(), subjects(), unsettled()) == (0, [], 0)


@pytest.mark.parametrize("choice", [{"kind": "newcomer"}, {"kind": ""}, {"kind": "", "in_group": True}])
def test_nothing_goes_to_those_who_switched_it_off_meanwhile(berta, group, choice):
    told_of_newcomers(berta, group, mail=NOW)
    of_group = {"group": group} if choice.get("in_group") else {}
    Preference.objects.create(
        person=berta, kind=choice["kind"], channel=Channel.MAIL, frequency=Frequency.NEVER, **of_group
    )
    assert (deliver_pending(), subjects(), unsettled()) == (0, [], 0)


def test_those_who_want_it_in_a_digest_meanwhile_get_it_there(berta, group):
    (row,) = told_of_newcomers(berta, group, mail=NOW)
    Preference.objects.create(person=berta, kind="newcomer", channel=Channel.MAIL, frequency=Frequency.WEEKLY)
    assert (deliver_pending(), subjects()) == (0, [])
    row.refresh_from_db()
    assert (row.mail, row.mailed_at) == (Frequency.WEEKLY, None)


def test_what_cannot_be_switched_off_goes_all_the_same(berta, group, register):
    register(a_kind("duty", can_be_switched_off=False, mail=NOW))
    told(berta, a_newcomer(group), kind="duty", mail=NOW)
    Preference.objects.create(person=berta, kind="", channel=Channel.MAIL, frequency=Frequency.NEVER)
    assert deliver_pending() == 1
    assert "No more mails of this kind" not in str(bytes(Message.objects.get().raw))
    assert b"List-Unsubscribe" not in bytes(Message.objects.get().raw)


def test_what_one_may_no_longer_see_is_not_mailed(berta):
    private = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(group=private, user=berta)
    told_of_newcomers(berta, private, 2, mail=NOW)
    seat.delete()
    assert (deliver_pending(), subjects(), unsettled()) == (0, [], 0)


def test_what_is_gone_is_neither_told_nor_counted(berta, group):
    rows = told_of_newcomers(berta, group, 3, mail=NOW)
    GroupMembership.objects.get(pk=rows[2].target_id).delete()
    told_of_newcomers(berta, WorkingGroupFactory(), mail=NOW)
    GroupMembership.objects.last().delete()
    assert deliver_pending() == 1
    assert subjects()[0][1] == "2 persones noves a Cures"


def test_what_nobody_tells_any_more_is_settled(berta, group):
    told(berta, a_newcomer(group), kind="forgotten", mail=NOW)
    assert (deliver_pending(), subjects(), unsettled()) == (0, [], 0)


def test_what_fails_does_not_stop_the_rest_and_waits(berta, group, register, expected_errors):
    def poison(happening):
        raise ZeroDivisionError

    register(a_kind("poison", line=poison, mail=NOW))
    told(berta, a_newcomer(group), kind="poison", mail=NOW)
    told_of_newcomers(berta, group, mail=NOW)
    assert (deliver_pending(), unsettled()) == (1, 1)
    assert len(expected_errors()) == 1


def test_mail_and_mark_come_to_be_together(berta, group, monkeypatch, expected_errors):
    told_of_newcomers(berta, group, mail=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "settle", lambda *_given, **_named: 1 / 0)
        assert (deliver_pending(), subjects(), unsettled()) == (0, [], 1)
    assert len(expected_errors()) == 1
    assert (deliver_pending(), len(subjects()), unsettled()) == (1, 1, 0)


def test_however_many_there_are_few_are_in_memory(group, monkeypatch):
    monkeypatch.setattr(delivery, "AT_ONCE", 2)
    for _person in range(5):
        told_of_newcomers(a_member(), group, mail=NOW)
    assert (deliver_pending(), Message.objects.count(), unsettled()) == (5, 5, 0)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_mail_costs_the_same_however_much_is_folded(berta, group, number, django_assert_num_queries):
    told_of_newcomers(berta, group, number, mail=NOW)
    deliver_pending()  # content types are read once a process
    Notification.objects.update(mailed_at=None)
    Message.objects.all().delete()
    fold = Notification.objects.first().fold
    with django_assert_num_queries(16):
        assert delivery.deliver_fold(berta.pk, fold)


def test_the_outbox_asks_again_right_before_it_sends(berta, group):
    told_of_newcomers(berta, group, 2, mail=NOW)
    deliver_pending()
    message = Message.objects.get()
    may_go = mail_kind("notification").may_go
    assert may_go(message)
    obstacles = {
        "access": lambda: berta.positions.update(ends_on=timezone.localdate() - timedelta(days=1)),
        "wish": lambda: Preference.objects.create(person=berta, channel=Channel.MAIL, frequency=Frequency.NEVER),
        "read": lambda: Notification.objects.update(read_at=timezone.now()),
        "visible": lambda: group.memberships.all().delete(),
    }
    back = {
        "access": lambda: berta.positions.update(ends_on=None),
        "wish": lambda: Preference.objects.all().delete(),
        "read": lambda: Notification.objects.update(read_at=None),
        "visible": lambda: None,
    }
    answers = {}
    for name, obstacle in obstacles.items():
        obstacle()
        answers[name] = may_go(message)
        back[name]()
    assert answers == {"access": False, "wish": False, "read": False, "visible": False}


def test_a_notification_that_was_forgotten_is_not_sent(berta, group):
    told_of_newcomers(berta, group, mail=NOW)
    deliver_pending()
    Notification.objects.all().delete()
    assert not mail_kind("notification").may_go(Message.objects.get())


def test_when_one_of_three_is_gone_the_others_are_mailed_anew(berta, group):
    rows = told_of_newcomers(berta, group, 3, mail=NOW)
    deliver_pending()
    rows[2].target.delete()
    Mailer().look()
    assert unsettled() == 2
    assert deliver_pending() == 1
    Mailer().look()
    first, second = Message.objects.order_by("pk")
    assert [first.state, second.state] == [MessageState.SUPPRESSED, MessageState.SENT]
    assert (second.subject, second.key) == ("2 persones noves a Cures", f"notification:{rows[0].pk}.1")
    assert (deliver_pending(), unsettled()) == (0, 0)


def test_when_the_address_has_changed_the_mail_goes_to_the_new_one(berta, group):
    told_of_newcomers(berta, group, mail=NOW)
    deliver_pending()
    change_email(berta, by=an_administrator(), email="berta@reus.example")
    Mailer().look()
    deliver_pending()
    Mailer().look()
    mails = Message.objects.filter(kind="notification").order_by("pk")
    assert list(mails.values_list("to", "state")) == [
        ("berta@manresa.example", MessageState.SUPPRESSED),
        ("berta@reus.example", MessageState.SENT),
    ]


def test_the_same_address_in_other_letters_is_the_same(berta, group):
    told_of_newcomers(berta, group, mail=NOW)
    deliver_pending()
    Message.objects.update(to="Berta@Manresa.example")
    Mailer().look()
    assert Message.objects.get().state == MessageState.SENT


def test_an_address_that_gets_no_mail_is_not_tried_again_and_again(berta, group):
    suppress(berta.email, reason=Suppression.ASKED)
    told_of_newcomers(berta, group, mail=NOW)
    assert [deliver_pending() for _time in range(3)] == [1, 0, 0]
    assert (Message.objects.get().state, unsettled()) == (MessageState.SUPPRESSED, 0)


def test_a_mail_that_goes_in_the_very_moment_knows_what_it_tells(berta, group, settings, mailoutbox):
    settings.OUTBOX_AT_ONCE = True
    told_of_newcomers(berta, group, 2, mail=NOW)
    deliver_pending()
    assert ([mail.subject for mail in mailoutbox], unsettled()) == (["2 persones noves a Cures"], 0)
