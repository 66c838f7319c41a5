"""What is new, and that it has been read; taken back by the moment at which it was."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from intranet.notifications.domain.opening import take_back
from intranet.notifications.domain.reading import mark_all_read, mark_read, mark_target_read, unread_by, unread_count
from intranet.notifications.models import Notification
from tests.factories.members import UserFactory, WorkingGroupFactory, a_member
from tests.factories.notifications import a_newcomer, told_of_newcomers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]


@pytest.fixture
def person():
    return a_member()


@pytest.fixture
def groups():
    return WorkingGroupFactory.create_batch(3)


def unread(person):
    return set(Notification.objects.filter(recipient=person, read_at=None).values_list("pk", flat=True))


def keys(rows):
    return {row.pk for row in rows}


def test_the_bell_counts_things_and_not_what_happened_to_them(person, groups):
    told_of_newcomers(person, groups[0], 3)
    told_of_newcomers(person, groups[1])
    told_of_newcomers(person, groups[1], read_at=timezone.now())
    told_of_newcomers(person, groups[2], read_at=timezone.now())
    told_of_newcomers(person, groups[2], on_site=False)
    told_of_newcomers(a_member(), groups[2])
    assert unread_count(person) == 2


def test_reading_a_line_reads_all_that_folds_into_it_and_can_be_taken_back(person, groups):
    first, other = told_of_newcomers(person, groups[0], 2), told_of_newcomers(person, groups[1])
    before = told_of_newcomers(person, groups[0], read_at=timezone.now())
    of_another = told_of_newcomers(a_member(), groups[0])
    at = mark_read(person, fold=first[0].fold)
    assert (unread(person), unread(of_another[0].recipient)) == (keys(other), keys(of_another))
    assert take_back(person, at=at) == 2
    assert unread(person) == keys(first) | keys(other)
    assert Notification.objects.get(pk=before[0].pk).read_at is not None


def test_reading_what_was_read_marks_nothing(person, groups):
    (told,) = told_of_newcomers(person, groups[0], read_at=timezone.now())
    assert [mark_read(person, fold=told.fold), mark_all_read(person), mark_target_read(person, groups[0])] == [None] * 3
    assert Notification.objects.get().read_at == told.read_at


def test_reading_everything(person, groups):
    mine = [*told_of_newcomers(person, groups[0], 2), *told_of_newcomers(person, groups[1])]
    others = told_of_newcomers(a_member(), groups[0])
    at = mark_all_read(person)
    assert (unread(person), unread_count(person), unread(others[0].recipient)) == (set(), 0, keys(others))
    assert take_back(person, at=at) == 3
    assert unread(person) == keys(mine)


def test_what_came_after_one_looked_stays_unread(person, groups):
    seen, came_later = told_of_newcomers(person, groups[0], 2)
    mark_all_read(person, up_to=seen.pk)
    assert unread(person) == {came_later.pk}


def test_nobody_takes_back_what_others_read(person, groups):
    told_of_newcomers(person, groups[0])
    at = mark_all_read(person)
    assert take_back(a_member(), at=at) == 0
    assert unread(person) == set()


def test_opening_a_page_reads_what_tells_of_it_and_of_what_belongs_to_it(person, groups):
    about, other = told_of_newcomers(person, groups[0], 2), told_of_newcomers(person, groups[1], 2)
    mark_target_read(person, groups[0])
    assert unread(person) == keys(other)
    mark_target_read(person, other[0].target)
    assert unread(person) == {other[1].pk}
    assert Notification.objects.filter(pk__in=keys(about), read_at=None).count() == 0


def test_opening_a_page_that_nothing_tells_of_writes_nothing(person, groups, django_assert_num_queries):
    told_of_newcomers(person, groups[1])
    mark_target_read(person, groups[2])
    with django_assert_num_queries(1) as statements:
        mark_target_read(person, groups[0])
    assert statements[0]["sql"].startswith("SELECT")


def test_the_bell_reads_its_own_index_alone(groups):
    """With as many rows as a busy network has, most of them read, no other index is of use, nor the table itself."""
    seat = a_newcomer(groups[0])
    people = UserFactory.create_batch(20)
    seat_type, now = ContentType.objects.get_for_model(seat), timezone.now()
    Notification.objects.bulk_create(
        Notification(
            recipient=person,
            kind="newcomer",
            target_type=seat_type,
            target_id=number,
            about_type=seat_type,
            about_id=number,
            fold=f"newcomer:{seat_type.pk}.{number}",
            read_at=now if number % 50 else None,
        )
        for person in people
        for number in range(200)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = unread_by(people[0]).order_by().values("fold").distinct().explain()
    assert "notification_unread" in plan
    assert [scan for scan in ("SCAN notifications", "Seq Scan") if scan in plan] == []
