"""What a mailer does with each answer of the server, with what cannot be sent, and with clocks that jump."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError

from intranet.outbox import mailer as mailer_module
from intranet.outbox.backoff import BACK_OFF, MOST_ATTEMPTS
from intranet.outbox.claims import claim_batch, reap, renew
from intranet.outbox.enums import MessageState, Suppression
from intranet.outbox.kinds import register_mail
from intranet.outbox.mailer import LONGEST_PAUSE_SECONDS, Mailer
from intranet.outbox.models import Message, SuppressedAddress
from intranet.outbox.smtp import verdict_of_answer
from tests.outbox.sink import free_port

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def row_of(message):
    message.refresh_from_db()
    return message


def look_until_idle(mailer, most=20):
    """Look until nothing is due; in how many looks something was done."""
    for looks in range(most):
        if mailer.look() == mailer.interval:
            return looks
    pytest.fail("There was always something to do.")


def test_messages_go_out_as_they_were_put_in_over_one_connection(served, mailer, a_message):
    rows = [a_message(f"p{one}@reus.example") for one in range(5)]
    assert (mailer.look(), mailer.look()) == (0.0, mailer.interval)
    assert served.connections == 1
    assert [accepted.raw for accepted in served.accepted] == [bytes(row.raw).replace(b"\n", b"\r\n") for row in rows]
    done = row_of(rows[0])
    assert (done.state, done.attempts, done.claim, done.leased_until, done.settled_at is not None) == (
        MessageState.SENT,
        1,
        "",
        None,
        True,
    )


def test_the_urgent_go_first(served, mailer, a_message):
    for number in range(25):
        a_message(f"p{number}@reus.example")
    a_message("code@reus.example", urgent=True)
    mailer.look()
    assert served.recipients[:2] == ["code@reus.example", "p0@reus.example"]


@pytest.mark.parametrize(
    "case",
    [
        ("gone@reus.example", MessageState.FAILED, "550 5.1.1 No such person"),
        ("full@reus.example", MessageState.RETRY, "452 4.2.2 Mailbox full"),
        ("later@reus.example", MessageState.RETRY, "450 4.7.1 Greylisted, try again"),
        ("busy@reus.example", MessageState.RETRY, "421 4.3.2 Closing the connection"),
        ("drop@reus.example", MessageState.RETRY, "SMTPServerDisconnected: Connection unexpectedly closed"),
        ("hang@reus.example", MessageState.RETRY, "SMTPServerDisconnected: Connection unexpectedly closed: timed out"),
    ],
)
def test_what_one_address_gets_for_an_answer_does_not_hold_up_the_others(served, mailer, a_message, case):
    address, state, answer = case
    with time_machine.travel(NOON, tick=False):
        refused, others = a_message(address), [a_message(f"p{number}@reus.example") for number in range(3)]
        look_until_idle(mailer)
    row = row_of(refused)
    assert (row.state, row.answer, row.attempts) == (state, answer, 1)
    assert row.due_at == (NOON + BACK_OFF[0] if state == MessageState.RETRY else None)
    assert [row_of(other).state for other in others] == [MessageState.SENT] * 3


def test_a_connection_that_breaks_after_others_is_no_reason_to_wait(served, mailer, a_message):
    a_message("p1@reus.example")
    row = a_message("busy@reus.example")
    mailer.look()
    assert (row_of(row).state, row.due_at <= datetime.now(UTC)) == (MessageState.RETRY, True)
    served.answers.clear()
    mailer.look()
    assert row_of(row).state == MessageState.SENT


def test_attempts_are_made_for_a_day_and_no_longer(served, mailer, a_message):
    row, begun, moments = a_message("later@reus.example"), NOON, []
    with time_machine.travel(begun, tick=False) as clock:
        while row_of(row).state != MessageState.FAILED:
            moments.append(datetime.now(UTC) - begun)
            mailer.look()
            if row_of(row).due_at:
                clock.move_to(row.due_at - timedelta(seconds=1))
                assert mailer.look() == mailer.interval
                clock.move_to(row.due_at)
    assert moments == [sum(BACK_OFF[:number], timedelta()) for number in range(MOST_ATTEMPTS)]
    assert timedelta(days=1) < moments[-1] < timedelta(hours=25)


def test_a_server_that_cannot_be_reached_costs_no_attempt(served, settings, mailer, a_message, expected_errors):
    settings.EMAIL_PORT = free_port()
    rows = [a_message(f"p{number}@reus.example") for number in range(3)]
    assert [mailer.look() for _ in range(8)] == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS]
    assert [(row_of(row).state, row.attempts, "refused" in row.answer) for row in rows] == [
        (MessageState.RETRY, 0, True)
    ] * 3
    assert len(expected_errors()) == 8
    settings.EMAIL_PORT = served.port
    assert (mailer.look(), len(served.accepted)) == (0.0, 3)


def test_nothing_is_sent_without_the_tls_that_is_required(served, settings, mailer, a_message, expected_errors):
    settings.EMAIL_USE_TLS = True
    rows = [a_message(f"p{number}@reus.example") for number in range(3)]
    assert (mailer.look(), served.accepted, len(expected_errors())) == (1.0, [], 1)
    assert [(row_of(row).state, row.attempts, "STARTTLS" in row.answer) for row in rows] == [
        (MessageState.RETRY, 0, True)
    ] * 3


def test_a_server_that_always_hangs_is_left_alone_for_a_while(served, mailer, a_message):
    rows = [a_message("hang@reus.example") for _ in range(5)]
    assert mailer.look() == 1.0
    assert [row_of(row).attempts for row in rows] == [1, 1, 0, 0, 0]
    assert [row.state for row in rows] == [MessageState.RETRY] * 2 + [MessageState.QUEUED] * 3


def test_poison_is_tried_a_few_times_and_stops_nobody(served, mailer, a_message, expected_errors):
    poison, others = a_message(), [a_message(f"p{number}@reus.example") for number in range(3)]
    Message.objects.filter(pk=poison.pk).update(raw=b"\x00\xff no message")
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            look_until_idle(mailer)
            clock.shift(timedelta(hours=2))
        look_until_idle(mailer)
    assert [row_of(other).state for other in others] == [MessageState.SENT] * 3
    assert (row_of(poison).state, poison.attempts) == (MessageState.FAILED, 3)
    assert len(expected_errors()) == 3


def test_what_is_no_longer_wanted_is_not_sent(served, mailer, a_message, kinds):
    register_mail("wanted", may_go=lambda message: message.about == "yes")
    rows = [a_message(kind="wanted", about=about) for about in ("yes", "no")]
    SuppressedAddress.objects.create(email="reus@reus.example", reason=Suppression.REFUSED)
    late = a_message("p@reus.example")
    Message.objects.filter(pk=late.pk).update(to="Reus@reus.example")
    mailer.look()
    assert [row_of(row).state for row in (*rows, late)] == [
        MessageState.SENT,
        MessageState.SUPPRESSED,
        MessageState.SUPPRESSED,
    ]
    assert len(served.accepted) == 1


def test_an_address_that_is_stopped_during_a_batch_gets_nothing_more(served, mailer, a_message, kinds):
    register_mail("stops", may_go=lambda _message: bool(SuppressedAddress.objects.create(email="berta@reus.example")))
    a_message("aina@reus.example", kind="stops")
    row = a_message("berta@reus.example")
    mailer.send_batch(claim_batch(20))
    assert (served.recipients, row_of(row).state) == (["aina@reus.example"], MessageState.SUPPRESSED)


@pytest.mark.parametrize(
    ("code", "final", "trouble"),
    [(530, False, True), (535, False, True), (550, True, False), (421, False, True), (450, False, False)],
)
def test_what_an_answer_means_for_the_message_and_for_the_server(code, final, trouble):
    verdict = verdict_of_answer(code, b"because")
    assert (verdict.final, verdict.is_trouble, verdict.answer) == (final, trouble, f"{code} because")


def test_a_section_hears_of_it_and_its_failure_harms_nothing(served, mailer, a_message, kinds, expected_errors):
    told = []

    def hear(message):
        told.append((message.to, message.state, message.settled_at is not None))
        if message.to.startswith("p0"):
            Message.objects.create(subject=None)

    register_mail("heard", settled=hear)
    rows = [a_message(address, kind="heard") for address in ("p0@reus.example", "gone@reus.example")]
    look_until_idle(mailer)
    assert [row_of(row).state for row in rows] == [MessageState.SENT, MessageState.FAILED]
    assert told == [("p0@reus.example", MessageState.SENT, True), ("gone@reus.example", MessageState.FAILED, True)]
    assert len(expected_errors()) == 1


# --- Claims ---


def test_one_whose_lease_is_over_is_sent_by_another_and_by_nobody_twice(served, mailer, a_message):
    a_message()
    with time_machine.travel(NOON, tick=False) as clock:
        (slow,) = claim_batch(20)
        clock.shift(timedelta(minutes=6))
        mailer.look()
    assert (len(served.accepted), renew(slow)) == (1, False)
    assert mailer.send_batch([slow])
    assert len(served.accepted) == 1


def test_without_the_renewal_it_would_be_sent_twice(served, mailer, a_message, monkeypatch):
    a_message()
    with time_machine.travel(NOON, tick=False) as clock:
        (slow,) = claim_batch(20)
        clock.shift(timedelta(minutes=6))
        mailer.look()
    monkeypatch.setattr(mailer_module, "renew", lambda _message: True)
    mailer.send_batch([slow])
    assert list(served.ids.values()) == [2]


def test_a_message_that_ends_its_process_each_time_is_given_up(a_message, served):
    row = a_message()
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(MOST_ATTEMPTS):
            (claimed,) = claim_batch(20)
            assert renew(claimed)
            clock.shift(timedelta(minutes=6))
            assert reap() == 1
    assert (row_of(row).state, row.attempts, row.claim, row.answer != "") == (
        MessageState.FAILED,
        MOST_ATTEMPTS,
        "",
        True,
    )


@pytest.mark.parametrize(
    "jump", [timedelta(days=-400), timedelta(minutes=-11), timedelta(minutes=6), timedelta(days=400)]
)
def test_a_clock_that_jumps_leaves_nothing_claimed(served, mailer, a_message, jump):
    rows = [a_message(f"p{number}@reus.example") for number in range(2)]
    with time_machine.travel(NOON, tick=False) as clock:
        claim_batch(20)
        assert mailer.look() == mailer.interval
        clock.shift(jump)
        mailer.look()
    assert [row_of(row).state for row in rows] == [MessageState.SENT] * 2
    assert list(served.ids.values()) == [1, 1]


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_holds_up_no_retry_for_long(served, mailer, a_message, jump):
    row = a_message("later@reus.example")
    with time_machine.travel(NOON, tick=False) as clock:
        mailer.look()
        served.answers.clear()
        clock.shift(jump)
        a_message("new@reus.example")
        mailer.look()
    assert row_of(row).state == MessageState.SENT
    assert served.recipients == ["later@reus.example", "new@reus.example"]


def test_a_database_that_is_away_when_the_fate_is_written_is_asked_again(served, mailer, a_message, monkeypatch):
    row, failures = a_message(), [OperationalError("gone"), OperationalError("gone")]
    settle = mailer_module.settle

    def unsure(*args, **kwargs):
        if failures:
            raise failures.pop()
        return settle(*args, **kwargs)

    class OutsideTests:
        in_atomic_block = False

        def close(self):
            return None

    monkeypatch.setattr(mailer_module, "settle", unsure)
    monkeypatch.setattr(mailer_module, "connection", OutsideTests())
    monkeypatch.setattr(mailer_module.time, "sleep", lambda _seconds: None)
    mailer.look()
    assert (row_of(row).state, len(served.accepted)) == (MessageState.SENT, 1)


def test_a_database_that_is_away_ends_no_mailer(monkeypatch, expected_errors):
    mailer = Mailer()

    def away():
        raise OperationalError

    monkeypatch.setattr(mailer_module, "reap", away)
    assert [mailer.look_safely(), mailer.look_safely()] == [1.0, 2.0]
    assert len(expected_errors()) == 2


def test_a_certificate_that_is_not_right_is_an_answer(mailer, a_message, expected_errors, monkeypatch, settings):
    settings.OUTBOX_AT_ONCE = False

    def distrust(_route):
        raise ssl.SSLCertVerificationError(1, "certificate verify failed")

    monkeypatch.setattr(mailer_module.Route, "open", distrust)
    row = a_message()
    mailer.look()
    assert (row_of(row).state, "certificate verify failed" in row.answer, len(expected_errors())) == (
        MessageState.RETRY,
        True,
        1,
    )
