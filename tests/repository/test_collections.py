"""Reading collections: what each reader finds in them, and that nothing else is told."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from intranet.members.enums import GroupAccess
from repository.enums import CollectionKind, CollectionVisibility, ResourceVisibility
from repository.models import Chapter, Collection, CollectionItem, KitUse
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_collection, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def private():
    return WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Comissió secreta")


def titles(user):
    return set(Collection.objects.visible_to(user).values_list("title", flat=True))


def test_each_collection_is_for_those_it_is_meant_for(private):
    owner, coordinator, other = a_member(), a_member(), a_member()
    GroupMembershipFactory(group=private, user=coordinator, role="coordinator")
    a_collection(owner, title="Meva", visibility=CollectionVisibility.OWN)
    a_collection(owner, title="Xarxa")
    a_collection(owner, title="Món", visibility=CollectionVisibility.PUBLIC)
    a_collection(coordinator, title="Grup", group=private, visibility=CollectionVisibility.GROUP)
    seen = {
        "owner": titles(owner),
        "other": titles(other),
        "in the group": titles(coordinator),
        "coordination": titles(someone_of_coordination()),
        "guest": titles(a_guest()),
        "former": titles(a_former_member()),
        "anonymous": titles(AnonymousUser()),
    }
    assert seen == {
        "owner": {"Meva", "Xarxa", "Món"},
        "other": {"Xarxa", "Món"},
        "in the group": {"Xarxa", "Món", "Grup"},
        "coordination": {"Xarxa", "Món"},
        "guest": {"Món"},
        "former": set(),
        "anonymous": {"Món"},
    }


def test_a_collection_never_tells_of_what_its_reader_may_not_see(client_of, private):
    """Title, summary and number of what is hidden: in the list as on its page."""
    insider = a_member()
    hidden = a_group_resource(private, insider, title="Escenaris de quotes", summary="Tres escenaris ocults.")
    shown = a_resource(title="Guia oberta")
    own = a_collection(
        insider,
        title="Barreja",
        pages=[shown, hidden],
        visibility=CollectionVisibility.NETWORK,
        kind=CollectionKind.PATH,
    )
    mine, others = client_of(insider), client_of(a_member())
    assert "Escenaris de quotes" in mine.get(own.get_absolute_url()).content.decode()
    for path in (own.get_absolute_url(), reverse("collections"), f"{reverse('collections')}?q=escenaris"):
        said = others.get(path).content.decode()
        assert ("Escenaris" in said, "ocults" in said, "secreta" in said) == (False, False, False), path
    assert others.get(reverse("collections")).context["page"].object_list[0].total == 1
    assert others.get(own.get_absolute_url()).context["reading"].way.total == 1
    assert mine.get(own.get_absolute_url()).context["reading"].way.total == 2


def test_what_is_for_nobody_is_not_there(client_of, client, private):
    owner = a_member()
    own = a_collection(owner, title="Meva", visibility=CollectionVisibility.OWN)
    assert client_of(a_member()).get(own.get_absolute_url()).status_code == 404
    assert client_of(someone_of_coordination()).get(own.get_absolute_url()).status_code == 404
    for slug in (own.slug, "no-hi-es"):
        answer = client.get(reverse("collection", args=[slug]))
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_the_world_reads_what_is_public(client):
    public = a_resource(title="Per a tothom", visibility=ResourceVisibility.PUBLIC)
    inside = a_resource(title="De portes endins")
    owner = a_member(given_name="Remei", family_name="Casals")
    made = a_collection(owner, title="Món", pages=[public, inside], visibility=CollectionVisibility.PUBLIC)
    said = client.get(made.get_absolute_url()).content.decode()
    assert ("Per a tothom" in said, "De portes endins" in said, "Remei" in said) == (True, False, False)


def in_chapters(number, *, kind=CollectionKind.PATH, **facts):
    collection = a_collection(pages=[a_resource() for _turn in range(number)], kind=kind, **facts)
    for item in collection.items.all()[1:]:
        item.chapter = Chapter.objects.create(collection=collection, title="Capítol", position=item.position)
        item.save()
        if kind == CollectionKind.KIT:
            KitUse.objects.create(item=item, council=OrganisationFactory())
    return collection


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_path_costs_the_same_for_any_number_of_resources(client_of, django_assert_num_queries, number):
    path = in_chapters(number).get_absolute_url()
    client = client_of(a_member())
    client.get(path)
    with django_assert_num_queries(8):
        assert len(client.get(path).context["reading"].rows) == number


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_kit_costs_the_same_for_any_number_of_pieces(client_of, django_assert_num_queries, number):
    path = in_chapters(number, kind=CollectionKind.KIT, department="cultura").get_absolute_url()
    client = client_of(a_member(OrganisationFactory()))
    client.get(path)
    with django_assert_num_queries(10):
        assert len(client.get(path).context["reading"].rows) == number


@pytest.mark.parametrize("number", [1, 3, 15])
def test_the_list_costs_the_same_for_any_number_of_collections(client_of, django_assert_num_queries, number):
    page = a_resource()
    for _turn in range(number):
        a_collection(pages=[page])
    client = client_of(a_member())
    client.get(reverse("collections"))
    with django_assert_num_queries(5):
        assert len(client.get(reverse("collections")).context["page"]) == number


def test_the_list_is_searched_and_narrowed_down(client_of):
    reader = a_member()
    a_collection(reader, title="Plecs de menjadors", kind=CollectionKind.LIST)
    a_collection(title="Guia ABC", kind=CollectionKind.GUIDE)
    client = client_of(reader)

    def found(query):
        return [one.title for one in client.get(reverse("collections") + query).context["page"]]

    assert found("") == ["Guia ABC", "Plecs de menjadors"]
    assert found("?q=PLÉCS") == ["Plecs de menjadors"]
    assert found("?tipus=guia") == ["Guia ABC"]
    assert found("?tipus=meves") == ["Plecs de menjadors"]
    assert found("?tipus=res&pagina=x") == ["Guia ABC", "Plecs de menjadors"]
    assert found("?q=zzz") == []


def test_chapters_are_read_in_order(client_of):
    collection = in_chapters(3)
    sections = client_of(a_member()).get(collection.get_absolute_url()).context["reading"].sections
    assert [section.chapter and section.chapter.position for section in sections] == [None, 1, 2]
    assert CollectionItem.objects.filter(collection=collection).count() == 3


@pytest.mark.parametrize("kind", [CollectionKind.PATH, CollectionKind.KIT])
def test_a_chapter_in_which_one_sees_nothing_is_left_out(client_of, private, kind):
    shown = a_resource()
    collection = a_collection(pages=[shown, a_group_resource(private)], kind=kind, department="cultura")
    Chapter.objects.create(collection=collection, title="Buit", position=1)
    hidden = Chapter.objects.create(collection=collection, title="Reservat", position=2)
    collection.items.exclude(page=shown).update(chapter=hidden)
    said = client_of(a_member()).get(collection.get_absolute_url()).content.decode()
    assert (shown.title in said, "Buit" in said, "Reservat" in said) == (True, False, False)
