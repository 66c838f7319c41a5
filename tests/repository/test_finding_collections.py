"""Collections as they are found: by what words, by whom, and following what is put into them."""

import pytest
from django.utils import translation

from intranet.fulltext.domain import index_things
from intranet.fulltext.kinds import Found, findable, thing_at
from intranet.fulltext.models import Entry
from intranet.fulltext.words import sought_in
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.models import User
from repository.domain.collecting import create_collection, delete_collection, edit_collection
from repository.domain.ordering import add_chapter, add_resource, remove_item
from repository.domain.publishing import publish
from repository.enums import CollectionKind, CollectionVisibility, ResourceVisibility
from repository.finding_collections import COLLECTION
from repository.models import Collection, ResourcePage
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_collection, a_group_resource, a_resource
from tests.finding import found, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def indexed(owner=None, **facts):
    made = a_collection(owner, **facts)
    index_things(COLLECTION, [made.pk])
    return made


def test_a_collection_is_found_by_what_it_says_and_holds():
    path = indexed(
        title="Per a qui comença",
        kind=CollectionKind.PATH,
        summary="Primers passos.",
        argument="<p>Val la <b>pena</b>.</p>",
        pages=[a_resource(title="Olivera")],
    )
    person = a_member()
    shown = Found(
        path.pk,
        "Per a qui comença",
        f"/recursos/colleccions/{path.slug}/",
        ("Learning path",),
        "Primers <mark>passos</mark>. Val la pena.",
        "graduation-cap",
    )
    assert found(person, "comença pas", COLLECTION) == [shown]
    words = ("pena", "olivera", "learning", "collections")
    assert [titles(person, word, COLLECTION) for word in words] == [["Per a qui comença"]] * len(words)
    assert thing_at(f"/recursos/colleccions/{path.slug}/") == (COLLECTION, path.pk)


def test_who_finds_it_is_who_sees_it():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Secreta")
    GroupMembershipFactory(group=group, user=(insider := a_member()))
    owner = a_member()
    indexed(owner, title="Quimera meva", visibility=CollectionVisibility.OWN)
    indexed(title="Quimera del grup", visibility=CollectionVisibility.GROUP, group=group)
    indexed(title="Quimera de tots", visibility=CollectionVisibility.PUBLIC)
    indexed(title="Quimera")
    network = ["Quimera", "Quimera de tots"]
    people = {
        owner: ["Quimera", "Quimera de tots", "Quimera meva"],
        insider: ["Quimera", "Quimera de tots", "Quimera del grup"],
        someone_of_coordination(): network,
        a_member(): network,
        a_guest(): ["Quimera de tots"],
        a_former_member(): [],
    }
    assert {person: titles(person, "quimera", COLLECTION) for person in people} == people
    assert [row.facts for row in found(insider, "quimera grup", COLLECTION)] == [("Reading list",)]
    assert sorted(Entry.objects.filter(kind=COLLECTION, is_open=True).values_list("title", flat=True)) == network


def test_what_not_all_its_readers_see_does_not_find_it():
    """Neither a guest by what the network reads, nor the network by what a group keeps."""
    group = WorkingGroupFactory()
    pages = [a_resource(title="Olivera"), a_group_resource(group, title="Ametller")]
    seen = a_resource(title="Alzina", visibility=ResourceVisibility.PUBLIC)
    gone = a_resource(title="Roure", visibility=ResourceVisibility.PUBLIC)
    indexed(title="De tots", visibility=CollectionVisibility.PUBLIC, pages=[*pages, seen, gone])
    indexed(title="De la xarxa", pages=pages)
    indexed(title="Del grup", visibility=CollectionVisibility.GROUP, group=group, pages=pages)
    ResourcePage.objects.get(pk=gone.pk).unpublish()
    person = GroupMembershipFactory(group=group, user=a_member(), role=GroupRole.COORDINATOR).user
    words = ("olivera", "ametller", "alzina", "roure")
    assert [titles(person, word, COLLECTION) for word in words] == [["De la xarxa"], ["Del grup"], ["De tots"], []]
    group.access = GroupAccess.PRIVATE
    group.save()
    assert [titles(person, word, COLLECTION) for word in words] == [["De la xarxa"], ["Del grup"], ["De tots"], []]


def snippets(person, words):
    return [str(row.snippet) for row in found(person, words, COLLECTION)]


def test_what_it_holds_is_said_where_nothing_else_says_what_is_looked_for():
    pages = [a_resource(title=title) for title in ("Oliveres & arbequines", "Alzina", "L’olivera")]
    indexed(title="Per a qui comença", summary="Primers passos amb fusta.", pages=pages)
    indexed(title="Olivera", summary="De secà.", pages=pages[1:2])
    person = a_member()
    assert snippets(person, "olivera") == [
        "De secà.",
        "It holds: <mark>Oliveres</mark> &amp; arbequines · L’<mark>olivera</mark>",
    ]
    assert snippets(person, "alzines comença") == ["It holds: <mark>Alzina</mark>"]
    assert snippets(person, "fusta olivera") == ["Primers passos amb <mark>fusta</mark>."]
    assert snippets(person, "comença") == ["Primers passos amb fusta."]


def test_of_what_it_holds_it_says_what_is_in_the_index_alone():
    """Not by what else one finds it, and not what is for some of its readers, even to one who sees it."""
    group = WorkingGroupFactory()
    person = GroupMembershipFactory(group=group, user=a_member()).user
    hidden = a_group_resource(group, title="Olivera amagada")
    seen = a_resource(title="Olivera", visibility=ResourceVisibility.PUBLIC)
    gone = a_resource(title="Olivera seca", visibility=ResourceVisibility.PUBLIC)
    indexed(title="De tots", visibility=CollectionVisibility.PUBLIC, pages=[hidden, gone, seen])
    ResourcePage.objects.get(pk=gone.pk).unpublish()
    assert [snippets(one, "olivera") for one in (person, a_guest())] == [["It holds: <mark>Olivera</mark>"]] * 2


def test_who_has_left_the_group_of_their_collection_reads_no_titles_of_it():
    """Its owner finds it; what the group keeps, they see no longer."""
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    owner = a_member()
    seat = GroupMembershipFactory(group=group, user=owner)
    page = a_group_resource(group, title="Olivera")
    indexed(owner, title="Quimera", visibility=CollectionVisibility.GROUP, group=group, pages=[page], summary="Res.")
    before = snippets(owner, "olivera")
    seat.delete()
    assert (before, snippets(owner, "olivera")) == (["It holds: <mark>Olivera</mark>"], ["Res."])


def test_it_follows_what_is_said_and_put_into_it():
    owner, page = a_member(), a_resource(title="Olivera")
    made = create_collection(Collection(title="Quimera", visibility=CollectionVisibility.NETWORK), by=owner)
    item = add_resource(made, page, by=owner)
    add_chapter(made, by=owner, title="Primer")
    told = [titles(owner, words, COLLECTION) for words in ("quimera", "olivera", "primer")]
    page = ResourcePage.objects.get(pk=page.pk)
    page.title = "Sembrat"
    publish(page, by=page.owner)
    renamed = [titles(owner, words, COLLECTION) for words in ("olivera", "sembrats")]
    remove_item(item, by=owner)
    made.title, seen = "Sirena", Collection.objects.get(pk=made.pk).version
    edit_collection(made, by=owner, seen=seen)
    changed = [titles(owner, words, COLLECTION) for words in ("quimera", "sembrats", "sirena")]
    delete_collection(made, by=owner)
    assert (told, renamed, changed) == ([["Quimera"]] * 3, [[], ["Quimera"]], [[], [], ["Sirena"]])
    assert not Entry.objects.filter(kind=COLLECTION).exists()


def test_a_resource_that_is_deleted_finds_it_no_more():
    page = a_resource(title="Olivera")
    indexed(title="Quimera", pages=[page])
    ResourcePage.objects.get(pk=page.pk).delete()
    person = a_member()
    assert (titles(person, "olivera", COLLECTION), titles(person, "quimera", COLLECTION)) == ([], ["Quimera"])


@pytest.mark.parametrize("number", [1, 3, 30])
def test_rows_and_documents_of_any_number_are_as_many_statements(number, django_assert_num_queries):
    owner = a_member()
    pages = [a_resource(title="Olivera"), a_resource()]
    made = [a_collection(owner, title="Quimera", pages=pages) for _turn in range(number)]
    things, owner = {one.pk: one.pk for one in made}, User.objects.with_standing().get(pk=owner.pk)
    with django_assert_num_queries(1):
        rows = list(findable(COLLECTION).rows(owner, things, sought_in("quimera")))
    with django_assert_num_queries(2):  # what it holds that says it
        held = list(findable(COLLECTION).rows(owner, things, sought_in("olivera")))
    assert {str(row.snippet) for row in held} == {"It holds: <mark>Olivera</mark>"}
    with django_assert_num_queries(3):
        told = list(findable(COLLECTION).documents(None))
    assert (len(rows), len(told)) == (number, number)
