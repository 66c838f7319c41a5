"""`recount_forum`: finds what has drifted, and mends it when asked."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.domain import recounting
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


def test_when_the_last_post_was_is_compared_too():
    topic = a_topic()
    post = a_reply(topic)
    Topic.objects.filter(pk=topic.pk).update(last_posted_at=timezone.now() - timedelta(days=3))
    (drift,) = recounting.drifts()
    assert (drift.field, drift.found, recount("--mend")[0]) == ("last_posted_at", post.created_at, 0)
    topic.refresh_from_db()
    assert (topic.last_posted_at, recount()) == (post.created_at, (0, ["0 drifted"]))


def test_reactions_are_mended_while_the_post_itself_is_held(monkeypatch):
    post = a_reply(a_topic())
    Post.objects.filter(pk=post.pk).update(reactions={"useful": 3}, version=4)
    Reaction.objects.create(post=post, person=a_member(), kind="thanks")
    (drift,) = recounting.drifts()

    def counting_takes_its_time(kinds):
        Post.objects.filter(pk=post.pk).update(version=F("version") + 10)
        return Counter(kinds)

    monkeypatch.setattr(recounting, "Counter", counting_takes_its_time)
    with CaptureQueriesContext(
        connection,
    ) as said:
        recounting.mend(drift)
    post.refresh_from_db()
    held = any('FROM "forum_post"' in query["sql"] and "FOR UPDATE" in query["sql"] for query in said)
    assert (post.reactions, post.version, held) == ({"thanks": 1}, 15, connection.features.has_select_for_update)
