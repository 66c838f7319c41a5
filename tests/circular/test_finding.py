"""Who finds what circulars have told, and by which words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from home.circular.domain.finding import index_circular, index_latest
from home.circular.domain.wording import reword, write_intro
from home.circular.enums import CircularState, EntryState
from home.circular.models import CircularEntry, CircularPage
from home.circular.signals import circular_begun
from home.circular.tasks import index_entries_of
from intranet.fulltext.domain import index_things
from intranet.fulltext.kinds import Found, findable, thing_at
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.words import sought_in
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from intranet.search.finding import find
from tests.factories.agenda import a_group_event, an_event
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.forum import a_reply, a_topic, an_experience
from tests.factories.home import a_news_page
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_resource
from tests.finding import found, seen, titles

pytestmark = pytest.mark.django_db

KIND = "circular_entry"
BEGUN = datetime(2026, 3, 31, 22, 30, tzinfo=ZoneInfo("UTC"))


def told(**facts):
    entry = an_entry(a_sent_circular(), **facts)
    index_circular(entry.circular)
    return entry


def test_what_circulars_have_told_is_found_by_the_network():
    council = OrganisationFactory(name="Vallclara")
    circular = a_sent_circular(begun_at=BEGUN)
    entry = an_entry(circular, title="Ajuts a l’aigua", organisation=council, subject_keys=[3, 7], facts="Al Casal")
    index_circular(circular)
    address = f"{circular.get_absolute_url()}#entrada-{entry.pk}"
    facts = (circular.title, "Ajuntament de Vallclara")
    shown = "Obrim la convocatòria d’ajuts per a <mark>cooperatives</mark>."
    assert found(a_member(), "aigua cooperativa", KIND) == [Found(entry.pk, "Ajuts a l’aigua", address, facts, shown)]
    assert titles(someone_of_coordination(), "vallclara casals", KIND) == ["Ajuts a l’aigua"]
    assert titles(a_guest(), "aigua", KIND) == []
    (kept,) = Entry.objects.filter(kind=KIND)
    assert (kept.organisation, kept.subjects, f"{kept.day}") == (council.pk, ",3,7,", "2026-04-01")


def test_nothing_is_found_of_what_is_not_out_or_not_printed():
    circular = a_circular()
    for facts in ({}, {"state": EntryState.WAITING}, {"state": EntryState.REJECTED}, {"drop_reason": "gone"}):
        an_entry(circular, title="Aigua", **facts)
    index_circular(circular)
    assert Entry.objects.filter(kind=KIND).count() == 0
    CircularPage.objects.update(state=CircularState.SENDING, begun_at=circular.deadline)
    assert titles(a_member(), "aigua", KIND) == []
    index_latest()
    assert titles(a_member(), "aigua", KIND) == ["Aigua"]
    assert Entry.objects.filter(kind=KIND).count() == 1


def test_it_is_found_once_sending_has_begun(django_capture_on_commit_callbacks):
    entry = an_entry(a_sent_circular(), title="Aigua")
    with django_capture_on_commit_callbacks(execute=True):
        circular_begun.send(CircularPage, circular=entry.circular, by=None)
    assert titles(a_member(), "aigua", KIND) == ["Aigua"]


@pytest.mark.usefixtures("known_at_once")
def test_what_comes_from_a_private_group_is_found_by_its_people_alone():
    group = WorkingGroupFactory(name="Secreta", access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=(insider := a_member()))
    entry = told(title="Expedient", event=a_group_event(group, title="Aigua"), group=group)
    assert found(insider, "expedient", KIND)[0].facts == (entry.circular.title,)
    assert titles(a_member(), "expedient", KIND) == titles(someone_of_coordination(), "expedient", KIND) == []
    assert not KnownWord.objects.filter(word__in=["expedient", "secreta"]).exists()


def test_what_is_restricted_since_is_found_by_few_from_then_on():
    topic = a_topic(title="Aigua")
    entry = told(title="Aigua", topic=topic, group=topic.group)
    assert found(a_member(), topic.group.name, KIND)[0].facts == (entry.circular.title, topic.group.name)
    topic.group.access = GroupAccess.PRIVATE
    topic.group.save()
    assert titles(a_member(), "aigua", KIND) == []
    (one,) = found(topic.author, "aigua", KIND)
    assert one.facts == (entry.circular.title,)


def test_a_private_group_is_not_named_by_what_it_tells_everyone():
    group = WorkingGroupFactory(name="Secreta", access=GroupAccess.PRIVATE)
    told(title="Aigua", event=an_event(), group=group)
    assert (titles(a_member(), "aigua", KIND), titles(a_member(), "secreta", KIND)) == (["Aigua"], [])
    assert Entry.objects.get(kind=KIND).group is None


def test_words_that_are_put_right_are_found_at_once():
    entry = told(title="Aigua")
    reword(entry, by=someone_of_coordination(), title="Vent", text=entry.text, seen=None)
    assert (titles(a_member(), "aigua", KIND), titles(a_member(), "vent", KIND)) == ([], ["Vent"])
    CircularEntry.objects.get().delete()
    assert Entry.objects.filter(kind=KIND).count() == 0


def test_a_council_is_found_by_its_new_name_once_a_worker_has_been_there(django_capture_on_commit_callbacks):
    council = OrganisationFactory(name="Vallclara")
    told(title="Aigua", organisation=council)
    council.name = "Estany"
    with django_capture_on_commit_callbacks() as left:
        council.save()
    assert len([one for one in left if one.__module__ == "home.circular.finding_places"]) == 1
    index_entries_of.call(council.pk)
    assert titles(a_member(), "estany", KIND) == ["Aigua"]


def sources():
    return dict(Entry.objects.filter(kind=KIND).values_list("key", "source"))


def test_the_index_says_what_each_passes_on():
    """As its own section names what one finds of it: a kind that is shown as another, or the key of something else, would fold nothing."""
    circular, experience = a_sent_circular(), an_experience().topic
    of_each = {"event": an_event(), "resource": a_resource(), "topic": a_topic(), "news": a_news_page()}
    entries = {name: an_entry(circular, **{name: source}) for name, source in of_each.items()}
    tried, own = an_entry(circular, topic=experience), an_entry(circular)
    a_reply(experience)
    index_circular(circular)
    names = {
        f"{findable(kind).shown_kind}:{thing}"
        for kind in ("event", "resource", "post", "news", "experience")
        for thing in seen(kind, a_member()).values()
    }
    told_of = {"event": "event", "resource": "resource", "topic": "post", "news": "news"}
    assert sources() == {
        **{entries[name].pk: f"{told_of[name]}:{source.pk}" for name, source in of_each.items()},
        tried.pk: f"experience:{experience.pk} post:{experience.pk}",
        own.pk: "",
    }
    assert {name for source in sources().values() for name in source.split()} <= names


def test_what_is_linked_to_its_source_later_says_so_after_the_night():
    """Nothing on the site does so: an entry has its source from the beginning, and goes with it."""
    entry, event = told(title="Aigua"), an_event()
    CircularEntry.objects.filter(pk=entry.pk).update(event=event)
    index_latest()
    assert sources() == {entry.pk: f"event:{event.pk}"}
    CircularEntry.objects.filter(pk=entry.pk).update(event=None)
    index_latest()
    assert sources() == {entry.pk: ""}


def things(person, words):
    person = User.objects.with_standing().get(pk=person.pk)
    return {(result.kind, result.thing) for result in find(person, words).results}


def test_it_folds_into_its_source_and_into_nothing_of_the_same_title():
    event, topic = an_event(title="Fira de la quimera"), a_topic(title="Subvencions")
    circular = a_sent_circular()
    an_entry(circular, title="Vine a la quimera", event=event)
    own = an_entry(circular, title="Subvencions")
    index_circular(circular)
    index_things("event", [event.pk])
    index_things("post", topic.posts.values_list("pk", flat=True))
    assert things(a_member(), "quimera") == {("event", event.pk)}
    assert things(a_member(), "subvencions") == {("post", topic.pk), (KIND, own.pk)}


def test_what_tells_of_an_experience_folds_into_it_as_into_a_reply_to_it():
    topic = an_experience(title="Un mercat").topic
    told(title="Mercats de quimera i pagès", topic=topic)
    index_things("post", [a_reply(topic, body="<p>La quimera de sempre.</p>").pk])
    index_things("experience", [topic.pk])
    assert things(a_member(), "quimera") == {("post", topic.pk)}
    assert things(a_member(), "mercat") == {("experience", topic.pk), ("post", topic.pk)}


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_they_are_listed_and_told_in_one_statement_each(django_assert_num_queries, rows):
    circular, group = a_sent_circular(), WorkingGroupFactory()
    for number in range(rows):
        an_entry(circular, title=f"Aigua {number}", topic=a_topic(group))
    keys = dict.fromkeys(circular.entries.values_list("pk", flat=True), 0)
    with django_assert_num_queries(1):
        listed = list(findable(KIND).rows(a_member, keys, sought_in("aigua")))
    with django_assert_num_queries(1):
        documents = list(findable(KIND).documents(None))
    every = [f"Aigua {number}" for number in range(rows)]
    assert ([row.title for row in sorted(listed)], [one.title for one in documents]) == (every, every)


def test_a_circular_itself_is_found_by_the_network_once_it_is_out():
    circular = a_sent_circular(date(2026, 10, 1), intro="<p>Comencem amb <b>bones</b> notícies.</p>")
    to_come = a_circular(date(2031, 5, 1), intro="<p>Comencem aviat.</p>")
    for one in (circular, to_come):
        index_circular(one)
    shown = Found(circular.pk, circular.title, "/circular/2026/10/", (), "<mark>Comencem</mark> amb bones notícies.")
    assert found(a_member(), "comencem circular octubre", "circular") == [shown]
    assert titles(someone_of_coordination(), "comencem", "circular") == [circular.title]
    assert titles(a_guest(), "comencem", "circular") == []
    assert (thing_at("/circular/2026/10/"), thing_at("/circular/2031/05/")) == (("circular", circular.pk), None)
    write_intro(circular, by=someone_of_coordination(), intro="<p>Vent.</p>", seen=None)
    person = a_member()
    assert [titles(person, word, "circular") for word in ("comencem", "vent")] == [[], [circular.title]]
    CircularPage.objects.get(pk=circular.pk).delete()
    assert not Entry.objects.filter(kind="circular").exists()


def test_sending_has_the_circular_itself_found(django_capture_on_commit_callbacks):
    circular = a_sent_circular(intro="<p>Vent.</p>")
    with django_capture_on_commit_callbacks(execute=True):
        circular_begun.send(CircularPage, circular=circular, by=None)
    assert titles(a_member(), "vents", "circular") == [circular.title]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_circulars_are_listed_and_told_in_one_statement_each(django_assert_num_queries, number):
    made = [a_sent_circular(date(2020 + turn // 12, turn % 12 + 1, 1)) for turn in range(number)]
    with django_assert_num_queries(1):
        listed = list(findable("circular").rows(a_member, {one.pk: one.pk for one in made}, sought_in("x")))
    with django_assert_num_queries(1):
        documents = list(findable("circular").documents(None))
    assert (len(listed), len(documents)) == (number, number)
