"""How much of a topic one hears."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from forum.domain.following import follow, silence
from forum.domain.opening import open_topic_of
from forum.enums import FollowLevel
from forum.models import Follow
from intranet.members.enums import GroupAccess
from intranet.notifications.domain.preferences import has_muted
from tests.factories.forum import a_topic
from tests.factories.members import WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db


def url_of(topic):
    return reverse("topic_follow", args=[topic.group.slug, topic.pk])


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], (None, False)),
        (["all"], ("all", False)),
        (["replies"], ("replies", False)),
        (["all", "replies"], ("replies", False)),
        (["muted"], (None, True)),
        (["all", "muted"], ("all", True)),
        (["muted", "all"], ("all", False)),
        (["muted", "replies"], ("replies", False)),
        (["muted", "muted"], (None, True)),
    ],
)
def test_the_last_choice_holds(steps, expected, client_of):
    topic, reader = a_topic(), a_member()
    client = client_of(reader)
    answers = [client.post(url_of(topic), {"level": level})["Location"] for level in steps]
    opened = open_topic_of(reader, topic.pk)
    assert ((opened.level, opened.is_muted), answers) == (expected, [topic.get_absolute_url()] * len(steps))


@pytest.mark.parametrize(
    ("steps", "pressed"), [([], "replies"), (["all"], "all"), (["replies"], "replies"), (["muted"], "muted")]
)
def test_the_page_says_what_one_chose(steps, pressed, client_of):
    topic, client = a_topic(), client_of(a_member())
    for level in steps:
        client.post(url_of(topic), {"level": level})
    page = client.get(topic.get_absolute_url()).content.decode()
    found = [level for level in ("all", "replies", "muted") if f'value="{level}" aria-pressed="true"' in page]
    assert found == [pressed]


def test_whoever_writes_follows(client_of):
    topic = a_topic()
    page = client_of(topic.author).get(topic.get_absolute_url()).content.decode()
    assert 'value="all" aria-pressed="true"' in page


@pytest.mark.parametrize("level", ["", "everything", "ALL"])
def test_a_level_that_there_is_not_is_a_bad_request(level, client_of):
    topic = a_topic()
    assert client_of(a_member()).post(url_of(topic), {"level": level}).status_code == 400


def test_nobody_follows_what_they_may_not_read(client_of):
    topic, reader = a_topic(WorkingGroupFactory(access=GroupAccess.PRIVATE)), a_member()
    with pytest.raises(PermissionDenied):
        follow(topic, person=reader, level=FollowLevel.ALL)
    with pytest.raises(PermissionDenied):
        silence(topic, person=reader)
    assert client_of(reader).post(url_of(topic), {"level": "all"}).status_code == 404
    assert (Follow.objects.filter(person=reader).exists(), has_muted(reader, topic)) == (False, False)
