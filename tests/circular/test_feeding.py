"""Writing the mails into the outbox: a handful at a time, by one worker, all or nothing."""

from email import message_from_bytes, policy

import pytest
from django.db import DatabaseError

from home.circular.domain.locking import touch
from home.circular.domain.steering import pause, resume
from home.circular.domain.turns import call_writer, stamp_of
from home.circular.letter import feeding
from home.circular.letter.feeding import feed
from home.circular.models import Delivery
from intranet.members.enums import GroupAccess
from intranet.notifications.domain.preferences import stop_mail
from intranet.outbox.models import Message
from tests.factories.agenda import an_event
from tests.factories.circular import an_entry
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member, someone_of_coordination
from tests.factories.sending import a_begun_circular, again, fates, mails, text_of, write_mails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(settings):
    """No mailer runs."""
    settings.OUTBOX_AT_ONCE = False


def test_each_delivery_has_one_mail_of_its_own():
    [a_member() for _ in range(3)]
    circular = a_begun_circular()
    write_mails(circular)
    write_mails(circular)
    assert dict(mails(circular)) == dict.fromkeys(fates(circular), "queued")
    assert set(fates(circular).values()) == {"queued"}
    rows = {one.person_id: one for one in Delivery.objects.all()}
    for message in Message.objects.all():
        assert message.key == rows[message.person_id].mail_key
        assert message.message_id.startswith(f"<circular.{circular.pk}.{message.person_id}@")
        assert message_from_bytes(bytes(message.raw), policy=policy.default)["Message-ID"] == message.message_id
    assert again(circular).fed_at is None


def test_each_gets_what_they_may_see_alone():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    insider, outsider = a_member(), a_member()
    GroupMembershipFactory(group=group, user=insider)
    circular = a_begun_circular()
    secret = an_entry(circular, title="Contractes del grup reservat", event=an_event(group=group, visibility="group"))
    write_mails(circular)
    assert {person: secret.title in text_of(Message.objects.get(person=person)) for person in (insider, outsider)} == {
        insider: True,
        outsider: False,
    }
    assert secret.pk in Delivery.objects.get(person=insider).entries
    assert secret.pk not in Delivery.objects.get(person=outsider).entries


def test_who_left_since_it_began_or_would_find_nothing_in_it_gets_no_mail():
    gone, stays = a_member(), a_member()
    circular = a_begun_circular()
    stop_mail(gone, kind="circular")
    circular.entries.update(state="rejected")
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    an_entry(circular, event=an_event(group=group, visibility="group"))
    write_mails(circular)
    assert (fates(circular)[gone.email], fates(circular)[stays.email], mails(circular)) == (
        "skipped left",
        "skipped nothing",
        [],
    )


def test_whoever_was_relieved_or_finds_it_paused_writes_nothing():
    by = someone_of_coordination()
    circular = a_begun_circular(by=by)
    old = stamp_of(circular)
    call_writer(circular)
    feed(circular.pk, old)
    assert mails(circular) == []
    pause(circular, by=by)
    feed(circular.pk, stamp_of(circular))
    assert mails(circular) == []
    resume(circular, by=by)
    write_mails(circular)
    assert len(mails(circular)) == Delivery.objects.count()


@pytest.mark.parametrize("what", ["paused", "relieved", "changed"])
def test_what_happens_while_mails_are_written_counts(what, monkeypatch):
    """They were written before it happened, and are put in after it."""
    by = someone_of_coordination()
    circular, happened = a_begun_circular(by=by), []

    def meanwhile(deliveries, issue):
        letters = letters_to(deliveries, issue)
        if not happened:
            happened.append(what)
            acts = {"paused": lambda: pause(circular, by=by), "relieved": lambda: call_writer(circular)}
            acts.get(what, lambda: touch(circular))()
        return letters

    letters_to = feeding.letters_to
    monkeypatch.setattr(feeding, "letters_to", meanwhile)
    write_mails(circular)
    versions = set(Delivery.objects.values_list("state", "content_version"))
    expected = {("queued", again(circular).content_version)} if what == "changed" else {("waiting", 0)}
    assert (versions, len(mails(circular))) == (expected, Delivery.objects.count() if what == "changed" else 0)


def test_mails_and_what_deliveries_say_of_them_come_to_be_together(monkeypatch):
    [a_member() for _ in range(4)]
    circular = a_begun_circular()
    monkeypatch.setattr(feeding, "CHUNK", 2)
    calls = []

    def breaks_the_second_time(postings, *, kind):
        calls.append(kind)
        put_many(postings, kind=kind)
        if len(calls) == 2:
            raise DatabaseError

    put_many = feeding.put_many
    monkeypatch.setattr(feeding, "put_many", breaks_the_second_time)
    with pytest.raises(DatabaseError):
        write_mails(circular)
    assert (len(mails(circular)), sum(state == "queued" for state in fates(circular).values())) == (2, 2)
    write_mails(circular)
    assert len(mails(circular)) == Delivery.objects.count()


def test_after_its_slice_of_time_it_goes_on_as_another_task(monkeypatch):
    monkeypatch.setattr(feeding, "CHUNK", 1)
    monkeypatch.setattr(feeding, "SLICE_SECONDS", 0.0001)
    [a_member() for _ in range(2)]
    circular, told = a_begun_circular(), []
    monkeypatch.setattr("home.circular.domain.turns.pass_on", lambda _circular, stamp: told.append(stamp))
    write_mails(circular)
    assert (len(mails(circular)), told) == (1, [stamp_of(again(circular))])


def test_in_the_place_of_a_mail_that_did_not_go_stands_another_and_of_one_that_went_none():
    went, did_not, goes = (a_member() for _ in range(3))
    circular = a_begun_circular()
    write_mails(circular)
    for person, state in ((went, "sent"), (did_not, "suppressed"), (goes, "claimed")):
        Message.objects.filter(person=person).update(state=state)
    former = dict(Message.objects.values_list("person", "pk"))
    written = Delivery.objects.filter(person__in=(went, did_not, goes))
    written.update(state="waiting", round=1)
    letters = feeding.letters_to(list(written), feeding.issue_of(circular))
    call_writer(circular)
    assert feeding.post(letters, feeding.issue_of(circular), stamp_of(circular)) != ""
    now = dict(Message.objects.values_list("person", "pk"))
    assert (len(now), {pk for pk in now if now[pk] != former[pk]}) == (len(former), {did_not.pk})
    assert [fates(circular)[one.email] for one in (went, did_not, goes)] == ["sent", "queued", "waiting"]
    assert Message.objects.get(person=did_not).key == Delivery.objects.get(person=did_not).mail_key


def test_as_many_statements_for_any_number_of_mails(django_assert_num_queries):
    circular = a_begun_circular()
    for number in (1, 3, 30):
        people = [a_member() for _ in range(number)]
        Delivery.objects.all().delete()
        Delivery.objects.bulk_create([Delivery(circular=circular, person=one) for one in people])
        issue, deliveries = feeding.issue_of(circular), list(Delivery.objects.all())
        with django_assert_num_queries(6):
            feeding.letters_to(deliveries, issue)


def test_one_that_cannot_be_written_does_not_keep_the_others_from_theirs(monkeypatch, expected_errors):
    person = a_member()
    circular = a_begun_circular()

    def breaks(to, issue, **how):
        if to == person:
            raise ValueError
        return letter_to(to, issue, **how)

    letter_to = feeding.letter_to
    monkeypatch.setattr(feeding, "letter_to", breaks)
    write_mails(circular)
    assert {email for email, state in fates(circular).items() if state != "queued"} == {person.email}
    assert (fates(circular)[person.email], len(expected_errors())) == ("failed", 1)
