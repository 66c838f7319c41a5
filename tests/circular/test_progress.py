"""How far the sending is, from the rows alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.circular.domain.progress import Progress, failures_of, progress_of
from home.circular.models import Delivery
from intranet.outbox.models import Message
from tests.factories.circular import a_circular
from tests.factories.members import a_member

pytestmark = pytest.mark.django_db


def a_delivery(circular, state, reason="", *, ago=None, mail="", answer=""):
    person = a_member()
    settled = timezone.now() - ago if ago else None
    Delivery.objects.create(circular=circular, person=person, state=state, skip_reason=reason, settled_at=settled)
    if mail:
        Message.objects.create(
            kind="circular",
            to=person.email,
            person=person,
            message_id=f"<{person.pk}@x>",
            about=f"circular:{circular.pk}",
            state=mail,
            answer=answer,
        )
    return person


def test_it_is_counted_in_two_statements(django_assert_num_queries):
    circular, other = a_circular(), a_circular(timezone.localdate().replace(day=1))
    a_delivery(other, "failed", mail="failed")
    a_delivery(circular, "waiting")
    for mail in ("queued", "retry", "claimed"):
        a_delivery(circular, "queued", mail=mail)
    for seconds in (5, 30, 90):
        a_delivery(circular, "sent", ago=timedelta(seconds=seconds), mail="sent")
    failed = a_delivery(circular, "failed", ago=timedelta(seconds=10), mail="failed", answer="550 No")
    a_delivery(circular, "skipped", "left", ago=timedelta(minutes=2))
    with django_assert_num_queries(2):
        found = progress_of(circular)
    assert found == Progress(waiting=1, queued=3, sent=3, failed=1, retry=1, pace=3, skipped={"left": 1})
    assert (found.total, found.left, found.done, found.percent, found.on_their_way, found.minutes_left) == (
        9,
        4,
        5,
        55,
        2,
        1,
    )
    unwritten = a_delivery(circular, "failed", ago=timedelta(seconds=5))
    with django_assert_num_queries(2):
        assert [(one.person, one.answer) for one in failures_of(circular)] == [(unwritten, ""), (failed, "550 No")]


def test_nothing_yet():
    assert (Progress().percent, Progress().minutes_left, Progress().reasons) == (0, None, [])
