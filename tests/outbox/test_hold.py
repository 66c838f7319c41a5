"""What a section puts aside, lets go again, or drops."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.outbox.domain import drop, hold, release_held, suppress
from intranet.outbox.enums import MessageState
from intranet.outbox.kinds import register_mail
from intranet.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_state(settings, a_message):
    settings.OUTBOX_AT_ONCE = False

    def message(state, **changes):
        row = a_message(about="circular:1")
        Message.objects.filter(pk=row.pk).update(state=state, **changes)
        return row.pk

    return message


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_what_waits_is_put_aside_and_goes_on_where_it_was(in_state, a_message, django_assert_num_queries):
    for state, attempts in (("queued", 0), ("retry", 2), ("claimed", 1), ("sent", 1)):
        in_state(state, attempts=attempts)
    other = a_message(about="circular:2")
    with django_assert_num_queries(1):
        assert hold("circular:1") == 2
    assert states() == ["held", "held", "claimed", "sent", "queued"]
    assert [row.pk for row in Message.objects.due()] == [other.pk]
    with django_assert_num_queries(1):
        assert release_held("circular:1") == 2
    assert states() == ["queued", "retry", "claimed", "sent", "queued"]


def test_what_is_let_go_is_due_from_then_on_unless_it_is_due_later(in_state):
    later = timezone.now() + timedelta(hours=1)
    first, second = in_state("held"), in_state("held", attempts=1, due_at=later)
    release_held("circular:1")
    due = dict(Message.objects.values_list("pk", "due_at"))
    assert (due[second], timezone.now() - due[first] < timedelta(minutes=1)) == (later, True)
    assert [row.pk for row in Message.objects.due()] == [first]


def test_what_is_dropped_does_not_go(in_state, django_assert_num_queries):
    for state in ("queued", "held", "retry", "claimed", "failed"):
        in_state(state)
    with django_assert_num_queries(1):
        assert drop("circular:1", answer="S’ha aturat.") == 3
    assert states() == ["suppressed", "suppressed", "suppressed", "claimed", "failed"]
    dropped = Message.objects.filter(state=MessageState.SUPPRESSED)
    assert {(row.answer, row.settled_at is None) for row in dropped} == {("S’ha aturat.", False)}


def test_what_was_put_aside_for_an_address_that_gets_no_mail_is_suppressed(in_state):
    in_state("held")
    suppress("berta@manresa.example", reason="refused")
    assert states() == ["suppressed"]


def test_right_before_it_goes_its_kind_may_put_it_aside(in_state, kinds, mailer, served):
    asked = []
    register_mail("test", is_held=lambda _message: not asked, may_go=lambda message: bool(asked.append(message.pk)))
    pk = in_state("queued")
    mailer.look()
    assert (states(), Message.objects.get().attempts, asked, served.accepted) == (["held"], 0, [], [])
    asked.append(0)
    release_held("circular:1")
    mailer.look()
    assert (asked, Message.objects.get().state) == ([0, pk], "suppressed")
