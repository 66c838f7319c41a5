"""The feed of a group: for whoever holds the token, what its person reads on that day, and nothing of failures."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.domain.editing import edit_post
from forum.domain.moderation import move, remove_post
from forum.domain.publishing import Writing
from forum.enums import Outcome
from forum.feeds import MOST_POSTS, feed_url_of, feeds_of_groups, posts_for_feed
from forum.models import Post, Topic
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.feeds import feed_token, renew
from intranet.members.models import GroupMembership, User, WorkingGroup
from tests.factories.forum import a_reply, a_topic, an_experience, replies
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://intranet.xmess.example"


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures", slug="cures", aims="Cuidar.")


@pytest.fixture
def berta():
    return a_member(given_name="Berta", family_name="Puig")


def path_of(person, group):
    return f"/grups/{group.slug}/canal/{feed_token(person)}.xml"


def read(person, group, **headers):
    """By a program: nobody is signed in."""
    return Client().get(path_of(person, group), headers=headers)


def titles(response):
    return [item.findtext("title") for item in ET.fromstring(response.content).iter("item")]  # noqa: S314 - our own


def test_feed_tells_what_was_said_last_first(group, berta):
    topic = a_topic(group, berta, title="Com puntueu?", body="<p>Ens <b>interessa</b> molt.</p>")
    a_reply(topic, a_member())
    response = read(berta, group)
    channel = ET.fromstring(response.content).find("channel")  # noqa: S314 - our own
    first, last = channel.iter("item")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert (channel.findtext("title").startswith("Cures"), channel.findtext("description")) == (True, "Cuidar.")
    assert channel.findtext("link") == "https://intranet.xmess.example/grups/cures/temes/"
    council = topic.council.full_name
    assert [last.findtext(name) for name in ("title", "link", "guid", "description")] == [
        f"{topic.get_kind_display()}: Com puntueu?",
        f"https://intranet.xmess.example/grups/cures/temes/{topic.pk}/m/1/",
        f"https://intranet.xmess.example/grups/cures/temes/{topic.pk}/m/1/",
        "Ens interessa molt.",
    ]
    assert f"Berta Puig · {council}" in response.content.decode()
    assert first.findtext("title") == _("Answer in «%(topic)s»") % {"topic": "Com puntueu?"}


def test_feed_does_not_give_away_its_own_address(group, berta):
    a_topic(group, berta)
    response = read(berta, group)
    assert feed_token(berta) not in response.content.decode()
    headers = {name: response[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert headers == {
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    assert not response.cookies


def test_who_reads_which_feed(group):
    """As the group's own pages, today: coordination too reads no private group that it is not in."""
    private, guest = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_guest(group)
    people = {
        "guest": guest,
        "former": a_former_member(),
        "member": a_member(),
        "inside": GroupMembershipFactory(group=private, user=a_member()).user,
        "coordination": someone_of_coordination(),
    }
    found = {name: [read(one, each).status_code for each in (group, private)] for name, one in people.items()}
    assert found == {
        "guest": [200, 404],
        "former": [404, 404],
        "member": [200, 404],
        "inside": [200, 200],
        "coordination": [200, 404],
    }
    assert Client().get("/grups/no-hi-es/canal/x.xml").status_code == 404
    assert Client().get(f"/grups/no-hi-es/canal/{feed_token(guest)}.xml").status_code == 404


def test_whoever_is_taken_out_reads_no_more(group, berta):
    WorkingGroup.objects.filter(pk=group.pk).update(access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(group=group, user=berta)
    a_topic(group)
    etag = read(berta, group)["ETag"]
    seat.delete()
    assert [read(berta, group).status_code, read(berta, group, if_none_match=etag).status_code] == [404, 404]


def test_a_renewed_key_ends_the_old_address(group, berta):
    before = path_of(berta, group)
    renew(berta)
    assert [Client().get(path).status_code for path in (before, path_of(berta, group))] == [404, 200]


def test_nothing_of_a_failure_is_in_the_feed(group, berta):
    failure = an_experience(group, outcome=Outcome.FAILURE, title="Parc tancat", done="Perdre diners")
    success = an_experience(group, title="Parc obert")
    a_reply(failure.topic, body="<p>La concessió.</p>")
    a_reply(success.topic, body="<p>Va bé.</p>")
    text = read(berta, group).content.decode()
    assert [word for word in ("Parc tancat", "Perdre", "La concessió", "fracàs", "Failure") if word in text] == []
    assert ["Parc obert" in text, "Va bé." in text] == [True, True]
    success.outcome = Outcome.FAILURE
    success.save()
    assert titles(read(berta, group)) == []


def test_what_is_removed_or_has_moved_is_not_in_the_feed(group, berta):
    boss, other = someone_of_coordination(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=other, user=boss, role=GroupRole.COORDINATOR)
    moved, removed, kept = (a_topic(group, title=title) for title in ("Marxa", "Treta", "Queda"))
    answer = a_reply(kept, body="<p>Dades</p>")
    assert len(titles(read(berta, group))) == 4
    move(moved, to=other, by=boss)
    remove_post(removed.posts.get(), by=boss, reason="No.")
    remove_post(answer, by=boss, reason="No.")
    assert titles(read(berta, group)) == [f"{kept.get_kind_display()}: Queda"]
    assert titles(read(boss, other)) == [f"{moved.get_kind_display()}: Marxa"]


def test_what_has_not_changed_is_not_sent_again(group, berta):
    topic = a_topic(group, berta)
    first = read(berta, group)
    same = read(berta, group, if_none_match=first["ETag"])
    assert (same.status_code, same.content, same["Cache-Control"]) == (304, b"", "private, no-cache")
    edit_post(topic.posts.get(), by=berta, writing=Writing("<p>Millor dit.</p>"))
    second = read(berta, group, if_none_match=first["ETag"])
    a_reply(topic)
    third = read(berta, group, if_none_match=second["ETag"])
    assert [second.status_code, third.status_code] == [200, 200]


def test_words_that_xml_cannot_hold_and_markup_do_no_harm(group, berta):
    topic = a_topic(group, berta, title="<b>Fins & tot</b>")
    quote = "<blockquote><p>Un altre va dir.</p></blockquote>"
    Post.objects.update(body=f"{quote}<p>a\x0b\x1fb &lt;script&gt;1&lt;/script&gt; ]]&gt; \ufffe c</p>")
    response = read(berta, group)
    assert titles(response) == [f"{topic.get_kind_display()}: <b>Fins & tot</b>"]
    assert ["script" in response.content.decode(), "<script>" in response.content.decode()] == [True, False]
    assert "Un altre" not in response.content.decode()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_feed_costs_the_same_for_any_number_of_posts(group, berta, number, django_assert_num_queries):
    replies(a_topic(group), number)
    Topic.objects.update(created_at=timezone.now())
    path = path_of(berta, group)
    with django_assert_num_queries(3):  # the person, the group, the posts
        response = Client().get(path)
    assert len(titles(response)) == min(number + 1, MOST_POSTS)


def test_feed_tells_the_latest_of_a_group_however_they_lie(group, berta):
    """Of many topics, of a long one, and past removed posts: the same as by looking at every post."""
    moderator = someone_of_coordination()
    for turn in range(4):
        topic = a_topic(group, title=f"Tema {turn}")
        posts = replies(topic, 12)
        for post in posts[turn::3]:
            remove_post(Post.objects.get(pk=post.pk), by=moderator, reason="Publicitat")
    visible = Post.objects.filter(topic__group=group, removed_at=None).order_by("-created_at", "-pk")
    assert [post.pk for post in posts_for_feed(group)] == [post.pk for post in visible[:MOST_POSTS]]


def test_feed_looks_at_the_ends_of_the_latest_topics_alone(group):
    with CaptureQueriesContext(connection) as asked:
        posts_for_feed(group)
    (statement,) = [query["sql"] for query in asked]
    assert re.findall(r"LIMIT (\d+)", statement) == [str(MOST_POSTS)] * 2


def test_feed_is_read_and_never_written_to(group, berta):
    assert [Client().head(path_of(berta, group)).status_code, Client().post(path_of(berta, group)).status_code] == [
        200,
        405,
    ]


def test_addresses_are_those_of_the_own_groups(group, berta):
    GroupMembershipFactory(group=group, user=berta)
    everyone = WorkingGroupFactory(name="Tothom", slug="tothom", holds_everyone=True)
    WorkingGroupFactory(name="Altres")
    person, token = User.objects.with_standing().get(pk=berta.pk), feed_token(berta)
    base = "https://intranet.xmess.example"
    assert [(feed.label, feed.url) for feed in feeds_of_groups(person, token)] == [
        ("Cures", f"{base}/grups/cures/canal/{token}.xml"),
        ("Tothom", f"{base}/grups/tothom/canal/{token}.xml"),
    ]
    assert feed_url_of(berta, everyone) == f"{base}/grups/tothom/canal/{token}.xml"


def test_the_topic_list_leads_to_the_own_feed(client_of, group, berta):
    a_topic(group)
    page = client_of(berta).get("/grups/cures/temes/").content.decode()
    (address,) = set(re.findall(r'href="([^"]+\.xml)"', page))
    assert address == feed_url_of(berta, group)
    assert not GroupMembership.objects.filter(user=berta).exists()
