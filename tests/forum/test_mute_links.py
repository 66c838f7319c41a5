"""«I want to hear no more of it» mutes the conversation, also when the answer that the mail told of is gone."""

import pytest

from forum.domain.moderation import remove_post
from forum.enums import FollowLevel
from forum.models import Follow
from intranet.links.purposes import LinkObsoleteError
from intranet.members.enums import GroupAccess
from intranet.notifications.models import Mute, Notification
from intranet.notifications.purposes import ask_mute, mute_thing
from tests.factories.forum import a_reply, a_topic
from tests.factories.members import WorkingGroupFactory
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return a_topic(WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Títol que no surt")


def told_of_a_reply(topic):
    reader = topic.author
    Follow.objects.update_or_create(topic=topic, person=reader, defaults={"level": FollowLevel.ALL})
    reply = a_reply(topic)
    return reader, reply, str(Notification.objects.get(recipient=reader, target_id=reply.pk, kind="reply").pk)


def test_the_topic_is_muted_though_the_answer_was_removed(topic):
    reader, reply, thing = told_of_a_reply(topic)
    remove_post(reply, by=a_group_coordinator(topic.group), reason="Sobra.")
    assert topic.title not in ask_mute(reader, thing).text
    mute_thing(reader, thing)
    assert Mute.objects.get().about_id == topic.pk


def test_nothing_is_muted_that_the_person_may_not_see(topic):
    reader, _reply, thing = told_of_a_reply(topic)
    topic.group.memberships.filter(user=reader).delete()
    for act in (ask_mute, mute_thing):
        with pytest.raises(LinkObsoleteError):
            act(reader, thing)
    assert not Mute.objects.exists()
