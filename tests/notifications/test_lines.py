"""`lines_of`: what a person has been told, folded; and that nothing in it betrays what they may not see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from intranet.members.enums import GroupAccess, MembershipState
from intranet.members.models import GroupMembership, User
from intranet.notifications import kinds
from intranet.notifications.domain.lines import PER_PAGE, lines_of
from intranet.notifications.domain.reading import unread_count
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from tests.factories.members import (
    GroupMembershipFactory,
    UserFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.notifications import a_kind, a_newcomer, told, told_of_newcomers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]


@pytest.fixture
def person():
    return a_member()


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures", slug="cures")


def texts(person, **given):
    return [line.text for line in lines_of(stored(person), **given)]


def stored(person):
    """As the next request finds them: what was known of their standing is forgotten."""
    return User.objects.with_standing().get(pk=person.pk)


def counts(person):
    """What the bell says, how many lines there are, and on how many pages."""
    page = lines_of(stored(person))
    return unread_count(person), page.paginator.count, page.paginator.num_pages


def test_a_line_says_what_happened_where_and_by_whom(person, group):
    actor = UserFactory()
    seat = a_newcomer(group, user=UserFactory(given_name="Roser"))
    noted = told(person, seat, about=group, actor=actor, group=group)
    (line,) = lines_of(person)
    assert (line.text, line.url) == ("Roser ve a Cures", f"/grups/cures/membres/#m{seat.pk}")
    assert (line.kind.name, line.icon, line.actor, line.count) == ("newcomer", "users", actor, 1)
    assert (line.day, line.at, line.unread) == (timezone.localdate(), noted.created_at, True)
    assert (line.newest_id, line.fold) == (noted.pk, noted.fold)


def test_what_happened_to_one_thing_on_one_day_is_one_line_told_by_the_newest(person, group):
    told_of_newcomers(person, group, 2)
    newest = told(person, a_newcomer(group), about=group)
    told(person, a_newcomer(WorkingGroupFactory(name="Formació"), user=UserFactory(given_name="Pau")))
    lines = list(lines_of(person))
    assert [(line.count, line.newest_id == newest.pk) for line in lines] == [(1, False), (3, True)]
    assert lines[1].text == "3 persones noves a Cures"


def test_days_are_those_of_madrid_and_what_is_read_is_another_line(person, group):
    # In summer, two hours ahead of UTC: half past nine and half past ten in the evening there are two days here.
    for hour, read_at in ((21, None), (22, None), (22, timezone.now())):
        told_of_newcomers(person, group, created_at=datetime(2026, 7, 1, hour, 30, tzinfo=UTC), read_at=read_at)
    lines = [(line.day, line.unread, line.count) for line in lines_of(person)]
    assert lines == [(date(2026, 7, 2), False, 1), (date(2026, 7, 2), True, 1), (date(2026, 7, 1), True, 1)]


def test_newest_first_across_kinds(person, group, register):
    register(a_kind("other"))
    now = timezone.now()
    for days, kind in ((3, "newcomer"), (1, "other"), (2, "newcomer")):
        told(person, a_newcomer(group), kind=kind, created_at=now - timedelta(days=days))
    ages = [((now - line.at).days, line.kind.name) for line in lines_of(person)]
    assert ages == [(1, "other"), (2, "newcomer"), (3, "newcomer")]


def test_one_sees_only_ones_own(person, group):
    told_of_newcomers(a_member(), group)
    assert (texts(person), counts(person)) == ([], (0, 0, 1))


def test_what_is_told_by_mail_alone_is_not_listed(person, group):
    told_of_newcomers(person, group, on_site=False, mail=Frequency.DAILY)
    assert counts(person) == (0, 0, 1)
    assert Notification.objects.get().mailed_at is None


def test_only_what_is_unread_and_only_one_section(person, group, register):
    register(a_kind("other", section="Agenda", line=lambda _happening: "Un acte"))
    told_of_newcomers(person, group, 2)
    told(person, a_newcomer(group), kind="other", read_at=timezone.now())
    assert texts(person, unread_only=True) == ["2 persones noves a Cures"]
    assert texts(person, section="Agenda") == ["Un acte"]
    assert texts(person, section="Grups", unread_only=True) == ["2 persones noves a Cures"]
    assert texts(person, section="No hi és") == []


def test_lines_come_in_pages(person):
    for _one in range(PER_PAGE + 1):
        told_of_newcomers(person, WorkingGroupFactory())
    first, second = lines_of(person), lines_of(person, page="2")
    assert (len(first), len(second), first.has_next(), second.has_next()) == (PER_PAGE, 1, True, False)
    assert [lines_of(person, page=page).number for page in (None, "x", "9", "-1")] == [1, 1, 2, 2]
    assert len({line.fold for page in (first, second) for line in page}) == PER_PAGE + 1


@pytest.mark.parametrize("number", [1, 3, 30, 300])
def test_statements_are_the_same_for_any_number_of_rows(number, person, django_assert_num_queries):
    groups = WorkingGroupFactory.create_batch(min(number, PER_PAGE))
    for position in range(number):
        told_of_newcomers(person, groups[position % PER_PAGE], actor=person if position % 2 else None)
    person = stored(person)
    # Their kinds, what is hidden; how many lines, one page of them, their newest, the targets, what they are about.
    with django_assert_num_queries(7):
        assert sum(line.count for line in lines_of(person)) == number
    with django_assert_num_queries(1):
        assert unread_count(person) == len(groups)


def test_nothing_told_costs_hardly_anything(person, django_assert_num_queries):
    person = stored(person)
    with django_assert_num_queries(3):
        assert list(lines_of(person)) == []


@pytest.fixture
def private():
    return WorkingGroupFactory(name="Comissió Executiva", access=GroupAccess.PRIVATE)


def test_who_leaves_a_private_group_sees_and_counts_nothing_of_it_any_more(person, private, group):
    seat = GroupMembershipFactory(group=private, user=person)
    told_of_newcomers(person, private, 2, mail=Frequency.DAILY)
    told_of_newcomers(person, private, created_at=timezone.now() - timedelta(days=3), read_at=timezone.now())
    told_of_newcomers(person, group)
    assert (len(texts(person)), counts(person)) == (3, (2, 3, 1))
    seat.delete()
    left = texts(person)
    assert (len(left), [text for text in left if "Executiva" in text]) == (1, [])
    assert counts(person) == (1, 1, 1)
    assert Notification.objects.filter(recipient=person, group=private, mailed_at=None).count() == 0


def test_what_is_hidden_does_not_make_pages(person, private):
    told_of_newcomers(person, private)
    for _one in range(PER_PAGE):
        told_of_newcomers(person, WorkingGroupFactory())
    assert counts(person) == (PER_PAGE, PER_PAGE, 1)


def test_whoever_only_asks_to_come_into_a_private_group_is_not_told(person, private):
    GroupMembershipFactory(group=private, user=person, state=MembershipState.REQUESTED)
    told_of_newcomers(person, private)
    assert (texts(person), counts(person)) == ([], (0, 0, 1))


def test_a_guest_is_told_of_the_own_group_alone(group):
    guest = a_guest(group)
    told_of_newcomers(guest, group, 2)
    told_of_newcomers(guest, WorkingGroupFactory(name="Formació"))
    assert (texts(guest), counts(guest)) == (["2 persones noves a Cures"], (1, 1, 1))
    GroupMembership.objects.filter(user=guest).update(until=timezone.localdate())
    assert (texts(guest), counts(guest)) == ([], (0, 0, 1))


def test_coordination_is_told_nothing_of_a_private_group_that_it_is_not_in(private):
    coordination = someone_of_coordination()
    told_of_newcomers(coordination, private)
    assert (texts(coordination), counts(coordination)) == ([], (0, 0, 1))


def test_a_closed_account_is_told_nothing(person, group):
    told_of_newcomers(person, group)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert (texts(person), counts(person)) == ([], (0, 0, 1))


def test_a_deleted_target_and_a_deleted_thing_are_off_the_list(person, group, register):
    register(a_kind("other", model=GroupMembership, visible_to=lambda _person: GroupMembership.objects.all()))
    gone, stays = told_of_newcomers(person, group, 2)
    about = a_newcomer(group)
    told(person, a_newcomer(group), kind="other", about=about)
    gone.target.delete()
    about.delete()
    assert len(texts(person)) == 1
    assert counts(person) == (1, 1, 1)
    assert list(Notification.objects.filter(on_site=True)) == [stays]


def test_a_kind_that_nobody_registers_any_more_is_not_shown(person, group, monkeypatch):
    told_of_newcomers(person, group)
    monkeypatch.delitem(kinds._kinds, "newcomer")  # noqa: SLF001 - as if its app were gone
    assert (texts(person), counts(person)) == ([], (0, 0, 1))


def test_settling_leaves_what_others_see_alone(person, private):
    insider = a_member()
    GroupMembershipFactory(group=private, user=insider)
    seat = a_newcomer(private)
    for one in (person, insider):
        told(one, seat, about=private)
    assert (texts(person), counts(insider)) == ([], (1, 1, 1))
