"""What a search finds for whom."""

import pytest
from django.urls import reverse

from home.circular.domain.finding import index_circular
from home.circular.models import CircularEntry
from intranet.members.enums import GroupAccess
from intranet.search.results import SHOWN, search_for
from repository.catalogue.words import index_resource
from tests.factories.agenda import a_group_event, an_event
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.home import a_news_page, a_section_page
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
PDF = b"%PDF-1.4\n"


def found(user, words):
    return {kind.key: [str(thing) for thing in kind.found] for kind in search_for(user, words)}


def test_search_finds_each_kind_without_accents_or_case():
    council = OrganisationFactory(name="Tàrrega", slug="tarrega")
    member = a_member(council, given_name="Núria", family_name="Tarregó")
    WorkingGroupFactory(name="Tarregins per l'horta", slug="tarregins")
    assert found(member, "TARREG") == {
        "people": ["Núria Tarregó"],
        "councils": ["Ajuntament de Tàrrega"],
        "groups": ["Tarregins per l'horta"],
    }


@pytest.mark.parametrize("words", ["", "   ", "xyzzy-no-one"])
def test_search_without_words_or_without_finds_is_empty(words):
    assert search_for(a_member(), words) == []


def test_search_leaves_out_what_no_database_keeps(client_of):
    response = client_of(a_member()).get("/cerca/", {"q": "\0xyzzy\0"})
    assert (response.status_code, response.context["words"]) == (200, "xyzzy")


def test_search_never_hints_at_a_private_group():
    private = WorkingGroupFactory(name="Comissió secreta", slug="secreta", access=GroupAccess.PRIVATE)
    insider = a_member()
    GroupMembershipFactory(group=private, user=insider)
    assert found(insider, "secreta") == {"groups": ["Comissió secreta"]}
    assert found(someone_of_coordination(), "secreta") == {"groups": ["Comissió secreta"]}
    assert found(a_member(), "secreta") == {}
    assert found(a_guest(), "secreta") == {}


def test_search_of_a_guest_stays_in_their_groups():
    group = WorkingGroupFactory(name="Horta oberta", slug="horta")
    guest = a_guest(group, given_name="Roc", family_name="Horta")
    colleague = a_member(OrganisationFactory(name="Horta de Dalt", slug="horta-de-dalt"), family_name="Hortal")
    a_member(given_name="Aliena", family_name="Hortalà")
    GroupMembershipFactory(group=group, user=colleague)
    kinds = {kind.key: kind.count for kind in search_for(guest, "horta")}
    assert kinds == {"people": 2, "groups": 1}


def test_search_finds_pages_for_the_network_and_none_for_a_guest(client_of):
    a_news_page("Horta oberta a tothom")
    a_section_page("Com fer una horta")
    guest, member = a_guest(), a_member()
    titles = {"Horta oberta a tothom", "Com fer una horta"}
    assert {kind: set(shown) for kind, shown in found(member, "horta").items()} == {"pages": titles}
    assert found(guest, "horta") == {}
    shown = {person: client_of(person).get("/cerca/?q=horta").content.decode() for person in (member, guest)}
    assert [{title for title in titles if title in shown[person]} for person in (member, guest)] == [titles, set()]


def test_search_shows_a_few_and_leads_to_all(client):
    member = a_member(given_name="Ona", family_name="Zero")
    for _number in range(SHOWN):
        a_member(given_name="Ona")
    client.force_login(member)
    response = client.get(reverse("search"), {"q": "ona"})
    kinds = {kind.key: (len(kind.found), kind.count) for kind in response.context["kinds"]}
    assert kinds["people"] == (SHOWN, SHOWN + 1)
    assert f"{reverse('people')}?q=ona" in response.content.decode()


def test_search_of_coordination_counts_those_whom_the_directory_lists():
    a_member(given_name="Ona", family_name="Present")
    a_former_member(given_name="Ona", family_name="Passada")
    assert found(someone_of_coordination(), "ona") == {"people": ["Ona Present"]}


def test_search_finds_the_events_that_one_may_see(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=(insider := a_member()))
    an_event(title="Fira d’horta")
    a_group_event(group, title="Horta secreta")
    assert (set(found(insider, "hortà")["events"]), found(a_guest(), "horta")) == (
        {"Fira d’horta", "Horta secreta"},
        {},
    )
    member = a_member()
    assert found(member, "hortà") == {"events": ["Fira d’horta"]}
    assert "Horta secreta" not in client_of(member).get("/cerca/?q=horta").content.decode()


def told_in_a_circular(*titles, **facts):
    circular = a_sent_circular()
    for title in titles:
        an_entry(circular, title=title, **facts)
    index_circular(circular)


def test_search_finds_what_circulars_have_told_to_those_who_may_see_it(client_of):
    insider, group = a_member(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=insider)
    told_in_a_circular("Ajuts a l’aigua", text="Fins al juny.")
    told = CircularEntry.objects.get().circular
    secret = a_group_event(group, title="Una altra cosa")
    an_entry(told, title="Aigua amagada", event=secret)
    waiting = a_circular()
    an_entry(waiting, title="Aigua de demà")
    for circular in (told, waiting):
        index_circular(circular)
    assert (set(found(insider, "aigües")["circular"]), found(a_guest(), "aigua")) == (
        {"Ajuts a l’aigua", "Aigua amagada"},
        {},
    )
    for one in (a_member(), someone_of_coordination()):
        assert found(one, "aigua") == {"circular": ["Ajuts a l’aigua"]}
        said = client_of(one).get("/cerca/?q=aigua").content.decode()
        assert [title in said for title in ("Ajuts a l’aigua", "Aigua amagada", "demà")] == [True, False, False]


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_search_costs_the_same_for_any_number(client, django_assert_num_queries, rows):
    council = OrganisationFactory(name="Onamunt", slug="onamunt")
    for _number in range(rows):
        a_topic(title="Ona", author=a_member(council, given_name="Ona"))
        a_resource(title="Ona")
    told_in_a_circular(*["Ona"] * rows)
    client.force_login(a_member(council))
    client.get(reverse("search"), {"q": "ona"})  # a process looks up the types of pages once
    with django_assert_num_queries(STATEMENTS):
        client.get(reverse("search"), {"q": "ona"})


STATEMENTS = 22
"""Session, person; people: count, found, positions; councils, groups, events, topics, pages: count, found of each; the bank,
its words and where they stand; bell."""


def test_topics_are_found_by_their_titles_where_one_may_read():
    open_one = a_topic(title="Mercat de pagès al vespre")
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    hidden = a_topic(private, title="Mercat secret")
    assert found(a_member(), "pages mercat") == {"topics": ["Mercat de pagès al vespre"]}
    assert found(someone_of_coordination(), "mercat") == {"topics": [str(open_one)]}
    assert found(hidden.author, "secret") == {"topics": ["Mercat secret"]}
    assert found(a_guest(), "mercat") == {}


def test_search_finds_the_resources_that_one_may_see_by_the_words_inside_their_files():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=(insider := a_member()))
    for page in (a_resource(title="Guia", contents=[PDF]), a_group_resource(group, title="Reservada", contents=[PDF])):
        page.stored.update(text="L’arròs de Pals")
        index_resource(page.pk)
    assert [found(user, "arros") for user in (insider, a_member(), a_guest())] == [
        {"resources": ["Guia", "Reservada"]},
        {"resources": ["Guia"]},
        {},
    ]
