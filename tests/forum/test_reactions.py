"""Reacting with one word: given and taken back, counted right, and by whom."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from forum.domain.reactions import react
from forum.enums import ReactionKind
from forum.models import Post, Reaction
from intranet.members.enums import GroupAccess
from tests.factories.forum import a_reply, a_topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return a_topic()


@pytest.fixture
def post(topic):
    return topic.posts.get()


def url_of(topic):
    return reverse("topic_react", args=[topic.group.slug, topic.pk])


def counts(post):
    post.refresh_from_db()
    return post.reactions


def test_a_word_is_given_and_taken_back(post):
    one, other = a_member(), a_member()
    given = [
        react(post, by=one, kind=ReactionKind.USEFUL),
        react(post, by=other, kind=ReactionKind.USEFUL),
        react(post, by=one, kind=ReactionKind.THANKS),
        react(post, by=other, kind=ReactionKind.USEFUL),
    ]
    assert (given, counts(post)) == ([True, True, True, False], {"useful": 1, "thanks": 1})


def test_a_word_that_is_said_twice_stands_once_and_taken_back_twice_is_gone(topic, post, client_of):
    client, found = client_of(a_member()), []
    for wanted in ("1", "1", "0", "0"):
        client.post(url_of(topic), {"react": f"{post.pk}:useful:{wanted}"})
        found.append((counts(post), post.version))
    before = found[0][1]
    assert found == [({"useful": 1}, before), ({"useful": 1}, before), ({}, before + 1), ({}, before + 1)]


def test_a_reaction_draws_the_post_anew(post):
    before = post.version
    react(post, by=a_member(), kind=ReactionKind.AGREE)
    post.refresh_from_db()
    assert post.version == before + 1


@pytest.mark.parametrize("why", ["own", "removed", "removed topic", "outside"])
def test_whoever_may_not_react_is_refused(why, topic, post):
    person = topic.author if why == "own" else a_member()
    if why == "removed":
        Post.objects.update(removed_at=timezone.now())
    if why == "removed topic":
        type(topic).objects.update(removed_at=timezone.now())
    if why == "outside":
        type(topic.group).objects.update(access=GroupAccess.CLOSED)
    with pytest.raises(PermissionDenied):
        react(post, by=person, kind=ReactionKind.USEFUL)
    assert (counts(post), Reaction.objects.count()) == ({}, 0)


def test_the_button_leads_back_to_the_post_and_stays_pressed(topic, post, client_of):
    client = client_of(a_member())
    answer = client.post(url_of(topic), {"react": f"{post.pk}:useful"})
    page = client.get(topic.get_absolute_url()).content.decode()
    others = client_of(a_member()).get(topic.get_absolute_url()).content.decode()
    button = f'value="{post.pk}:useful" aria-pressed="'
    assert answer["Location"] == f"{topic.get_absolute_url()}#m1"
    assert (f'{button}true"' in page, f'{button}false"' in others) == (True, True)


def test_htmx_gets_the_card_alone_and_keeps_the_focus(topic, post, client_of):
    answer = client_of(a_member()).post(url_of(topic), {"react": f"{post.pk}:same"}, headers={"HX-Request": "true"})
    card = answer.content.decode()
    assert (answer["HX-Retarget"], card.startswith('<article class="post" id="m1"')) == ("#m1", True)
    assert f'value="{post.pk}:same" autofocus aria-pressed="true"' in card


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        ":useful",
        "1",
        "1:love",
        "²:useful",
        "99999999999999999999999:useful",
        "-1:useful",
        f"{'0' * 5_000}1:useful",
        "1:useful:2",
        "1:useful:1:1",
    ],
)
def test_what_is_no_reaction_is_a_bad_request(sent, topic, client_of):
    assert client_of(a_member()).post(url_of(topic), {"react": sent}).status_code == 400


def test_a_post_of_another_topic_is_not_there(topic, client_of):
    hidden = a_topic(WorkingGroupFactory(access=GroupAccess.PRIVATE)).posts.get()
    client = client_of(a_member())
    found = [
        client.post(url_of(topic), {"react": f"{hidden.pk}:useful"}).status_code,
        client.get(f"{url_of(topic)}?id={hidden.pk}").status_code,
    ]
    assert (found, Reaction.objects.count()) == ([404, 404], 0)


def test_without_javascript_a_page_offers_the_words(topic, post, client_of):
    reader = a_member()
    react(post, by=reader, kind=ReactionKind.USEFUL)
    client = client_of(reader)
    page = client.get(f"{url_of(topic)}?id={post.pk}")
    wanted = {kind: 0 if kind == ReactionKind.USEFUL else 1 for kind in ReactionKind}
    found = [f'value="{post.pk}:{kind.value}:{wanted[kind]}"' in page.content.decode() for kind in ReactionKind]
    assert (found, page.content.decode().count('aria-pressed="true"')) == ([True] * 4, 1 + 1)
    assert client.get(url_of(topic))["Location"] == topic.get_absolute_url()


def test_nobody_is_offered_to_react_where_they_may_not(topic, post, client_of):
    own = client_of(topic.author).get(f"{url_of(topic)}?id={post.pk}").status_code
    closed = a_topic(WorkingGroupFactory(access=GroupAccess.CLOSED))
    outside = client_of(a_member()).get(f"{url_of(closed)}?id={closed.posts.get().pk}").status_code
    assert (own, outside) == (404, 404)


def test_a_removed_members_form_is_refused(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    topic = a_topic(group)
    post = a_reply(topic)
    seat = GroupMembershipFactory(group=group, user=a_member())
    client = client_of(seat.user)
    client.get(topic.get_absolute_url())
    seat.delete()
    assert client.post(url_of(topic), {"react": f"{post.pk}:useful"}).status_code == 404
