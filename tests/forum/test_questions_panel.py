"""Questions that one could answer, on the dashboard."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from forum.domain.solving import mark_solved
from forum.models import Topic
from forum.questions_panel import FEW, questions_to_answer
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.forum import a_question, a_reply, a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db
STANDING = 1
"""The person is read."""


@pytest.fixture
def expert():
    person = a_member(ask_me_about="Mercats de pagès")
    person.subjects.add(SubjectFactory(name="Contractació pública"))
    return person


def panel_for(person):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=person.pk)
    return questions_to_answer(request)


def drawn_for(person):
    panel = panel_for(person)
    return render_to_string("forum/panels/questions.html", {"panel": panel}) if panel else ""


def titles_for(person):
    panel = panel_for(person)
    keys = [key for key, _version in panel.context["versions"]] if panel else []
    titles = Topic.objects.in_bulk(keys)
    return [titles[key].title for key in keys]


def test_what_one_knows_about_is_asked_in_other_forms_of_its_words(expert):
    """And what every other question says, as «públic», is no sign of it."""
    group = WorkingGroupFactory(name="Qualsevol")
    for title in ("Qui té un mercat?", "Contractacions reservades", "Com feu el pressupost públic?", "Horts socials"):
        a_question(group, title=title)
    assert titles_for(expert) == ["Contractacions reservades", "Qui té un mercat?"]


def test_a_group_of_what_one_knows_about_is_enough(expert):
    a_question(WorkingGroupFactory(name="Grup de contractació"), title="Algú ho ha provat?")
    a_question(WorkingGroupFactory(name="Grup de treball públic"), title="Algú ho sap?")
    assert titles_for(expert) == ["Algú ho ha provat?"]


def test_what_is_not_asked_of_one(expert):
    """One's own, what one has spoken in, what is solved, closed, removed or old, and what is no question."""
    group = WorkingGroupFactory()
    a_topic(group, title="Mercats: un debat")
    a_question(group, expert, title="Mercats: ho pregunto jo")
    spoken = a_question(group, title="Mercats: hi he dit la meva")
    a_reply(spoken, expert)
    solved = a_question(group, title="Mercats: resolta")
    mark_solved(a_reply(solved), by=solved.author)
    for title, facts in {
        "Mercats: tancada": {"is_closed": True},
        "Mercats: retirada": {"removed_at": timezone.now()},
        "Mercats: de fa temps": {"created_at": timezone.now() - timedelta(days=370)},
    }.items():
        Topic.objects.filter(pk=a_question(group, title=title).pk).update(**facts)
    a_reply(a_question(group, title="Mercats: amb una resposta que no és meva"))
    assert titles_for(expert) == ["Mercats: amb una resposta que no és meva"]


def test_of_the_groups_that_one_reads_alone(expert):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    a_question(private, title="Mercats reservats")
    coordination = someone_of_coordination(ask_me_about="mercats")
    group = WorkingGroupFactory()
    a_question(group, title="Mercats de tothom")
    guest = a_guest(private, ask_me_about="mercats")
    found = {who: titles_for(person) for who, person in (("m", expert), ("c", coordination), ("g", guest))}
    assert found == {"m": ["Mercats de tothom"], "c": ["Mercats de tothom"], "g": ["Mercats reservats"]}
    assert "Mercats reservats" not in drawn_for(expert)


def test_whoever_says_nothing_of_themselves_is_asked_nothing():
    a_question(title="Mercats")
    assert panel_for(a_member()) is None


def test_a_question_that_is_answered_or_asked_in_other_words_changes_at_once(expert):
    topic = a_question(title="Mercats?")
    assert "Mercats?" in drawn_for(expert)
    Topic.objects.filter(pk=topic.pk).update(title="Mercats o fires?", version=topic.version + 1)
    assert "Mercats o fires?" in drawn_for(expert)
    topic.refresh_from_db()
    mark_solved(a_reply(topic), by=topic.author)
    assert drawn_for(expert) == ""


def test_whoever_is_called_otherwise_is_so_at_once(expert):
    council, group = OrganisationFactory(name="Vallclara"), WorkingGroupFactory(name="Antics")
    author = a_member(council, given_name="Antiga", family_name="Autora")
    GroupMembershipFactory(group=group, user=author)
    a_question(group, author, title="Mercats?")
    before = drawn_for(expert)
    for thing, name in ((council, "name"), (group, "name"), (author, "given_name")):
        setattr(thing, name, "Nova")
        thing.save()
    after = drawn_for(expert)
    assert [name in before for name in ("Vallclara", "Antics", "Antiga")] == [True, True, True]
    assert [name in after for name in ("Vallclara", "Antics", "Antiga")] == [False, False, False]


def test_what_its_author_and_their_council_are_called_says_nothing_of_a_question(expert):
    author = a_member(OrganisationFactory(name="Mercats"), given_name="Mercats")
    group = WorkingGroupFactory(name="Altres")
    GroupMembershipFactory(group=group, user=author)
    a_question(group, author, title="Algú ho sap?")
    assert titles_for(expert) == []


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize(
    "make", [a_member, someone_of_coordination, lambda **given: a_guest(WorkingGroupFactory(), **given)]
)
def test_the_panel_is_one_statement_for_any_number(make, number, django_assert_num_queries):
    person = make(ask_me_about="mercats")
    group = person.memberships.get().group if person.memberships.exists() else WorkingGroupFactory()
    authors = [a_member() for _turn in range(min(number, 10))]
    for author in authors:
        GroupMembershipFactory(group=group, user=author)
    for turn in range(number):
        a_question(group, authors[turn % 10], title=f"Mercats {turn}")
    drawn = drawn_for(person)
    assert drawn.count('class="topic-row"') == min(number, FEW)
    with django_assert_num_queries(1 + STANDING):
        assert drawn_for(person) == drawn


def test_what_is_told_as_new_in_ones_groups_is_not_asked_again(expert, client_of):
    """Once it is read there, it is asked here."""
    group = WorkingGroupFactory(name="Meu")
    GroupMembershipFactory(group=group, user=expert)
    topic = a_question(group, title="Mercats de dissabte")
    client = client_of(expert)
    assert client.get("/").content.decode().count("Mercats de dissabte") == 1
    assert [panel.template_name for panel in client.get("/").context["bands"].groups] == ["forum/panels/unread.html"]
    client.get(topic.get_absolute_url())
    assert [panel.template_name for panel in client.get("/").context["bands"].groups] == ["forum/panels/questions.html"]
