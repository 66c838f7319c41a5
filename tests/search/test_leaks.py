"""Of all kinds of things: what one may not see leaves no trace on the page of the search, and is gone from it at once."""

from urllib.parse import quote_plus

import pytest
from django.utils import timezone

from agenda.domain.announcing import withdraw_event
from forum.domain.moderation import move, remove_post
from home.circular.enums import EntryState
from intranet.fulltext import spelling
from intranet.fulltext.domain import forget, index_things
from intranet.fulltext.kinds import findable
from intranet.members.enums import GroupAccess, Visibility
from intranet.members.models import Position, User
from intranet.search.finding import find
from repository.domain.validity import archive
from tests.factories.agenda import a_group_event, an_event
from tests.factories.circular import a_sent_circular, an_entry
from tests.factories.forum import a_reply, a_topic, an_experience
from tests.factories.home import a_news_page
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_group_resource, a_resource

pytestmark = pytest.mark.django_db
SECRET = "quimera"


@pytest.fixture(autouse=True)
def _words_read_anew(monkeypatch, known_at_once):
    monkeypatch.setattr(spelling, "_kept", [])


@pytest.fixture
def group():
    """A private group in which everything speaks of the same."""
    group = WorkingGroupFactory(name="Grup Quimera", slug="secret", access=GroupAccess.PRIVATE)
    insider = a_member(OrganisationFactory(name="Vallclara"), given_name="Inés", family_name="Dins")
    insider.ask_me_about, insider.ask_me_about_visibility = "Quimera", Visibility.GROUPS
    insider.save()
    GroupMembershipFactory(group=group, user=insider)
    a_reply(a_topic(group, insider, title="Quimera oberta"), insider, body="<p>Una quimera.</p>")
    an_experience(group, insider, title="Quimera provada")
    a_group_event(group, title="Jornada de quimera")
    a_group_resource(group, title="Guia de la quimera")
    event, circular = a_group_event(group, title="Trobada"), a_sent_circular()
    index_things("circular_entry", [an_entry(circular, title="Quimera del mes", event=event, group=group).pk])
    forget("event", event.pk)  # beside which the entry would not be told of
    return group


def found(person, words=SECRET, **asked):
    answer = find(User.objects.with_standing().get(pk=person.pk), words, **asked)
    return {(result.kind, result.thing) for result in answer.results}


def test_who_is_inside_finds_each_kind(group):
    guest = a_guest(group)
    insider = User.objects.get(given_name="Inés")
    kinds = {"person", "group", "post", "experience", "event", "resource", "circular_entry"}
    colleague = GroupMembershipFactory(group=group, user=a_member()).user
    assert {kind for kind, _thing in found(colleague)} == kinds
    assert {kind for kind, _thing in found(insider)} | {"person"} == kinds
    assert {kind for kind, _thing in found(guest)} <= kinds - {"circular_entry"}


def said_to(client, words, group):
    """What the page says beside the words that were typed."""
    page = client.get("/cerca/", {"q": words, "group": group.pk}).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    for said_again in (f"«{words}»", f'value="{words}"', quote_plus(words)):
        main = main.replace(said_again, "")
    return main


def test_who_is_outside_reads_nothing_of_it(group, client_of):
    hidden = ("uimera", "oberta", "provada", "del mes", "Inés", f'option value="{group.pk}"')
    for make in (a_member, a_guest, a_former_member):
        client = client_of(make())
        for words in (SECRET, "quimerra", "quimera xyzzy", "jornada quimera"):
            said = said_to(client, words, group)
            assert (make, words, [part for part in hidden if part in said]) == (make, words, [])


def test_some_of_the_words_find_what_is_open_and_no_more(group, client_of):
    member = a_member()
    assert {kind for kind, _thing in found(member, "vallclara quimera")} == {"person", "council"}
    assert "uimera" not in said_to(client_of(member), "vallclara quimera", group)


def test_coordination_knows_that_the_group_exists_and_nothing_of_what_it_says(group, client_of):
    """The one who hides nothing from coordination is found as well: they read what is for the groups of somebody."""
    coordination = User.objects.with_standing().get(pk=someone_of_coordination().pk)
    answer = find(coordination, SECRET)
    assert answer.counts == {"group": 1, "person": 1}
    assert [choice.key for choice in answer.choices["group"]] == []
    said = said_to(client_of(coordination), SECRET, group)
    assert [part for part in ("oberta", "provada", "del mes", "Jornada", "Guia") if part in said] == []


def corrected(person, words):
    return find(User.objects.with_standing().get(pk=person.pk), words).corrected


def test_no_correction_tells_that_a_word_stands_where_one_may_not_read():
    """Of what they see, a guest is proposed what is near to «clausura», whether somebody else speaks of one or not."""
    group = WorkingGroupFactory(access=GroupAccess.OPEN)
    guest, author = a_guest(group), a_member()
    GroupMembershipFactory(group=group, user=author)
    a_topic(group, author, title="Clàusules")
    spelling.forget_words()
    before = corrected(guest, "clausula de clausura"), corrected(guest, "clausura")
    a_topic(title="La clausura")
    spelling.forget_words()
    assert (corrected(guest, "clausula de clausura"), corrected(guest, "clausura")) == before
    assert (before[1], corrected(author, "clausura")) == ("clausules", "")


def test_numbers_and_values_tell_nothing_of_it(group):
    for person in (a_member(), a_guest()):
        answer = find(User.objects.with_standing().get(pk=person.pk), SECRET)
        assert (answer.counts, [one for some in answer.choices.values() for one in some]) == ({}, [])


def goes_private(thing):
    thing.group.access = GroupAccess.PRIVATE
    thing.group.save()


def moves_to_private(topic):
    moderator = someone_of_coordination()
    private = GroupMembershipFactory(group=WorkingGroupFactory(access=GroupAccess.PRIVATE), user=moderator).group
    move(topic, to=private, by=moderator, reason="Cal")


def hides(person):
    person.ask_me_about_visibility = Visibility.NOBODY
    person.save()


def leaves(person):
    Position.objects.filter(user=person).update(ends_on=timezone.localdate())


def is_taken_out(event):
    withdraw_event(event, by=event.author)


RESTRICTED = {
    "topic of a group that goes private": (lambda: a_topic(title="Quimera"), goes_private),
    "reply of a group that goes private": (
        lambda: a_reply(a_topic(), body="<p>Quimera</p>").topic,
        goes_private,
    ),
    "experience of a group that goes private": (lambda: an_experience(title="Quimera").topic, goes_private),
    "topic that moves to a private group": (
        lambda: a_topic(title="Quimera"),
        moves_to_private,
    ),
    "post that is removed": (
        lambda: a_topic(title="Quimera"),
        lambda topic: remove_post(topic.posts.get(), by=someone_of_coordination(), reason="Insults"),
    ),
    "event of a group that goes private": (lambda: a_group_event(title="Quimera"), goes_private),
    "event that is withdrawn": (lambda: an_event(title="Quimera"), is_taken_out),
    "resource that is archived": (lambda: a_resource(title="Quimera"), lambda page: archive(page, by=page.owner)),
    "resource that is unpublished": (lambda: a_resource(title="Quimera"), lambda page: page.unpublish()),
    "news that is unpublished": (
        lambda: published(a_news_page("Quimera")),
        lambda page: page.unpublish(),
    ),
    "what somebody no longer tells": (lambda: a_member(ask_me_about="Quimera"), hides),
    "who leaves": (lambda: a_member(given_name="Quimera"), leaves),
    "entry that is left out": (
        lambda: an_entry(a_sent_circular(), title="Quimera"),
        lambda entry: type(entry).objects.filter(pk=entry.pk).update(state=EntryState.REJECTED),
    ),
}


def published(page):
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("case", RESTRICTED)
def test_what_is_restricted_or_removed_is_gone_at_once(case):
    make, restrict = RESTRICTED[case]
    reader, thing = a_member(), make()
    if type(thing).__name__ == "CircularEntry":
        index_things("circular_entry", [thing.pk])
    before = found(reader)
    restrict(thing)
    assert (len(before), found(reader), found(reader, "quimerra")) == (1, set(), set())


def test_everything_that_is_found_says_who_may_find_it():
    """Each kind is asked at each search, whoever asks: none is left out of `visible_among`."""
    for kind in ("person", "council", "group", "post", "experience", "event", "resource", "news", "page"):
        assert findable(kind).visible(User.objects.with_standing().get(pk=a_former_member().pk)).count() == 0
