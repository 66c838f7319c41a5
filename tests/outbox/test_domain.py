"""What coordination may do with a message, and what is forgotten when."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.jobs.registry import find_job
from intranet.outbox.domain import KEEP_BODIES, KEEP_ROWS, purge, retry, suppress, unsuppress
from intranet.outbox.enums import MessageState, Suppression
from intranet.outbox.models import Message, SuppressedAddress
from tests.factories.members import UserFactory, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    """Somebody who may see to the outbox."""
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="change_message", content_type__app_label="outbox"))
    return person


@pytest.fixture
def in_state(settings, a_message):
    settings.OUTBOX_AT_ONCE = False

    def message(state, **changes):
        row = a_message()
        Message.objects.filter(pk=row.pk).update(state=state, **changes)
        row.refresh_from_db()
        return row

    return message


def test_a_failed_message_begins_anew(in_state, keeper):
    now = timezone.now()
    row = retry(in_state(MessageState.FAILED, attempts=9, settled_at=now, answer="550 No"), by=keeper)
    assert (row.state, row.attempts, row.due_at, row.settled_at) == (MessageState.QUEUED, 0, None, None)
    waiting = retry(in_state(MessageState.RETRY, attempts=2, due_at=now + timedelta(hours=3)), by=keeper)
    assert [message.pk for message in Message.objects.due()] == [row.pk, waiting.pk]


@pytest.mark.parametrize(
    "state", [MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENT, MessageState.SUPPRESSED]
)
def test_others_are_not_tried_again(in_state, keeper, state):
    with pytest.raises(ValidationError):
        retry(in_state(state), by=keeper)


def test_nor_is_one_whose_body_is_forgotten(in_state, keeper):
    with pytest.raises(ValidationError):
        retry(in_state(MessageState.FAILED, raw=b""), by=keeper)


def test_members_do_nothing_here(in_state):
    row = in_state(MessageState.FAILED)
    for change in (
        lambda by: retry(row, by=by),
        lambda by: suppress("a@reus.example", reason=Suppression.ASKED, by=by),
        lambda by: unsuppress("a@reus.example", by=by),
    ):
        with pytest.raises(PermissionDenied):
            change(a_member())
    assert (Message.objects.get().state, SuppressedAddress.objects.count()) == (MessageState.FAILED, 0)


def test_what_waits_for_an_address_is_suppressed_with_it(in_state, keeper):
    rows = [in_state(state) for state in (MessageState.QUEUED, MessageState.RETRY, MessageState.SENT)]
    suppress(" Berta@manresa.example", reason=Suppression.REFUSED, by=keeper)
    suppress("berta@manresa.example", reason=Suppression.ASKED)
    assert list(SuppressedAddress.objects.values_list("email", "reason")) == [("berta@manresa.example", "refused")]
    assert [Message.objects.get(pk=row.pk).state for row in rows] == ["suppressed", "suppressed", "sent"]
    unsuppress("BERTA@manresa.example", by=keeper)
    assert SuppressedAddress.objects.count() == 0


def test_bodies_are_forgotten_after_two_weeks_and_rows_after_a_year(in_state):
    now, minute = timezone.now(), timedelta(minutes=1)
    moments = [
        now - KEEP_ROWS - minute,
        now - KEEP_ROWS + minute,
        now - KEEP_BODIES - minute,
        now - KEEP_BODIES + minute,
    ]
    rows = [in_state(MessageState.SENT, settled_at=moment) for moment in moments]
    waiting = in_state(MessageState.RETRY, created_at=now - timedelta(days=400))
    assert purge(now=now) == (2, 1)
    assert [(row.pk, bytes(row.raw) == b"") for row in Message.objects.order_by("pk")] == [
        (rows[1].pk, True),
        (rows[2].pk, True),
        (rows[3].pk, False),
        (waiting.pk, False),
    ]
    find_job("purge_outbox").run()
    assert Message.objects.count() == 4
