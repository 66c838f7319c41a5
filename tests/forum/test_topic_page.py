"""A topic's page: what each reader finds, where they left off, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.domain.moderation import remove_post
from forum.domain.opening import open_topic_of
from forum.domain.reading import mark_group_read
from forum.domain.solving import mark_solved
from forum.enums import TopicKind
from forum.models import Post, ReadMark, Topic
from forum.models.posts import PAGE
from intranet.members.enums import GroupAccess, GroupRole, Visibility
from intranet.notifications.domain.reading import unread_count
from tests.factories.forum import a_question, a_reply, a_topic, an_experience, replies
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def page_of(client, topic, query=""):
    return client.get(topic.get_absolute_url() + query)


def numbers_on(response):
    return [int(number) for number in re.findall(r'<article class="post" id="m(\d+)"', response.content.decode())]


def card_of(response, number):
    return re.search(rf'<article class="post" id="m{number}".*?</article>', response.content.decode(), re.DOTALL)[0]


# --- Pages ---


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", (1, 20)),
        ("?pagina=2", (21, 40)),
        ("?pagina=3", (41, 45)),
        ("?pagina=4", (41, 45)),
        ("?pagina=0", (1, 20)),
        ("?pagina=-1", (1, 20)),
        ("?pagina=x", (1, 20)),
        ("?pagina=²", (1, 20)),
        ("?pagina=99999999999999999999", (1, 20)),
    ],
)
def test_posts_stand_on_pages_of_twenty(query, expected, client_of):
    topic = a_topic()
    replies(topic, 44)
    found = numbers_on(page_of(client_of(topic.author), topic, query))
    assert found == list(range(expected[0], expected[1] + 1))


def test_a_removed_post_is_a_line_with_its_reason_and_none_of_its_words(client_of):
    topic = a_topic()
    secret = a_reply(topic, body="<p>El telèfon de la Berta</p>")
    a_reply(topic)
    Post.objects.filter(pk=secret.pk).update(removed_at=timezone.now(), removal_reason="Dades personals", version=1)
    page = page_of(client_of(a_member()), topic)
    assert numbers_on(page) == [1, 2, 3]
    assert ("Dades personals" in card_of(page, 2), "Berta" in page.content.decode()) == (True, False)
    assert (
        "restaura" in card_of(page, 2),
        "restaura" in card_of(page_of(client_of(someone_of_coordination()), topic), 2),
    ) == (
        False,
        True,
    )


def test_a_removed_topic_is_there_for_those_who_moderate_alone(client_of):
    topic = a_topic()
    Topic.objects.filter(pk=topic.pk).update(removed_at=timezone.now())
    found = {
        who: page_of(client_of(user), topic).status_code
        for who, user in (("author", topic.author), ("coordination", someone_of_coordination()))
    }
    assert found == {"author": 404, "coordination": 200}


def test_what_is_kept_of_a_page_is_drawn_anew_when_a_post_changes(client_of):
    topic, client = a_topic(body="<p>Abans</p>"), client_of(a_member())
    first = page_of(client, topic).content.decode()
    Post.objects.filter(topic=topic).update(body="<p>Després</p>", version=5)
    second = page_of(client, topic).content.decode()
    assert [("Abans" in page, "Després" in page) for page in (first, second)] == [(True, False), (False, True)]


def test_an_author_who_changes_their_name_has_it_on_their_posts(client_of):
    topic, client = a_topic(author=a_member(given_name="Anna")), client_of(a_member())
    page_of(client, topic)
    topic.author.given_name = "Aina"
    topic.author.save()
    assert "Aina" in card_of(page_of(client, topic), 1)


# --- Who may read ---


def test_a_private_groups_topic_is_not_there_for_those_outside(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    topic = a_topic(group, title="El secret del pressupost")
    for name, arguments in (("topic", []), ("topic_unread", []), ("post", [1]), ("topic_react", [])):
        url = reverse(name, args=[group.slug, topic.pk, *arguments])
        found = {
            who: client_of(user).get(url).status_code
            for who, user in (("out", a_member()), ("coordination", someone_of_coordination()))
        }
        assert found == {"out": 404, "coordination": 404}


def test_a_topic_that_moved_is_found_from_its_old_address_by_those_who_may_read_it(client_of):
    private, public = WorkingGroupFactory(access=GroupAccess.PRIVATE), WorkingGroupFactory()
    topic = a_topic(private)
    old = f"/grups/{public.slug}/temes/{topic.pk}/?pagina=2"
    inside, outside = client_of(topic.author).get(old), client_of(a_member()).get(old)
    assert (inside.status_code, inside["Location"]) == (302, f"{topic.get_absolute_url()}?pagina=2")
    assert outside.status_code == 404


@pytest.mark.parametrize("key", [0, 10**18, 10**30])
def test_a_topic_that_there_never_was_is_not_there(key, client_of):
    assert client_of(a_member()).get(f"/grups/x/temes/{key}/").status_code == 404


# --- What each finds at a post ---


def acts_at(client, topic, number=1):
    """The places that a card leads to, by their own part of the address."""
    card = card_of(page_of(client, topic), number)
    return {word for word in ("reaccions", "resposta", "cita", "edita", "denuncia", "retira", "resol") if word in card}


def test_each_reader_is_offered_what_they_may_do(client_of):
    group = WorkingGroupFactory(access=GroupAccess.CLOSED)
    topic = a_question(group)
    a_reply(topic)
    coordinator = GroupMembershipFactory(group=group, user=a_member(), role=GroupRole.COORDINATOR).user
    inside = GroupMembershipFactory(group=group, user=a_member()).user
    talk = {"resposta", "cita"}
    assert {
        "outside": acts_at(client_of(a_member()), topic),
        "inside": acts_at(client_of(inside), topic),
        "author": acts_at(client_of(topic.author), topic),
        "author at the answer": acts_at(client_of(topic.author), topic, 2),
        "coordinator": acts_at(client_of(coordinator), topic, 2),
    } == {
        "outside": {"denuncia"},
        "inside": {*talk, "reaccions", "denuncia"},
        "author": {*talk, "edita"},
        "author at the answer": {*talk, "reaccions", "denuncia", "resol"},
        "coordinator": {*talk, "reaccions", "edita", "resol", "retira"},
    }


def test_a_closed_topic_offers_no_reply_but_to_those_who_moderate(client_of):
    topic = a_topic()
    Topic.objects.filter(pk=topic.pk).update(is_closed=True)
    found = {
        who: "resposta" in acts_at(client_of(user), topic)
        for who, user in (("author", topic.author), ("coordination", someone_of_coordination()))
    }
    assert found == {"author": False, "coordination": True}


def test_the_answer_that_solves_a_question_is_marked_and_led_to(client_of):
    topic = a_question()
    answer = a_reply(topic)
    client = client_of(a_member())
    before = 'data-state="solution"' in page_of(client, topic).content.decode()
    Topic.objects.filter(pk=topic.pk).update(solved_by=answer, version=9)
    page = page_of(client, topic)
    assert (before, 'data-state="solution"' in card_of(page, 2), 'href="m/2/"' in page.content.decode()) == (
        False,
        True,
        True,
    )


def known(response, number=1):
    """Whether the card leads to its author, and whether it shows their face."""
    card = card_of(response, number)
    return ('href="/membres/' in card, "<img" in card)


def test_an_author_is_led_to_and_shown_to_those_who_may_know_them(client_of):
    group = WorkingGroupFactory()
    author = a_member(photo="photos/x.jpg", photo_visibility=Visibility.GROUPS)
    topic = a_topic(group, author)
    inside = GroupMembershipFactory(group=group, user=a_member()).user
    found = {
        who: known(page_of(client_of(user), topic))
        for who, user in (
            ("inside", inside),
            ("outside", a_member()),
            ("guest", a_guest(group)),
            ("author", author),
        )
    }
    assert found == {"inside": (True, True), "outside": (True, False), "guest": (True, True), "author": (True, True)}


def test_whoever_left_is_named_and_not_led_to(client_of):
    topic = a_topic()
    former = a_former_member(photo="photos/x.jpg")
    Post.objects.filter(topic=topic).update(author=former)
    found = {
        who: known(page_of(client_of(user), topic))
        for who, user in (("member", a_member()), ("coordination", someone_of_coordination()))
    }
    assert found == {"member": (False, False), "coordination": (True, True)}


def test_a_guest_is_not_led_to_authors_from_outside_the_group(client_of):
    group = WorkingGroupFactory()
    topic = a_topic(group)
    Post.objects.filter(topic=topic).update(author=a_member(photo="photos/x.jpg"))
    assert known(page_of(client_of(a_guest(group)), topic)) == (False, False)


def test_the_council_for_which_somebody_spoke_stands_under_their_name(client_of):
    council = OrganisationFactory(name="Vila de Prova")
    topic = a_topic(author=a_member(council))
    found = {
        who: "Vila de Prova" in card_of(page_of(client_of(user), topic), 1)
        for who, user in (("member", a_member()), ("guest", a_guest(topic.group)))
    }
    assert found == {"member": True, "guest": True}


# --- How far one has read ---


def first_unread(response):
    """The number of the post before which the line stands; None where there is no line."""
    found = re.search(r'id="nou".*?<article class="post" id="m(\d+)"', response.content.decode(), re.DOTALL)
    return int(found[1]) if found else None


def test_the_line_stands_where_one_left_off_and_is_gone_afterwards(client_of):
    topic, reader = a_topic(), a_member()
    client = client_of(reader)
    found = [first_unread(page_of(client, topic))]
    a_reply(topic)
    a_reply(topic)
    found += [first_unread(page_of(client, topic)), first_unread(page_of(client, topic))]
    assert found == [None, 2, None]


def test_what_was_removed_is_not_where_one_left_off(client_of):
    topic, reader = a_topic(), a_member()
    ReadMark.objects.create(person=reader, topic=topic, number=1)
    remove_post(a_reply(topic), by=someone_of_coordination(), reason="Repetit.")
    opened = open_topic_of(reader, topic.pk)
    shown = page_of(client_of(reader), topic)
    a_reply(topic)
    after = open_topic_of(reader, topic.pk)
    assert (opened.first_unread, first_unread(shown), after.read_number, after.first_unread) == (None, None, 2, 3)


def test_reading_marks_what_was_on_the_page_and_never_goes_back(client_of):
    topic, reader = a_topic(), a_member()
    replies(topic, 30)
    client, marks = client_of(reader), []
    for query in ("", "?pagina=2", ""):
        page_of(client, topic, query)
        marks.append(ReadMark.objects.get(person=reader).number)
    assert marks == [20, 31, 31]


@pytest.mark.parametrize(("had_read", "expected"), [(None, None), (1, 1), (2, 3), (3, 3)])
def test_answering_marks_as_read_what_one_had_read_up_to_there(had_read, expected):
    """What somebody else said meanwhile stays new."""
    topic, person = a_topic(), a_member()
    a_reply(topic)
    if had_read:
        ReadMark.objects.create(person=person, topic=topic, number=had_read)
    a_reply(topic, person)
    assert ReadMark.objects.filter(person=person, topic=topic).values_list("number", flat=True).first() == expected


def test_answering_where_all_was_declared_read_leaves_nothing_new():
    topic, person = a_topic(), a_member()
    mark_group_read(person, topic.group)
    a_reply(topic, person)
    assert open_topic_of(person, topic.pk).first_unread is None


def test_the_bell_is_cleared_by_the_page_though_no_post_is_new(client_of):
    topic, author = a_question(), a_member()
    answer = a_reply(topic, author)
    client = client_of(author)
    page_of(client, topic)
    mark_solved(answer, by=topic.author)
    before = unread_count(author)
    written, _asked = told_statements(client, topic)
    assert (before, written, unread_count(author), told_statements(client, topic)) == (1, 1, 0, (0, WARM))


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}])
def test_a_page_fetched_ahead_is_not_read(headers, client_of):
    topic, reader = a_topic(), a_member()
    client_of(reader).get(topic.get_absolute_url(), headers=headers)
    assert not ReadMark.objects.filter(person=reader).exists()


def test_new_ones_on_another_page_are_led_to(client_of):
    topic, reader = a_topic(), a_member()
    replies(topic, 24)
    ReadMark.objects.create(person=reader, topic=topic, number=22)
    page = page_of(client_of(reader), topic).content.decode()
    assert 'href="?pagina=2#m23"' in page


@pytest.mark.parametrize(("read", "expected"), [(0, "#m1"), (7, "#m8"), (22, "?pagina=2#m23"), (25, "?pagina=2#m25")])
def test_the_way_to_the_first_unread(read, expected, client_of):
    topic, reader = a_topic(), a_member()
    replies(topic, 24)
    ReadMark.objects.create(person=reader, topic=topic, number=read)
    answer = client_of(reader).get(reverse("topic_unread", args=[topic.group.slug, topic.pk]))
    assert answer["Location"] == topic.get_absolute_url() + expected


def test_what_was_there_when_all_was_declared_read_is_read():
    topic, reader = a_topic(), a_member()
    a_reply(topic)
    Post.objects.filter(topic=topic).update(created_at=timezone.now() - timedelta(hours=1))
    Topic.objects.filter(pk=topic.pk).update(created_at=timezone.now() - timedelta(hours=1))
    before = open_topic_of(reader, topic.pk).first_unread
    mark_group_read(reader, topic.group)
    read = open_topic_of(reader, topic.pk).first_unread
    a_reply(topic)
    assert (before, read, open_topic_of(reader, topic.pk).first_unread) == (1, None, 3)


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "#m1"), (20, "#m20"), (21, "?pagina=2#m21"), (0, None), (26, None)]
)
def test_the_lasting_address_of_a_post(number, expected, client_of):
    topic = a_topic()
    replies(topic, 24)
    answer = client_of(a_member()).get(f"{topic.get_absolute_url()}m/{number}/")
    assert answer.get("Location") == (topic.get_absolute_url() + expected if expected else None)


# --- What it costs ---


COLD, WARM = 11, 8


def told_statements(client, topic):
    """How many of the page's statements write, and how many there are."""
    url = topic.get_absolute_url()
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return sum(not query["sql"].lstrip().startswith("SELECT") for query in asked), len(asked)


@pytest.mark.parametrize("posts", [1, 3, 30])
def test_a_page_makes_the_same_statements_for_any_number(posts, client_of):
    """Cold: nothing of it is kept yet. The first visit writes down how far one has read, in one statement."""
    topic, reader = a_topic(), a_member()
    replies(topic, posts)
    client = client_of(reader)
    found = [told_statements(client, topic), told_statements(client, topic)]
    caches["posts"].clear()
    found.append(told_statements(client, topic))
    assert found == [(1, COLD + 1), (0, WARM), (0, COLD)]


def test_a_cold_page_of_an_experience_and_of_a_solved_question_stays_within_eleven(client_of):
    reader = a_member()
    client = client_of(reader)
    solved = a_question()
    Topic.objects.filter(pk=solved.pk).update(solved_by=a_reply(solved))
    told = an_experience(subjects=SubjectFactory.create_batch(2)).topic
    found = []
    for topic in (solved, told):
        page_of(client, topic)
        caches["posts"].clear()
        found.append(told_statements(client, topic))
    assert found == [(0, COLD), (0, COLD + 1)]


def test_the_facts_of_an_experience_stand_above_it(client_of):
    subjects = [SubjectFactory(name="Cures"), SubjectFactory(name="Aliments")]
    experience, bare = an_experience(subjects=subjects), an_experience()
    client = client_of(a_member())
    pages = [page_of(client, told.topic).content.decode() for told in (experience, bare)]
    assert [re.findall(r'<li class="tag">([^<]+)</li>', page) for page in pages] == [["Aliments", "Cures"], []]


def a_busy_question():
    """As long as a page, by people of councils who show their faces, each answering the first and answered with two words."""
    topic = a_question(title="Com organitzeu el servei d’atenció domiciliària?")
    words = {"body": f"<p>{'paraula ' * 25}</p>", "reactions": {"useful": 2, "thanks": 1}}
    Post.objects.filter(topic=topic).update(**words)
    first = Post.objects.get(topic=topic)
    for turn in range(4):
        photo = f"photos/ab/0123456789abcdef0123456789abcde{turn}.jpg"
        author = a_member(OrganisationFactory(), photo=photo, photo_visibility=Visibility.NETWORK)
        posts = replies(topic, 5 if turn else 4, author)
        council = author.positions.get().organisation
        Post.objects.filter(pk__in=[post.pk for post in posts]).update(reply_to=first, council=council, **words)
    return topic


def test_a_page_is_light(client_of):
    topic = a_busy_question()
    coordinator = GroupMembershipFactory(group=topic.group, user=a_member(), role=GroupRole.COORDINATOR).user
    people = {"member": a_member(), "coordinator": coordinator, "coordination": someone_of_coordination()}
    pages = {who: page_of(client_of(person), topic) for who, person in people.items()}
    cards = [
        len(re.findall(r'<img class="avatar".*?municipis.*?value="\d+:thanks"', text(page), re.DOTALL))
        for page in pages.values()
    ]
    assert cards == [PAGE - 1] * 3
    assert {who: len(page.content) for who, page in pages.items() if len(page.content) >= 41_000} == {}


def text(response):
    return response.content.decode()


def test_an_announcement_and_a_debate_say_what_they_are(client_of):
    for kind in (TopicKind.DEBATE, TopicKind.ANNOUNCEMENT):
        author = GroupMembershipFactory(user=a_member(), role=GroupRole.COORDINATOR).user
        group = author.memberships.get().group
        topic = a_topic(group, author, kind=kind)
        assert str(kind.label) in page_of(client_of(author), topic).content.decode()
