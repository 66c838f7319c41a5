"""What the groups say, and what councils tell, as it is found: what stands in the index, for whom, and how it reads."""

import pytest
from django.utils import timezone, translation

from forum.domain.editing import edit_post
from forum.domain.experiences import Account, edit_experience, publish_experience
from forum.domain.moderation import move, remove_post, restore_post
from forum.domain.publishing import Writing
from forum.enums import Outcome
from forum.finding import EXPERIENCE, POST, experience_documents, post_documents
from forum.finding_places import MOST_AT_ONCE
from forum.finding_tasks import follow_address, index_experiences, index_posts
from forum.models import Post
from intranet.fulltext.domain import matching
from intranet.fulltext.kinds import findable, thing_at
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.words import sought_in
from intranet.members.enums import GroupAccess
from intranet.templatetags.intranet import day_words
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
from tests.finding import seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Compra", slug="compra")


@pytest.fixture
def coordination(group):
    return someone_of_coordination()


def rows_of(kind, person, things, words):
    return list(findable(kind).rows(person, things, sought_in(words)))


def entry(kind, key):
    return Entry.objects.get(kind=kind, key=key)


def test_a_post_stands_in_the_index_as_it_was_said(group):
    topic = a_topic(group, title="Clàusules socials", body="<p>Com ho fem?</p>")
    reply = a_reply(topic, body="<p>Amb un annex.</p>")
    today, address = timezone.localdate(), f"/grups/compra/temes/{topic.pk}/"
    assert [document[:9] for document in post_documents(None)] == [
        (topic.posts.get(number=1).pk, topic.title, address, "Com ho fem?", "", group.pk, topic.council_id, today, ()),
        (reply.pk, "", f"{address}#m2", "Amb un annex.", topic.title, group.pk, reply.council_id, today, ()),
    ]
    assert matching(POST, "clàusules") == [topic.posts.get(number=1).pk, reply.pk]
    assert matching(POST, "annexos") == [reply.pk]


def test_a_reply_on_a_later_page_is_found_there(group):
    topic = a_topic(group)
    last = replies(topic, 40)[-1]
    (document,) = post_documents([last.pk])
    assert document.address == last.get_absolute_url() == f"/grups/compra/temes/{topic.pk}/?pagina=3#m41"


def test_an_experience_is_found_by_its_story_its_council_and_its_subjects(group):
    council, subject = OrganisationFactory(name="Osona"), SubjectFactory(name="Alimentació")
    account = Account(
        outcome=Outcome.FAILURE,
        done="Un obrador.",
        year=2025,
        department="comerc-consum",
        failed="El lloguer.",
        council=council,
        subjects=(subject,),
    )
    topic = publish_experience(group=group, author=seated(group), title="L’obrador", account=account)
    (document,) = experience_documents([topic.pk])
    assert document[:9] == (
        topic.pk,
        "L’obrador",
        f"/grups/compra/temes/{topic.pk}/",
        "Un obrador.\nEl lloguer.\nAjuntament d'Osona\nAlimentació\nExperience\nFailure\n2025\nTrade and consumption",
        "",
        group.pk,
        council.pk,
        timezone.localdate(),
        (subject.pk,),
    )
    assert matching(EXPERIENCE, "osona lloguers alimentacio") == [topic.pk]
    assert entry(EXPERIENCE, topic.pk).subjects == f",{subject.pk},"
    assert matching(POST, "obrador") == []  # its first post is its story


def seated(group):
    person = a_member()
    GroupMembershipFactory(group=group, user=person)
    return person


@pytest.mark.parametrize(
    ("access", "who"),
    [
        (GroupAccess.OPEN, {"member", "coordination", "inside", "guest"}),
        (GroupAccess.CLOSED, {"member", "coordination", "inside", "guest"}),
        (GroupAccess.PRIVATE, {"inside", "guest"}),
    ],
)
def test_who_may_find_it_is_who_reads_its_group(access, who):
    group = WorkingGroupFactory(access=access)
    topic = a_topic(group)
    an_experience(group)
    people = {
        "member": a_member(),
        "coordination": someone_of_coordination(),
        "inside": topic.author,
        "guest": a_guest(group),
        "guest of another": a_guest(),
        "former": a_former_member(),
    }
    post = topic.posts.get().pk
    assert {name for name, person in people.items() if seen(POST, person).get(post) == topic.pk} == who
    assert {name for name, person in people.items() if seen(EXPERIENCE, person)} == who
    assert {document.is_open for document in post_documents(None)} == {access != GroupAccess.PRIVATE}
    assert {document.is_open for document in experience_documents(None)} == {access != GroupAccess.PRIVATE}


@pytest.mark.usefixtures("known_at_once")
def test_words_of_a_private_group_are_known_to_nobody_else():
    a_topic(WorkingGroupFactory(access=GroupAccess.PRIVATE), body="<p>Expedient sancionador</p>")
    assert not KnownWord.objects.filter(word__in=["expedient", "sancionador"]).exists()


def test_what_is_removed_is_found_no_more_until_it_comes_back(group, coordination):
    topic = a_topic(group, title="Mercats")
    reply = a_reply(topic, body="<p>Parades</p>")
    remove_post(reply, by=coordination, reason="Repetit.")
    assert (matching(POST, "parades"), seen(POST, topic.author)) == ([], {topic.posts.get(number=1).pk: topic.pk})
    first = topic.posts.get(number=1)
    remove_post(first, by=coordination, reason="Repetit.")
    assert (matching(POST, "mercats"), seen(POST, topic.author), list(post_documents(None))) == ([], {}, [])
    restore_post(first, by=coordination)
    restore_post(Post.objects.get(pk=reply.pk), by=coordination)
    assert (matching(POST, "mercats"), matching(POST, "parades")) == ([first.pk, reply.pk], [reply.pk])


def test_an_experience_that_is_removed_goes_with_its_story_and_answers(group, coordination):
    experience = an_experience(group, title="Mercats")
    reply = a_reply(experience.topic, body="<p>Parades</p>")
    assert matching(POST, "parades mercats") == [reply.pk]
    remove_post(experience.topic.posts.get(number=1), by=coordination, reason="Repetit.")
    assert (matching(EXPERIENCE, "mercats"), matching(POST, "parades")) == ([], [])


def test_what_is_corrected_is_found_by_what_it_says_now(group):
    topic = a_topic(group, title="Mercats", body="<p>Parades</p>")
    reply, first = a_reply(topic), topic.posts.get(number=1)
    edit_post(first, by=topic.author, writing=Writing("<p>Cooperatives</p>"), title="Obradors")
    assert [matching(POST, word) for word in ("mercats", "parades")] == [[], []]
    assert [matching(POST, word) for word in ("obradors", "cooperativa")] == [[first.pk, reply.pk], [first.pk]]


def test_an_experience_that_is_told_better_is_found_by_what_it_says_now(group):
    author = seated(group)
    topic = publish_experience(group=group, author=author, title="Mercats", account=account_of("Parades"))
    reply, subject = a_reply(topic), SubjectFactory(name="Salut")
    edit_experience(topic, by=author, title="Obradors", account=account_of("Cooperatives", subject))
    assert [matching(EXPERIENCE, word) for word in ("mercats", "parades")] == [[], []]
    assert [matching(EXPERIENCE, word) for word in ("obradors", "cooperativa", "salut")] == [[topic.pk]] * 3
    assert matching(POST, "obradors") == [reply.pk]


def account_of(done, *subjects):
    return Account(outcome=Outcome.SUCCESS, done=done, year=2025, subjects=subjects)


def test_what_moves_to_another_group_is_found_there(group, coordination):
    topic = a_topic(group)
    there = WorkingGroupFactory(slug="altre")
    move(topic, to=there, by=coordination)
    moved = entry(POST, topic.posts.get().pk)
    assert (moved.group, moved.address) == (there.pk, f"/grups/altre/temes/{topic.pk}/")


def test_what_is_deleted_is_found_no_more(group):
    topic, experience = a_topic(group), an_experience(group)
    a_reply(experience.topic)
    experience.topic.delete()
    topic.delete()
    assert list(Entry.objects.filter(kind__in=[POST, EXPERIENCE])) == []


def left_of(later):
    """What is left to a worker: not the words that become known."""
    return [one for one in later if "remember" not in repr(one)]


def test_the_many_posts_of_a_topic_are_left_to_a_worker(group, django_capture_on_commit_callbacks):
    topic = a_topic(group, title="Mercats")
    replies(topic, MOST_AT_ONCE + 5)
    with django_capture_on_commit_callbacks() as later:
        topic.title = "Obradors"
        topic.save(update_fields=["title", "folded_title"])
    assert (len(matching(POST, "obradors")), len(left_of(later))) == (MOST_AT_ONCE, 1)
    last = topic.posts.order_by("pk")[MOST_AT_ONCE - 1]
    index_posts.func(topic.pk, last.pk)
    assert len(matching(POST, "obradors")) == MOST_AT_ONCE + 6


def test_experiences_follow_the_names_of_their_council_and_subjects(group, django_capture_on_commit_callbacks):
    council, subject = OrganisationFactory(name="Vic"), SubjectFactory(name="Salut")
    experience = an_experience(group, council=council, subjects=[subject])
    with django_capture_on_commit_callbacks() as later:
        for named in (council, subject):
            named.name = "Manlleu"
            named.save(update_fields=["name"])
        OrganisationFactory(name="Ripoll").save(update_fields=["website"])
    assert len(left_of(later)) == 2
    index_experiences.func("council", council.pk)
    index_experiences.func("subjects", subject.pk)
    assert (matching(EXPERIENCE, "vic"), matching(EXPERIENCE, "salut")) == ([], [])
    assert matching(EXPERIENCE, "manlleu") == [experience.topic_id]


def test_what_is_found_of_a_group_follows_its_address(group):
    topic, experience = a_topic(group), an_experience(group)
    group.slug = "compres"
    group.save(update_fields=["slug"])
    follow_address.func(group.pk)
    assert entry(POST, topic.posts.get().pk).address == f"/grups/compres/temes/{topic.pk}/"
    assert entry(EXPERIENCE, experience.topic_id).address == f"/grups/compres/temes/{experience.topic_id}/"


def test_a_topic_reads_as_the_post_that_was_found(group):
    topic = a_question(group, title="Clàusules", body="<p>Com ho fem?</p>")
    reply = a_reply(topic, body="<p>Amb un <b>annex</b> & prou.</p>")
    today, address = day_words(timezone.localdate()), f"/grups/compra/temes/{topic.pk}/"
    first = topic.posts.get(number=1)
    assert rows_of(POST, topic.author, {topic.pk: first.pk}, "clàusules") == [
        (topic.pk, "Clàusules", address, ("Question", "Compra", today), "Com ho fem?", "message-circle-question-mark")
    ]
    (found,) = rows_of(POST, topic.author, {topic.pk: reply.pk}, "annexos")
    assert found[2:5] == (
        f"{address}#m2",
        ("Reply", "Compra", today),
        "Amb un <mark>annex</mark> &amp; prou.",
    )


def test_an_experience_reads_with_how_it_went_and_whose_it_is(group):
    council = OrganisationFactory(name="Osona")
    experience = an_experience(group, outcome=Outcome.FAILURE, council=council, year=2024)
    topic = experience.topic
    assert rows_of(EXPERIENCE, topic.author, {topic.pk: topic.pk}, "mercats") == [
        (
            topic.pk,
            topic.title,
            f"/grups/compra/temes/{topic.pk}/",
            ("Failure", "Ajuntament d'Osona", "2024"),
            "Vam obrir un <mark>mercat</mark>.",
            "lightbulb",
        )
    ]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_rows_of_any_number_are_one_statement(group, number, django_assert_num_queries):
    author = seated(group)
    posts = Post.objects.bulk_create(
        Post(topic=a_bare_topic(group, author), number=1, author=author, text="x") for _turn in range(number)
    )
    with django_assert_num_queries(1):
        assert len(rows_of(POST, author, {post.topic_id: post.pk for post in posts}, "x")) == number


def a_bare_topic(group, author):
    return group.topics.create(title="Tema", author=author)


def test_an_address_says_which_document_it_shows(group):
    topic, experience = a_topic(group), an_experience(group)
    reply = a_reply(experience.topic)
    assert thing_at(f"/grups/compra/temes/{topic.pk}/") == (POST, topic.posts.get().pk)
    assert thing_at(f"/grups/compra/temes/{experience.topic_id}/") == (EXPERIENCE, experience.topic_id)
    assert thing_at(f"/grups/compra/temes/{experience.topic_id}/m/2/") == (POST, reply.pk)
    for key in (experience.topic_id + 999, 10**30):
        assert (thing_at(f"/grups/compra/temes/{key}/"), thing_at(f"/grups/compra/temes/{topic.pk}/m/{key}/")) == (
            None,
            None,
        )
