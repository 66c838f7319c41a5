"""What the groups say on their own home and on the dashboard."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.domain.listing import news_of
from forum.models import GroupMark, Topic
from forum.panels import latest_topics, unanswered_questions, unread_by_group
from intranet.members.enums import GroupAccess
from intranet.members.models import WorkingGroup
from tests.factories.forum import a_question, a_reply, a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def asked_by(rf, person):
    request = rf.get("/")
    request.user = person
    return request


def titles_in(rows):
    return re.findall(r'<h3 class="topic-row__title"><a href="[^"]+">([^<]+)</a>', rows)


def seat(person, group):
    GroupMembershipFactory(group=group, user=person)
    return group


def test_a_groups_home_has_its_pinned_and_latest_topics_and_its_open_questions(client_of):
    group = WorkingGroupFactory()
    first = a_question(group, title="Qui ho sap?")
    pinned = a_topic(group, title="Benvinguda")
    Topic.objects.filter(pk=pinned.pk).update(is_pinned=True, last_posted_at=timezone.now() - timedelta(days=9))
    page = client_of(first.author).get(group.get_absolute_url()).content.decode()
    assert titles_in(page) == ["Benvinguda", "Qui ho sap?", "Qui ho sap?"]


def test_an_empty_group_invites_those_who_may_write(rf):
    group = WorkingGroupFactory(access=GroupAccess.CLOSED)
    inside, outside = seat_holder(group), a_member()
    found = {
        who: latest_topics(asked_by(rf, person), group=group).context["may_write"]
        for who, person in {"inside": inside, "outside": outside}.items()
    }
    assert found == {"inside": True, "outside": False}
    assert unanswered_questions(asked_by(rf, inside), group=group) is None


def seat_holder(group):
    person = a_member()
    seat(person, group)
    return person


def test_the_dashboard_tells_what_is_new_group_by_group(rf):
    reader, cures, energia = a_member(), WorkingGroupFactory(name="Cures"), WorkingGroupFactory(name="Energia")
    for group in (cures, energia):
        seat(reader, group)
    for group, title, age in [(cures, "A", 3), (energia, "B", 2), (cures, "C", 1), (energia, "Antic", 24 * 40)]:
        topic = a_topic(group, title=title)
        Topic.objects.filter(pk=topic.pk).update(last_posted_at=timezone.now() - timedelta(hours=age))
    a_topic(title="D'un altre grup")
    panel = unread_by_group(asked_by(rf, reader))
    assert [(group.name, titles_in(group.rows)) for group in panel.context["groups"]] == [
        ("Cures", ["C", "A"]),
        ("Energia", ["B"]),
    ]


def test_nothing_new_is_no_panel(rf):
    reader = a_member()
    group = seat(reader, WorkingGroupFactory())
    a_topic(group)
    GroupMark.objects.create(person=reader, group=group)
    assert unread_by_group(asked_by(rf, reader)) is None


def test_the_dashboard_tells_of_the_groups_that_one_is_in_today(rf):
    """As `WorkingGroup.objects.of` has them, for whom the statement is worded anew only once a day."""
    everyone, own, left = WorkingGroupFactory(holds_everyone=True), WorkingGroupFactory(), WorkingGroupFactory()
    for group in (everyone, own, left):
        a_topic(group, title=group.name)
    member, guest = seat_holder(own), a_guest(own)
    yesterday = timezone.localdate() - timedelta(days=1)
    for person in (member, guest):
        GroupMembershipFactory(group=left, user=person, until=yesterday)
    GroupMembershipFactory(group=everyone, user=guest)
    found = {
        who: {line.group_slug for line in news_of(person, most=9)} for who, person in (("m", member), ("g", guest))
    }
    assert found == {"m": {everyone.slug, own.slug}, "g": {own.slug}}
    assert [{group.slug for group in WorkingGroup.objects.of(person)} for person in (member, guest)] == list(
        found.values()
    )


def test_coordination_is_told_nothing_of_private_groups(rf):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    a_question(group, title="El secret")
    person = someone_of_coordination()
    assert (
        titles_in(str(latest_topics(asked_by(rf, person), group=group).context["rows"])),
        unread_by_group(asked_by(rf, person)),
    ) == ([], None)


@pytest.mark.parametrize("rows", [1, 3, 8])
def test_panels_make_the_same_statements_for_any_number(rows, rf, django_assert_num_queries):
    reader = a_member()
    group = seat(reader, WorkingGroupFactory())
    author = a_member()
    for _turn in range(rows):
        a_reply(a_question(group, author), a_member())
    request = asked_by(rf, type(reader).objects.with_standing().get(pk=reader.pk))
    builders = (
        lambda: latest_topics(request, group=group),
        lambda: unanswered_questions(request, group=group),
        lambda: unread_by_group(request),
    )
    for build in builders:
        build()
        with django_assert_num_queries(1):
            build()
