"""The network is told when a piece of news comes out: once, by hand or by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from home.models import NewsPage
from intranet.jobs.recurring import publish_scheduled
from intranet.members.models import User
from intranet.notifications.domain.lines import lines_of
from intranet.notifications.domain.reading import unread_count
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from tests.factories.home import a_news_page, a_section_page
from tests.factories.members import UserFactory, a_former_member, a_guest, a_member, someone_of_coordination
from tests.factories.notifications import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return someone_of_coordination()


@pytest.fixture
def draft(editor):
    return a_news_page("Nova guia", live=False, owner=editor, lead="Ja es pot consultar.")


def publish(page, by):
    page.save_revision(user=by).publish(user=by)
    return NewsPage.objects.get(pk=page.pk)


def told_people():
    return sorted(Notification.objects.filter(kind="news").values_list("recipient", flat=True))


def test_everyone_in_the_network_is_told_but_who_published_it(draft, editor):
    people = [a_member(), someone_of_coordination()]
    for _outside in (a_guest(), a_former_member(), UserFactory(), a_member(is_active=False)):
        pass
    page = publish(draft, editor)
    assert told_people() == sorted(person.pk for person in people)
    (line,) = lines_of(people[0])
    assert (line.text, line.url, line.icon, line.actor) == (
        _("News: %(title)s") % {"title": "Nova guia"},
        page.url,
        "newspaper",
        editor,
    )
    assert Notification.objects.first().mail == Frequency.WEEKLY


def test_an_author_is_told_that_coordination_has_published_it(editor):
    author = a_member()
    publish(a_news_page(live=False, owner=author), editor)
    assert told_people() == [author.pk]


def test_publishing_again_tells_nobody_not_even_those_who_have_come_since(draft, editor):
    person = a_member()
    page = publish(draft, editor)
    a_member()
    page = publish(page, editor)
    page.unpublish()
    publish(NewsPage.objects.get(pk=page.pk), editor)
    assert told_people() == [person.pk]


def test_what_came_out_elsewhere_before_is_no_news(draft, editor):
    a_member()
    draft.first_published_at = timezone.now() - timedelta(days=90)
    publish(draft, editor)
    assert told_people() == []


def test_the_clock_tells_too_and_not_before_its_time(draft, editor):
    person = a_member()
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    publish(draft, editor)
    assert (told_people(), NewsPage.objects.get(pk=draft.pk).live) == ([], False)
    revision = draft.revisions.latest("created_at")
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled()
    assert (told_people(), unread_count(person)) == ([person.pk], 1)


def test_other_pages_are_no_news(editor):
    a_member()
    publish_other = a_section_page(live=False).save_revision(user=editor)
    publish_other.publish(user=editor)
    assert Notification.objects.count() == 0


def test_a_guest_and_one_who_has_left_read_no_news(draft, editor):
    page = publish(draft, editor)
    for person in (a_guest(), a_former_member()):
        told(person, page, kind="news")
        found = User.objects.with_standing().get(pk=person.pk)
        assert ([line.text for line in lines_of(found)], unread_count(person)) == ([], 0)


def test_news_that_were_withdrawn_or_deleted_are_off_the_list(draft, editor):
    person = a_member()
    page = publish(draft, editor)
    other = publish(a_news_page("Una altra", live=False, owner=editor), editor)
    assert unread_count(person) == 2
    page.unpublish()
    other.delete()
    assert ([line.text for line in lines_of(person)], unread_count(person)) == ([], 0)


def test_telling_three_hundred_people_costs_no_more_than_telling_one(draft, editor, django_assert_max_num_queries):
    a_member()
    with django_assert_max_num_queries(200) as one:
        publish(draft, editor)
    council = a_member().positions.get().organisation
    people = User.objects.bulk_create(User(email=f"p{number}@example.org") for number in range(300))
    council.positions.bulk_create(
        council.positions.model(user=person, organisation=council, starts_on=timezone.localdate()) for person in people
    )
    other = a_news_page("Una altra", live=False, owner=editor)
    with django_assert_max_num_queries(200) as many:
        publish(other, editor)
    inserts = sum("notifications_notification" in query["sql"] and query["sql"].startswith("INSERT") for query in many)
    assert inserts <= 6
    assert len(many) - inserts <= len(one)
