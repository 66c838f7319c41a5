"""The topics of a group: their order, what they are narrowed down to, what is new, and what the list costs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.domain.listing import ALL_OF_IT, SOME, Show, news_of, topics_of
from forum.domain.moderation import remove_post, restore_post
from forum.enums import TopicKind
from forum.models import GroupMark, ReadMark, Topic
from forum.views.kept import kept_piece
from intranet.members.enums import GroupAccess, GroupRole
from tests.factories.forum import a_question, a_reply, a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory()


@pytest.fixture
def author(group):
    return GroupMembershipFactory(group=group, user=a_member(), role=GroupRole.COORDINATOR).user


def many_topics(group, author, number, **fields):
    now = timezone.now()
    return Topic.objects.bulk_create(
        Topic(
            group=group,
            author=author,
            last_author=author,
            title=f"Tema {turn}",
            last_number=1,
            post_count=1,
            last_posted_at=now - timedelta(minutes=turn),
            **fields,
        )
        for turn in range(1, number + 1)
    )


def url_of(group, query=""):
    return reverse("topics", args=[group.slug]) + query


def titles_on(response):
    return re.findall(r'<h3 class="topic-row__title"><a href="[^"]+">([^<]+)</a>', response.content.decode())


# --- Order and pages ---


def test_the_pinned_come_first_and_then_the_latest(group, author, client_of):
    for title, age, pinned in [("Vell", 9, False), ("Fixat", 99, True), ("Nou", 1, False)]:
        topic = a_topic(group, author, title=title)
        Topic.objects.filter(pk=topic.pk).update(last_posted_at=timezone.now() - timedelta(hours=age), is_pinned=pinned)
    assert titles_on(client_of(author).get(url_of(group))) == ["Fixat", "Nou", "Vell"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [(1, (1, 30)), (2, (31, 60)), (3, (61, 65)), (9, (61, 65))],
)
def test_thirty_stand_on_a_page(page, expected, group, author):
    many_topics(group, author, 65)
    lines, number, total = topics_of(author, group, page=page)
    found = [Topic.objects.get(pk=line.pk).title for line in (lines[0], lines[-1])]
    assert found == [f"Tema {expected[0]}", f"Tema {expected[1]}"]
    assert (number, total) == (min(page, 3), 65)


def test_topics_of_other_groups_and_removed_ones_are_not_there(group, author, client_of):
    a_topic(group, author, title="El nostre")
    Topic.objects.filter(pk=a_topic(group, author, title="Retirat").pk).update(removed_at=timezone.now())
    a_topic(title="D'altri")
    assert titles_on(client_of(author).get(url_of(group))) == ["El nostre"]


# --- Narrowed down ---


@pytest.fixture
def one_of_each(group, author):
    for kind in TopicKind:
        a_topic(group, author, kind=kind, title=f"El tema {kind.value}")
    solved = a_question(group, author, title="Cobrament de taxes")
    Topic.objects.filter(pk=solved.pk).update(solved_by=a_reply(solved))
    closed = a_question(group, author, title="Tancada")
    Topic.objects.filter(pk=closed.pk).update(is_closed=True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?tipus=question", ["Tancada", "Cobrament de taxes", "El tema question"]),
        ("?tipus=debate", ["El tema debate"]),
        ("?tipus=experience", ["El tema experience"]),
        ("?tipus=announcement", ["El tema announcement"]),
        ("?tipus=sense-resposta", ["El tema question"]),
        ("?q=TEMA+quèstion", ["El tema question"]),
        ("?q=taxes&tipus=question", ["Cobrament de taxes"]),
        ("?q=taxes&tipus=debate", []),
        ("?q=%00taxes", ["Cobrament de taxes"]),
    ],
)
def test_the_list_is_narrowed_down(query, expected, group, author, one_of_each, client_of):  # noqa: PLR0917
    found = titles_on(client_of(author).get(url_of(group, query)))
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("query", ["?tipus=nonsense", "?tipus=", "?pagina=-3", "?pagina=1e9", "?q="])
def test_what_makes_no_sense_is_not_asked_for(query, group, author, one_of_each, client_of):
    assert len(titles_on(client_of(author).get(url_of(group, query)))) == 6


# --- What is new ---


def news(person, group):
    return [line.news for line in topics_of(person, group)[0]]


def test_what_is_new_is_counted_from_where_one_left_off(group, author):
    reader, topic = a_member(), a_topic(group, author)
    a_reply(topic)
    a_reply(topic)
    found = [news(reader, group)]
    mark = ReadMark.objects.create(person=reader, topic=topic, number=1)
    found.append(news(reader, group))
    mark.number = 3
    mark.save()
    found.append(news(reader, group))
    assert found == [[ALL_OF_IT], [2], [0]]


def test_what_is_declared_read_is_not_new_and_what_follows_is(group, author, client_of):
    reader, topic = a_member(), a_topic(group, author)
    a_topic(group, author)
    answer = client_of(reader).post(reverse("topics_read", args=[group.slug]))
    found = [news(reader, group)]
    a_reply(topic)
    found.append(news(reader, group))
    assert (answer["Location"], found) == (url_of(group), [[0, 0], [SOME, 0]])


def test_rows_that_differ_in_a_number_alone_are_kept_apart():
    keys = [(1, news) for news in (ALL_OF_IT, SOME, 0, 1)]
    drawn = [kept_piece("test", key, lambda key=key: str(key)) for key in keys]
    assert drawn == [kept_piece("test", key, lambda: "drawn again") for key in keys] == [str(key) for key in keys]


def test_unread_alone(group, author, client_of):
    reader = a_member()
    for title, number in [("Llegit", 1), ("No llegit", 0)]:
        ReadMark.objects.create(person=reader, topic=a_topic(group, author, title=title), number=number)
    a_topic(group, author, title="Mai obert")
    found = titles_on(client_of(reader).get(url_of(group, "?tipus=no-llegits")))
    assert found == ["Mai obert", "No llegit"]


def test_ones_own_topic_is_not_new_to_oneself(group, author):
    a_topic(group, author)
    assert news(author, group) == [0]


def test_what_was_removed_is_not_new_and_what_was_brought_back_is(group, author, client_of):
    """To whoever read the rest, to whoever declared the group read before it, and to whoever is in the middle."""
    topic = a_topic(group, author)
    readers = [GroupMembershipFactory(group=group, user=a_member()).user for _turn in range(3)]
    for reader, number in ((readers[0], 2), (readers[2], 1)):
        ReadMark.objects.create(person=reader, topic=topic, number=number)
    a_reply(topic)
    GroupMark.objects.create(person=readers[1], group=group)
    reply = a_reply(topic)

    def found():
        told = [len(news_of(reader, most=9)) for reader in readers]
        unread = [len(titles_on(client_of(reader).get(url_of(group, "?tipus=no-llegits")))) for reader in readers]
        homes = [client_of(reader).get(group.get_absolute_url()).content.decode() for reader in readers]
        return (
            [news(reader, group) for reader in readers],
            told,
            unread,
            [home.count("topic-row__new") for home in homes],
        )

    before = found()
    remove_post(reply, by=author, reason="Repetit.")
    removed = found()
    restore_post(reply, by=author)
    assert before == ([[1], [SOME], [2]], *[[1, 1, 1]] * 3) == found()
    assert removed == ([[0], [0], [1]], *[[0, 0, 1]] * 3)


def test_what_was_removed_between_new_ones_is_not_counted(group, author):
    reader, topic = a_member(), a_topic(group, author)
    ReadMark.objects.create(person=reader, topic=topic, number=1)
    replies = [a_reply(topic) for _turn in range(3)]
    remove_post(replies[1], by=author, reason="Repetit.")
    assert news(reader, group) == [2]
    remove_post(replies[2], by=author, reason="També.")
    assert news(reader, group) == [1]


@pytest.mark.parametrize(("who", "expected"), [("read", 0), ("declared", 0), ("behind", ALL_OF_IT)])
def test_ones_own_reply_after_a_removed_one_is_not_new_to_whoever_had_read_the_rest(who, expected, group, author):
    topic, person = a_topic(group, author), a_member()
    if who == "read":
        ReadMark.objects.create(person=person, topic=topic, number=1)
    elif who == "declared":
        GroupMark.objects.create(person=person, group=group)
    remove_post(a_reply(topic), by=author, reason="Repetit.")
    a_reply(topic, person)
    assert news(person, group) == [expected]


# --- Who may see it ---


def test_the_list_of_a_private_group_is_for_those_in_it(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    topic = a_topic(group, title="El secret")
    people = {
        "author": topic.author,
        "out": a_member(),
        "coordination": someone_of_coordination(),
        "guest": a_guest(group),
    }
    found = {
        who: (client.get(url_of(group)).status_code, client.post(url_of(group) + "llegits/").status_code)
        for who, client in ((who, client_of(person)) for who, person in people.items())
    }
    assert found == {"author": (200, 302), "out": (404, 404), "coordination": (404, 404), "guest": (200, 302)}
    assert not GroupMark.objects.filter(person__in=[people["out"], people["coordination"]]).exists()


def test_only_those_who_may_write_are_offered_to_open_a_topic(client_of):
    group = WorkingGroupFactory(access=GroupAccess.CLOSED)
    inside = GroupMembershipFactory(group=group, user=a_member()).user
    found = {
        who: 'href="nou/' in client_of(person).get(url_of(group)).content.decode()
        for who, person in {"inside": inside, "outside": a_member()}.items()
    }
    assert found == {"inside": True, "outside": False}


# --- What it costs ---


@pytest.mark.parametrize(("rows", "statements"), [(1, 6), (3, 6), (30, 6), (31, 7)])
def test_the_list_makes_the_same_statements_for_any_number(  # noqa: PLR0917
    rows, statements, group, author, client_of, django_assert_num_queries
):
    """One more where there is a second page: how many there are."""
    many_topics(group, author, rows)
    client = client_of(a_member())
    client.get(url_of(group))
    with django_assert_num_queries(statements):
        client.get(url_of(group))


def test_a_list_is_light(group, author, client_of):
    """Thirty that wait for an answer, of people of councils, answered and new to the reader."""
    many_topics(group, author, 31, kind=TopicKind.QUESTION, council=OrganisationFactory())
    Topic.objects.update(title="Com organitzeu el servei d’atenció domiciliària?", last_number=3, post_count=3)
    pages = [client_of(person).get(url_of(group)) for person in (a_member(), author, someone_of_coordination())]
    assert [page.content.decode().count("topic-row__new") for page in pages] == [30] * 3
    assert [size for page in pages if (size := len(page.content)) >= 40_000] == []


def test_every_choice_has_its_words(group, author, client_of):
    page = client_of(author).get(url_of(group)).content.decode()
    assert [f"?tipus={show.value}" in page for show in Show if show] == [True] * 6
