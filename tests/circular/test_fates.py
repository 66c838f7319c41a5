"""What the outbox is told right before a circular's mail goes, and what becomes of its delivery."""

import pytest
from django.db import transaction

from forum.enums import Outcome
from home.circular.domain import fates as fates_of_mails
from home.circular.domain.locking import lock_circular, touch
from home.circular.domain.steering import look_after, pause, resume, retry_failed, send_to_the_rest, stop
from home.circular.models import CircularPage, Delivery
from intranet.members.enums import GroupAccess
from intranet.members.models import GroupMembership, Position, User
from intranet.notifications.domain.preferences import stop_mail
from intranet.outbox.claims import claim_batch, renew
from intranet.outbox.domain import retry, suppress
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message
from tests.factories.agenda import an_event
from tests.factories.circular import an_entry
from tests.factories.forum import an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_member,
    an_administrator,
    someone_of_coordination,
)
from tests.factories.sending import a_begun_circular, again, fates, mail_out, mails, text_of, write_mails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def person():
    return a_member()


@pytest.fixture
def by():
    return someone_of_coordination()


@pytest.fixture
def circular(person, by):
    """Written, and none of it sent yet."""
    found = a_begun_circular(by=by)
    write_mails(found)
    return found


@pytest.fixture
def sent_out(django_capture_on_commit_callbacks):
    """A mailer runs, and a worker for what it asks for."""

    def run(circular):
        for _round in range(3):
            with django_capture_on_commit_callbacks(execute=True):
                mail_out()
            with django_capture_on_commit_callbacks(execute=True):
                write_mails(circular)

    return run


def test_when_all_have_it_it_is_sent(circular, sent_out, mailoutbox):
    people = list(fates(circular))
    sent_out(circular)
    assert (set(fates(circular).values()), sorted(one.to[0] for one in mailoutbox)) == ({"sent"}, sorted(people))
    circular = again(circular)
    assert (circular.state, circular.ended_at is not None, circular.fed_at) == ("sent", True, None)


def leaves(person):
    Position.objects.filter(user=person).delete()


def wants_none(person):
    stop_mail(person, kind="circular")


def is_closed(person):
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [leaves, wants_none, is_closed])
def test_who_is_no_recipient_any_more_gets_none(happens, circular, person, sent_out, mailoutbox):
    happens(person)
    sent_out(circular)
    assert fates(circular)[person.email] == "skipped left"
    assert (person.email in {one.to[0] for one in mailoutbox}, again(circular).state) == (False, "sent")


def test_an_address_that_gets_no_mail(circular, person, sent_out, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        suppress(person.email, reason="refused")
    sent_out(circular)
    assert (fates(circular)[person.email], again(circular).state) == ("skipped refused", "sent")


def test_a_new_address_gets_what_the_old_one_does_not(circular, person, sent_out, mailoutbox):
    old = person.email
    User.objects.filter(pk=person.pk).update(email="nova@manresa.example")
    sent_out(circular)
    to = [one.to[0] for one in mailoutbox]
    assert (to.count("nova@manresa.example"), old in to) == (1, False)
    assert fates(circular)["nova@manresa.example"] == "sent"


def test_what_has_changed_since_is_written_anew(circular, sent_out, mailoutbox):
    entry = circular.entries.first()
    type(entry).objects.filter(pk=entry.pk).update(title="Ajuts que s’han ajornat")
    touch(circular)
    sent_out(circular)
    assert len(mailoutbox) == Delivery.objects.count()
    sent = Message.objects.filter(state=MessageState.SENT)
    assert ["Ajuts que s’han ajornat" in text_of(one) for one in sent] == len(mailoutbox) * [True]
    assert (set(fates(circular).values()), set(Delivery.objects.values_list("round", flat=True))) == ({"sent"}, {1})


def test_who_lost_a_private_group_gets_another_mail_without_what_is_said_there(by, person, sent_out, mailoutbox):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=person)
    circular = a_begun_circular(by=by)
    secret = an_entry(circular, title="Secret", event=an_event(group=group, visibility="group"))
    write_mails(circular)
    assert secret.pk in Delivery.objects.get(person=person).entries
    GroupMembership.objects.filter(user=person).delete()
    sent_out(circular)
    delivery = Delivery.objects.get(person=person)
    assert (delivery.state, delivery.round, secret.pk in delivery.entries) == ("sent", 1, False)
    assert [one.to[0] for one in mailoutbox].count(person.email) == 1


def test_what_became_private_since_it_was_written_does_not_go(by, person, sent_out, mailoutbox):
    event = an_event()
    circular = a_begun_circular(by=by)
    entry = an_entry(circular, event=event)
    write_mails(circular)
    type(event).objects.filter(pk=event.pk).update(
        visibility="group", group=WorkingGroupFactory(access=GroupAccess.PRIVATE)
    )
    sent_out(circular)
    delivery = Delivery.objects.get(person=person)
    assert (delivery.state, delivery.round, entry.pk in delivery.entries) == ("sent", 1, False)


def test_an_experience_that_failed_since_it_was_written_does_not_go(by, person, sent_out, mailoutbox):
    topic = an_experience().topic
    circular = a_begun_circular(by=by)
    entry = an_entry(circular, topic=topic)
    write_mails(circular)
    type(topic.experience).objects.filter(topic=topic).update(outcome=Outcome.FAILURE)  # nobody was told
    sent_out(circular)
    delivery = Delivery.objects.get(person=person)
    assert (delivery.state, delivery.round, entry.pk in delivery.entries) == ("sent", 1, False)


@pytest.mark.parametrize("goes_on", ["paused", "stopped"])
def test_one_that_may_have_gone_when_its_mailer_was_killed_has_the_same_message_id_when_it_is_written_anew(
    goes_on, circular, by, sent_out, mailoutbox
):
    (killed,) = claim_batch(1)
    renew(killed)
    Message.objects.filter(pk=killed.pk).update(leased_until=None)
    if goes_on == "paused":
        pause(circular, by=by)
        touch(circular)
        resume(circular, by=by)
    else:
        stop(circular, by=by)
        sent_out(circular)
        send_to_the_rest(circular, by=by)
        write_mails(circular)
    sent_out(circular)
    assert (again(circular).state, [one.to[0] for one in mailoutbox].count(killed.to)) == ("sent", 1)
    anew = Message.objects.get(person=killed.person)  # one row, and no former one
    assert (anew.message_id, anew.key != killed.key) == (killed.message_id, True)


def test_one_that_is_claimed_when_it_is_paused_is_put_aside_and_goes_on(circular, by, sent_out, mailoutbox):
    claimed = claim_batch(2)
    pause(circular, by=by)
    Message.objects.filter(pk__in=[one.pk for one in claimed]).update(state="queued", claim="", leased_until=None)
    sent_out(circular)
    assert ({state for _to, state in mails(circular)}, mailoutbox) == ({MessageState.HELD}, [])
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}
    resume(circular, by=by)
    sent_out(circular)
    assert (again(circular).state, len(mailoutbox)) == ("sent", Delivery.objects.count())


def test_one_put_aside_by_a_mailer_that_had_not_heard_is_let_go(circular, sent_out):
    Message.objects.update(state=MessageState.HELD)
    look_after()
    sent_out(circular)
    assert again(circular).state == "sent"


def test_one_that_is_claimed_when_it_is_stopped_says_itself_what_became_of_it(circular, by, sent_out, mailoutbox):
    (claimed,) = claim_batch(1)
    stop(circular, by=by)
    assert (fates(circular)[claimed.to], set(fates(circular).values())) == ("queued", {"queued", "skipped stopped"})
    Message.objects.filter(pk=claimed.pk).update(leased_until=None)  # its mailer has died
    sent_out(circular)
    assert (set(fates(circular).values()), mailoutbox) == ({"skipped stopped"}, [])
    assert again(circular).state == "stopped"


def test_what_has_failed_is_written_anew_when_somebody_asks(circular, by, person, sent_out, mailoutbox):
    Message.objects.filter(person=person).update(raw=b"")  # it cannot be parsed
    Message.objects.filter(person=person).update(state="failed")
    Delivery.objects.filter(person=person).update(state="failed")
    sent_out(circular)
    assert (again(circular).state, fates(circular)[person.email]) == ("sent", "failed")
    retry_failed(circular, by=by)
    assert (again(circular).state, again(circular).ended_at) == ("sending", None)
    write_mails(circular)
    sent_out(circular)
    assert (again(circular).state, fates(circular)[person.email]) == ("sent", "sent")
    assert [one.to[0] for one in mailoutbox].count(person.email) == 1


def test_coordination_tries_a_failed_mail_again_in_the_outbox(circular, person, sent_out):
    message = Message.objects.get(person=person)
    Message.objects.filter(pk=message.pk).update(state="failed")
    Delivery.objects.filter(person=person).update(state="failed")
    sent_out(circular)
    retry(message, by=an_administrator())
    sent_out(circular)
    assert fates(circular)[person.email] == "sent"


def test_a_fate_that_nobody_could_be_told_is_heard_later(circular, django_capture_on_commit_callbacks):
    Message.objects.update(state="sent")
    with django_capture_on_commit_callbacks(execute=True):
        look_after()
    assert (set(fates(circular).values()), again(circular).state) == ({"sent"}, "sent")


def test_one_that_was_handed_over_when_it_was_stopped_says_later_what_became_of_it(
    circular, by, django_capture_on_commit_callbacks
):
    handed_over = {one.to: "sent" for one in claim_batch(1)}
    stop(circular, by=by)
    Message.objects.filter(to__in=handed_over).update(state="sent")  # and nobody could be told
    with django_capture_on_commit_callbacks(execute=True):
        look_after()
    assert fates(circular) == {**dict.fromkeys(fates(circular), "skipped stopped"), **handed_over}


@pytest.fixture
def meanwhile(monkeypatch):
    """What another one commits right before the circular's row is ours."""

    def happens(act):
        def wait(key):
            if not done:
                done.append(act)
                act()
            return lock_circular(key)

        done = []
        monkeypatch.setattr(fates_of_mails, "lock_circular", wait)
        return done

    return happens


@pytest.mark.parametrize("goes_on", [send_to_the_rest, retry_failed])
def test_what_begins_again_in_this_very_moment_is_not_over(goes_on, circular, by, meanwhile):
    """All that was looked at before the row was ours may be otherwise."""
    if goes_on == send_to_the_rest:
        stop(circular, by=by)
    Delivery.objects.exclude(state="skipped").update(state="failed")
    done = meanwhile(lambda: goes_on(circular, by=by))
    fates_of_mails.end_when_settled(circular.pk)
    assert (len(done), again(circular).state, set(fates(circular).values())) == (1, "sending", {"waiting"})


@pytest.mark.parametrize("act", [stop, send_to_the_rest])
def test_one_that_is_kept_back_while_it_is_steered_keeps_to_how_it_stands_then(
    act, circular, by, meanwhile, django_capture_on_commit_callbacks
):
    (claimed,) = claim_batch(1)
    if act == send_to_the_rest:
        stop(circular, by=by)
    done = meanwhile(lambda: act(circular, by=by))
    claimed.state = MessageState.SUPPRESSED
    with django_capture_on_commit_callbacks(execute=True):
        fates_of_mails.settled(claimed)
    fate = "skipped stopped" if act == stop else "waiting"
    assert (len(done), fates(circular)[claimed.to]) == (1, fate)


@pytest.mark.parametrize("too_late", [False, True])
def test_what_was_tried_again_while_it_was_paused_is_not_held_for_ever(too_late, circular, by, person, sent_out):
    """`too_late`: its mailer had read that it is paused, and puts it aside when that is over."""
    own = Message.objects.filter(person=person)
    own.update(state="failed")
    Delivery.objects.filter(person=person).update(state="failed")
    pause(circular, by=by)
    retry(own.get(), by=an_administrator())
    mail_out()
    assert own.get().state == MessageState.HELD
    Message.objects.exclude(person=person).update(state="sent")
    Delivery.objects.exclude(person=person).update(state="sent")
    fates_of_mails.end_when_settled(circular.pk)
    assert (again(circular).state, own.get().state) == ("sent", "queued")
    if too_late:
        own.update(state="held")
        look_after()
    sent_out(circular)
    assert (fates(circular)[person.email], own.get().state) == ("sent", "sent")


def test_who_is_tried_again_by_hand_has_all_rounds_ahead(circular, by, person, sent_out):
    """The key of no former mail comes back."""
    most = fates_of_mails.MOST_ROUNDS
    Message.objects.all().update(state="failed")
    Delivery.objects.update(state="failed", round=most)
    CircularPage.objects.update(state="sent")
    retry_failed(circular, by=by)
    assert set(Delivery.objects.values_list("round", flat=True)) == {most + 1}
    write_mails(circular)
    with transaction.atomic():
        touch(lock_circular(circular.pk))  # no mail is true any more
    sent_out(circular)
    assert set(fates(circular).values()) == {"sent"}


def test_a_mail_in_whose_place_there_is_another_says_nothing(circular, person):
    Delivery.objects.filter(person=person).update(state="waiting", round=1)
    mail_out()
    assert Message.objects.get(person=person).state == MessageState.SUPPRESSED
    assert fates(circular)[person.email] == "waiting"


def test_when_the_worker_has_ended_what_waits_again_calls_another(circular, person, django_capture_on_commit_callbacks):
    assert again(circular).fed_at is None
    User.objects.filter(pk=person.pk).update(email="nova@manresa.example")
    with django_capture_on_commit_callbacks(execute=True):
        mail_out()
    assert (fates(circular)["nova@manresa.example"], CircularPage.objects.get(pk=circular.pk).fed_at is None) == (
        "waiting",
        False,
    )
