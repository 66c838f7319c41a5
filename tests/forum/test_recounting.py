"""`recount_forum`: finds what has drifted, and mends it when asked."""

from io import StringIO

import pytest
from django.core.management import call_command

from forum.models import Post, Reaction, Topic
from tests.factories.forum import a_reply, a_topic
from tests.factories.members import a_member

pytestmark = pytest.mark.django_db


def recount(*options):
    said = StringIO()
    try:
        call_command("recount_forum", *options, stdout=said)
    except SystemExit as ended:
        return ended.code, said.getvalue().splitlines()
    return 0, said.getvalue().splitlines()


def test_what_the_domain_writes_has_not_drifted():
    a_reply(a_topic())
    assert recount() == (0, ["0 drifted"])


def test_drift_is_said_mended_and_gone():
    topic = a_topic()
    post = a_reply(topic)
    Topic.objects.filter(pk=topic.pk).update(post_count=9, last_number=7, last_author=topic.author)
    Post.objects.filter(pk=post.pk).update(reactions={"useful": 3})
    Reaction.objects.create(post=post, person=a_member(), kind="thanks")
    said = [
        f"{topic}: post_count says 9, and there is 2",
        f"{topic}: last_number says 7, and there is 2",
        f"{topic}: last_author_id says {topic.author.pk}, and there is {post.author.pk}",
        f"{topic} #2: reactions says {{'useful': 3}}, and there is {{'thanks': 1}}",
        "4 drifted",
    ]
    assert recount() == (1, said)
    assert recount("--mend") == (0, said)
    assert recount() == (0, ["0 drifted"])
    topic.refresh_from_db()
    post.refresh_from_db()
    assert (topic.post_count, topic.last_number, topic.last_author, post.reactions) == (
        2,
        2,
        post.author,
        {"thanks": 1},
    )
