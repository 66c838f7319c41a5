"""`notify`: who is told what, once and for all."""

from collections import Counter

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from intranet.members.enums import GroupAccess
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.audience import readers_among
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.domain.notify import notify
from intranet.notifications.domain.preferences import mute
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.models import Notification, Preference
from tests.factories.members import (
    GroupMembershipFactory,
    UserFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.notifications import a_kind, a_newcomer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures")


def recipients_of(kind="newcomer"):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_each_recipient_is_told_once_and_never_the_actor(group):
    actor, one, other = (a_member(), a_member(), a_member())
    seat = a_newcomer(group)
    assert notify("newcomer", [one, other, one, actor], actor=actor, target=seat, about=group, group=group) == 2
    assert recipients_of() == [one.pk, other.pk]
    told = Notification.objects.get(recipient=one)
    assert (told.target, told.about, told.group, told.actor) == (seat, group, group, actor)
    assert (told.on_site, told.mail, told.read_at, told.mailed_at) == (True, Frequency.DAILY, None, None)


def test_telling_again_tells_only_those_who_are_new(group):
    one, other = (a_member(), a_member())
    seat = a_newcomer(group)
    assert notify("newcomer", [one], actor=None, target=seat) == 1
    Notification.objects.update(read_at=seat.user.created_at)
    assert notify("newcomer", [one, other], actor=None, target=seat) == 1
    assert recipients_of() == [one.pk, other.pk]
    assert Notification.objects.get(recipient=one).read_at is not None


def test_other_kinds_and_other_targets_are_other_notifications(group, register):
    register(a_kind("other"))
    person, seats = a_member(), [a_newcomer(group), a_newcomer(group)]
    counts = [notify(kind, [person], actor=None, target=seat) for kind in ("newcomer", "other") for seat in seats]
    assert (counts, Notification.objects.count()) == ([1, 1, 1, 1], 4)


def test_a_queryset_of_recipients_is_as_good_as_a_list(group):
    one, other, closed = a_member(), a_member(), a_member(is_active=False)
    wanted = User.objects.filter(pk__in=[one.pk, other.pk, closed.pk])
    assert notify("newcomer", wanted, actor=other, target=a_newcomer(group)) == 1
    assert recipients_of() == [one.pk]


def test_people_found_twice_by_a_join_are_told_once(group):
    person = a_member()
    for other in WorkingGroupFactory.create_batch(2):
        a_newcomer(other, user=person)
    twice = User.objects.filter(Q(memberships__group__isnull=False), pk=person.pk)
    assert (twice.count(), notify("newcomer", twice, actor=None, target=a_newcomer(group))) == (2, 1)


def test_closed_accounts_are_not_told(group):
    assert notify("newcomer", [a_member(is_active=False)], actor=None, target=a_newcomer(group)) == 0
    assert recipients_of() == []


def test_nobody_to_tell_is_no_mistake(group):
    assert notify("newcomer", [], actor=None, target=a_newcomer(group)) == 0
    assert notify("newcomer", User.objects.none(), actor=None, target=a_newcomer(group)) == 0


def test_whoever_muted_what_it_is_about_is_not_told(group):
    deaf, other = (a_member(), a_member())
    mute(deaf, group)
    seat, elsewhere = a_newcomer(group), a_newcomer(WorkingGroupFactory())
    assert notify("newcomer", [deaf, other], actor=None, target=seat, about=group) == 1
    assert notify("newcomer", [deaf, other], actor=None, target=elsewhere, about=elsewhere.group) == 2


def test_what_cannot_be_switched_off_is_not_muted_either(group, register, mailoutbox):
    register(a_kind("duty", can_be_switched_off=False, mail=Frequency.NOW))
    deaf, seat = a_member(), a_newcomer(group)
    mute(deaf, group)
    assert notify("duty", [deaf], actor=None, target=seat, about=group) == 1
    mute(deaf, group)
    deliver_pending()
    assert [letter.to for letter in mailoutbox] == [[deaf.email]]


def test_whoever_wants_to_hear_nothing_of_it_is_not_told(group):
    quiet, by_mail = (a_member(), a_member())
    for person, channel in ((quiet, Channel.SITE), (quiet, Channel.MAIL), (by_mail, Channel.SITE)):
        Preference.objects.create(person=person, kind="newcomer", channel=channel, frequency=Frequency.NEVER)
    assert notify("newcomer", [quiet, by_mail], actor=None, target=a_newcomer(group)) == 1
    told = Notification.objects.get()
    assert (told.recipient, told.on_site, told.mail) == (by_mail, False, Frequency.DAILY)


@pytest.mark.parametrize("in_bulk", [True, False])
def test_whoever_may_not_see_it_is_not_told(in_bulk, register):
    if not in_bulk:
        register(a_kind(recipients_who_see=None))
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    inside, outside = GroupMembershipFactory(user=a_member(), group=private).user, a_member()
    seat = a_newcomer(private)
    assert notify("newcomer", [inside, outside], actor=None, target=seat, about=private, group=private) == 1
    assert recipients_of() == [inside.pk]


@pytest.mark.parametrize("access", GroupAccess)
def test_the_readers_of_a_group_are_those_who_read_it_one_by_one(access):
    group = WorkingGroupFactory(access=access)
    former, closed = a_former_member(), a_member(is_active=False)
    people = [a_member(), someone_of_coordination(), a_guest(group), a_guest(WorkingGroupFactory())]
    people += [former, closed, UserFactory(), UserFactory(is_superuser=True)]
    for person in (a_member(), someone_of_coordination(), former, closed, UserFactory()):
        people.append(GroupMembershipFactory(user=person, group=group).user)
    found = readers_among(User.objects.with_standing().filter(pk__in=[person.pk for person in people]), group)
    fresh = User.objects.with_standing().filter(pk__in=[person.pk for person in people])
    one_by_one = [one for one in fresh if WorkingGroup.objects.content_visible_to(one).contains(group)]
    assert sorted(found.values_list("pk", flat=True)) == sorted(one.pk for one in one_by_one)
    assert len(one_by_one) == {GroupAccess.PRIVATE: 3}.get(access, 6)


def test_an_unknown_kind_and_a_target_of_another_kind_are_mistakes(group):
    with pytest.raises(LookupError, match="No app has registered"):
        notify("nothing", [], actor=None, target=group)
    with pytest.raises(TypeError, match="'newcomer' tells of GroupMembership, not of WorkingGroup"):
        notify("newcomer", [], actor=None, target=group)


@pytest.mark.parametrize("number", [1, 3, 300])
def test_statements_are_the_same_for_any_number_of_people(number, group):
    people = User.objects.bulk_create(User(email=f"p{one}@example.org", is_superuser=True) for one in range(number))
    seat = a_newcomer(group)
    notify("newcomer", people[:1], actor=None, target=a_newcomer(group), about=group)  # content types are remembered
    with CaptureQueriesContext(connection) as statements:
        assert notify("newcomer", people, actor=None, target=seat, about=group, group=group) == number
    words = Counter(statement["sql"].split()[0] for statement in statements)
    # Who has muted it, who has been told, who may see it, what they prefer; SQLite takes some sixty rows at a time.
    assert (words["SELECT"], words.total() - words["SELECT"] - words["INSERT"]) == (4, 2)
    assert words["INSERT"] <= 1 + number // 60


@pytest.mark.parametrize(("mail", "enqueued"), [(Frequency.NOW, 1), (Frequency.DAILY, 0), (Frequency.NEVER, 0)])
def test_a_mail_at_once_is_left_to_a_worker_after_the_commit(
    mail, enqueued, group, register, django_capture_on_commit_callbacks
):
    register(a_kind(mail=mail))
    with django_capture_on_commit_callbacks(execute=True):
        assert notify("newcomer", (a_member(), a_member()), actor=None, target=a_newcomer(group)) == 2
        assert DBTaskResult.objects.count() == 0
    paths = list(DBTaskResult.objects.values_list("task_path", flat=True))
    assert paths == ["intranet.notifications.tasks.deliver"] * enqueued
