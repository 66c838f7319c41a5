"""What the night forgets, and what it takes off the bell of those who do not look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.jobs.registry import find_job
from intranet.members.enums import GroupAccess
from intranet.notifications.domain.cleaning import KEEP, KEEP_UNREAD, clean
from intranet.notifications.domain.reading import unread_count
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Digest, Notification
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_former_member, a_member
from tests.factories.notifications import told_of_newcomers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]

DAY = timedelta(days=1)


@pytest.fixture
def person():
    return a_member()


@pytest.fixture
def group():
    return WorkingGroupFactory()


def left():
    return set(Notification.objects.values_list("pk", flat=True))


def test_what_was_read_or_is_on_no_list_is_forgotten_after_half_a_year(person, group):
    now = timezone.now()
    old, recent = now - KEEP - DAY, now - KEEP + DAY
    told_of_newcomers(person, group, created_at=old, read_at=now)
    told_of_newcomers(person, group, created_at=old, on_site=False, mail=Frequency.DAILY, mailed_at=now)
    kept = [
        *told_of_newcomers(person, group, created_at=recent, read_at=now),
        *told_of_newcomers(person, group, created_at=old),
        *told_of_newcomers(person, group, created_at=old, read_at=now, mail=Frequency.WEEKLY),
    ]
    clean(now=now)
    assert left() == {one.pk for one in kept}


def test_what_nobody_came_to_read_is_forgotten_after_a_year(person, group):
    now = timezone.now()
    told_of_newcomers(person, group, created_at=now - KEEP_UNREAD - DAY)
    told_of_newcomers(a_former_member(), group, created_at=now - KEEP_UNREAD - DAY)
    (kept,) = told_of_newcomers(person, group, created_at=now - KEEP_UNREAD + DAY)
    clean(now=now)
    assert left() == {kept.pk}


def test_old_digests_are_forgotten(person):
    today = timezone.localdate()
    for day in (today - KEEP - 2 * DAY, today - KEEP + 2 * DAY):
        Digest.objects.create(person=person, frequency=Frequency.DAILY, day=day)
    clean()
    assert Digest.objects.get().day == today - KEEP + 2 * DAY


def test_what_may_not_be_seen_any_more_is_off_the_bell_by_the_morning(person):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    insider = a_member()
    GroupMembershipFactory(group=private, user=insider)
    for one in (person, insider):
        told_of_newcomers(one, private)
    assert (unread_count(person), unread_count(insider)) == (1, 1)
    find_job("clean_notifications").run()
    assert (unread_count(person), unread_count(insider)) == (0, 1)


def test_whoever_has_no_access_today_finds_their_notices_when_they_come_back(group):
    away = a_former_member()
    told_of_newcomers(away, group)
    clean()
    assert unread_count(away) == 1
