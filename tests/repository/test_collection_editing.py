"""Making a collection, ordering what stands in it, and who may."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.members.enums import GroupAccess
from repository.domain.collecting import create_collection, edit_collection
from repository.domain.locking import ChangedMeanwhileError
from repository.domain.ordering import add_chapter, add_resource, move_item, place_item, remove_chapter, sections_of
from repository.enums import CollectionKind, CollectionVisibility
from repository.models import Collection, CollectionItem
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_collection, a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db
LIST = {"kind": "llista", "title": "Lectures", "summary": "", "visibility": "network", "group": ""}


@pytest.fixture
def owner():
    return a_member()


@pytest.fixture
def collection(owner):
    return a_collection(owner, title="Meva", pages=[a_resource(title=title) for title in "ABC"])


def order(collection, seen_by):
    return [
        (chapter and chapter.title, "".join(item.page.title for item in items))
        for chapter, items in sections_of(collection, seen_by=seen_by)
    ]


def press(client, collection, action, **given):
    return client.post(reverse("collection_order", args=[collection.slug]), {"accio": action, **given})


def test_somebody_makes_a_list_and_puts_a_resource_into_it(client_of, owner):
    client, page = client_of(owner), a_resource(title="Guia")
    answer = client.post(reverse("collection_new"), LIST)
    made = Collection.objects.get()
    assert (answer.headers["Location"], made.owner, made.slug) == (
        reverse("collection_edit", args=["lectures"]),
        owner,
        "lectures",
    )
    client.post(
        reverse("resource_collect", args=[page.slug]), {"collection": made.pk, "title": "", "note": "Comenceu aquí"}
    )
    assert [(item.page, item.note) for item in made.items.all()] == [(page, "Comenceu aquí")]


def test_a_resource_goes_into_a_new_list_that_only_oneself_sees(client_of, owner):
    page = a_resource(title="Guia")
    client = client_of(owner)
    address = reverse("resource_collect", args=[page.slug])
    refused = client.post(address, {"collection": "nova", "title": "", "note": "La de sempre"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["title"])
    assert "La de sempre" in refused.content.decode()
    client.post(address, {"collection": "nova", "title": "Per llegir", "note": ""})
    made = Collection.objects.get()
    assert (made.title, made.visibility, made.items.get().page) == ("Per llegir", CollectionVisibility.OWN, page)


def test_the_flash_names_the_collection_within_its_sentence(client_of, owner, collection):
    page = a_resource(title="Guia")
    address = reverse("resource_collect", args=[page.slug])
    given = {"collection": collection.pk, "title": "", "note": ""}
    said = client_of(owner).post(address, given, follow=True).content.decode()
    link = f'<a href="{collection.get_absolute_url()}">Meva</a>'
    assert _("«{title}» is in the collection «{collection}».").format(title="Guia", collection=link) in said


def test_a_groups_circle_is_offered_where_there_is_a_group(client_of, owner, collection):
    def circles(person, *address):
        form = client_of(person).get(reverse(*address)).context["form"]
        return [value for value, _label in form.fields["visibility"].choices], "group" in form.fields

    coordinator = GroupMembershipFactory(role="coordinator", user=a_member()).user
    assert circles(owner, "collection_new") == (["own", "network"], False)
    assert circles(coordinator, "collection_new") == (["own", "group", "network"], True)
    edit = client_of(owner).get(reverse("collection_edit", args=[collection.slug])).context["form"]
    assert [value for value, _label in edit.fields["visibility"].choices] == ["own", "network"]


@pytest.mark.parametrize(
    ("given", "at_field"),
    [
        ({"title": "  "}, "title"),
        ({"kind": "campanya"}, "kind"),
        ({"visibility": "public"}, "visibility"),
        ({"visibility": "group"}, "visibility"),
    ],
)
def test_what_is_refused_says_where_and_keeps_what_was_typed(client_of, owner, given, at_field):
    answer = client_of(owner).post(reverse("collection_new"), {**LIST, "summary": "Ho he escrit", **given})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at_field])
    assert ("Ho he escrit" in answer.content.decode(), Collection.objects.count()) == (True, 0)


def test_coordination_makes_one_kit_a_department(client_of):
    client = client_of(someone_of_coordination())
    kit = {**LIST, "kind": "campanya", "department": "cultura", "argument": "<p>Cal.</p><script>x</script>"}
    assert client.post(reverse("collection_new"), {**kit, "department": ""}).context["form"].errors.keys() == {
        "department"
    }
    client.post(reverse("collection_new"), kit)
    assert [(one.department, one.argument) for one in Collection.objects.all()] == [("cultura", "<p>Cal.</p>")]
    again = client.post(reverse("collection_new"), {**kit, "title": "Un altre"})
    assert (again.status_code, Collection.objects.count()) == (422, 1)


def test_only_those_who_keep_it_change_it(client_of, owner, collection):
    group = WorkingGroupFactory()
    coordinator = GroupMembershipFactory(group=group, role="coordinator", user=a_member()).user
    groups = a_collection(owner, title="Grup", group=group, visibility=CollectionVisibility.GROUP)
    private = a_collection(owner, title="Meva sola", visibility=CollectionVisibility.OWN)
    people = {
        "owner": owner,
        "other": a_member(),
        "guest": a_guest(),
        "coordinator": coordinator,
        "coordination": someone_of_coordination(),
    }
    kept = {
        name: set(Collection.objects.kept_by(person).values_list("title", flat=True)) for name, person in people.items()
    }
    assert kept == {
        "owner": {"Meva", "Grup", "Meva sola"},
        "other": set(),
        "guest": set(),
        "coordinator": {"Grup"},
        "coordination": {"Meva", "Grup"},
    }
    other = client_of(people["other"])
    item = collection.items.first()
    for name in ("collection_edit", "collection_delete"):
        assert other.post(reverse(name, args=[collection.slug]), LIST).status_code == 404
    assert press(other, collection, "treu", peca=item.pk).status_code == 404
    assert client_of(coordinator).get(reverse("collection_edit", args=[private.slug])).status_code == 404
    assert (collection.items.count(), Collection.objects.count(), groups.items.count()) == (3, 3, 0)
    with pytest.raises(PermissionDenied):
        move_item(item, by=people["other"], direction="down")
    with pytest.raises(PermissionDenied):
        create_collection(Collection(title="x"), by=people["guest"])


def test_resources_are_ordered_by_buttons_within_chapters_and_over_their_borders(client_of, owner, collection):
    client = client_of(owner)
    first = collection.items.first()
    press(client, collection, "avall", peca=first.pk)
    assert order(collection, owner) == [(None, "BAC")]
    press(client, collection, "capitol", **{"nou-title": "U", "nou-text": "Per què"})
    press(client, collection, "avall", peca=first.pk)
    answer = press(client, collection, "avall", peca=first.pk)
    assert answer.headers["Location"].endswith(f"/edita/#peca-{first.pk}")
    assert order(collection, owner) == [(None, "BC"), ("U", "A")]
    press(client, collection, "avall", peca=first.pk)  # there is nothing below
    press(client, collection, "amunt", peca=first.pk)
    assert order(collection, owner) == [(None, "BCA"), ("U", "")]
    chapter = collection.chapters.get()
    place_item(first, by=owner, chapter=chapter, before=None)
    press(client, collection, "posa", peca=collection.items.get(page__title="C").pk, capitol=chapter.pk, abans=first.pk)
    assert order(collection, owner) == [(None, "B"), ("U", "CA")]
    remove_chapter(chapter, by=owner)
    assert order(collection, owner) == [(None, "BCA")]


def test_a_resource_goes_into_another_chapter_at_once_and_back(client_of, owner, collection):
    """Each is offered the chapters where it does not stand, and of this collection alone."""
    client, first = client_of(owner), collection.items.first()
    address = reverse("collection_edit", args=[collection.slug])
    assert f'id="to-{first.pk}"' not in client.get(address).content.decode()
    one, two = (add_chapter(collection, by=owner, title=title) for title in ("U", "Dos"))
    press(client, collection, "posa", peca=first.pk, capitol=two.pk)
    assert order(collection, owner) == [(None, "BC"), ("U", ""), ("Dos", "A")]
    offered = client.get(address).content.decode().partition(f'id="to-{first.pk}"')[2].partition("</select>")[0]
    assert re.findall(r'value="(\d*)"', offered) == ["", str(one.pk)]
    press(client, collection, "posa", peca=first.pk, capitol="")
    assert order(collection, owner) == [(None, "BCA"), ("U", ""), ("Dos", "")]
    foreign = add_chapter(a_collection(owner), by=owner, title="D’una altra")
    refused = [
        press(client, collection, "posa", peca=first.pk, capitol=foreign.pk).status_code,
        press(client_of(a_member()), collection, "posa", peca=first.pk, capitol=one.pk).status_code,
    ]
    assert (refused, order(collection, owner)[0]) == ([404, 404], (None, "BCA"))


def test_chapters_move_with_what_is_in_them(client_of, owner, collection):
    client = client_of(owner)
    one, two = (add_chapter(collection, by=owner, title=title) for title in ("U", "Dos"))
    place_item(collection.items.first(), by=owner, chapter=one, before=None)
    press(client, collection, "capitol-avall", capitol=one.pk)
    assert order(collection, owner) == [(None, "BC"), ("Dos", ""), ("U", "A")]
    press(client, collection, "capitol-amunt", capitol=two.pk)  # it is the first
    press(client, collection, "capitol-text", capitol=two.pk, title="Segon", text="")
    refused = press(client, collection, "capitol-text", capitol=two.pk, title="", text="Ho he escrit")
    assert (refused.status_code, "Ho he escrit" in refused.content.decode()) == (422, True)
    assert order(collection, owner) == [(None, "BC"), ("Segon", ""), ("U", "A")]


def test_a_note_that_is_too_long_is_given_back(client_of, owner, collection):
    item = collection.items.first()
    refused = press(client_of(owner), collection, "nota", peca=item.pk, note="Massa " * 60)
    assert (refused.status_code, "Massa Massa" in refused.content.decode()) == (422, True)
    press(client_of(owner), collection, "nota", peca=item.pk, note="Per  començar")
    assert CollectionItem.objects.get(pk=item.pk).note == "Per començar"


def test_what_one_does_not_see_stays_where_it_is_when_others_order(owner):
    """Nor can it be named: its key answers as one that is not there."""
    group = WorkingGroupFactory(access=GroupAccess.OPEN)
    shown = [a_resource(title=title) for title in "AC"]
    hidden = a_group_resource(group, title="B")
    collection = a_collection(owner, pages=[shown[0], hidden, shown[1]])
    group.access = GroupAccess.PRIVATE
    group.save()
    move_item(collection.items.get(page=shown[1]), by=owner, direction="up")
    assert [item.page.title for item in collection.items.select_related("page")] == ["C", "A", "B"]
    assert order(collection, owner) == [(None, "CA")]


def test_nobody_names_what_they_do_not_see(client_of, owner, collection):
    hidden = collection.items.create(page=a_group_resource(WorkingGroupFactory(access=GroupAccess.PRIVATE)), position=9)
    client = client_of(owner)
    answers = [press(client, collection, action, peca=hidden.pk).status_code for action in ("treu", "amunt", "nota")]
    assert (answers, collection.items.count()) == ([404, 404, 404], 4)
    assert client.get(reverse("resource_collect", args=[hidden.page.slug])).status_code == 404
    assert client.get(reverse("resource_collect", args=[a_draft(owner).slug])).status_code == 404


def test_what_is_of_a_private_group_stands_in_its_collections_or_ones_own():
    insider = a_member()
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    page = a_group_resource(group, insider)
    of_group = a_collection(insider, group=group, visibility=CollectionVisibility.GROUP)
    own = a_collection(insider, visibility=CollectionVisibility.OWN)
    for_all = a_collection(insider)
    add_resource(of_group, page, by=insider)
    add_resource(own, page, by=insider)
    add_resource(own, page, by=insider)  # once more is once
    with pytest.raises(ValidationError):
        add_resource(for_all, page, by=insider)
    own.visibility = CollectionVisibility.NETWORK
    with pytest.raises(ValidationError):
        edit_collection(own, by=insider, seen=1)
    assert (own.items.count(), for_all.items.count()) == (1, 0)
    of_group.refresh_from_db()
    of_group.visibility = CollectionVisibility.NETWORK
    with pytest.raises(ValidationError):
        edit_collection(of_group, by=insider, seen=of_group.version)


def test_two_who_edit_at_once_do_not_overwrite_each_other(client_of, owner, collection):
    client = client_of(owner)
    address = reverse("collection_edit", args=[collection.slug])
    add_chapter(collection, by=owner, title="Nou")
    edit_collection(Collection.objects.get(), by=owner, seen=1)
    refused = client.post(address, {**LIST, "title": "La meva versió", "seen": "1"})
    assert (refused.status_code, refused.context["now"].title) == (422, "Meva")
    assert 'name="seen" value="2"' in refused.content.decode()
    client.post(address, {**LIST, "title": "La meva versió", "seen": "2"})
    assert Collection.objects.get().title == "La meva versió"
    with pytest.raises(ChangedMeanwhileError):
        edit_collection(Collection.objects.get(), by=owner, seen=2)


def test_deleting_asks_first_and_leaves_the_resources(client_of, owner, collection):
    page = collection.items.first().page
    client = client_of(owner)
    client.get(reverse("collection_delete", args=[collection.slug]))
    assert Collection.objects.count() == 1
    client.post(reverse("collection_delete", args=[collection.slug]))
    page.refresh_from_db()
    assert (Collection.objects.count(), page.live) == (0, True)


def test_what_is_chosen_before_stays_though_one_may_not_choose_it(owner):
    """Coordination made a member's list public: the member words it anew, and it stays public."""
    made = a_collection(owner, visibility=CollectionVisibility.PUBLIC, kind=CollectionKind.LIST)
    made.title = "Més clar"
    assert edit_collection(made, by=owner, seen=0).visibility == CollectionVisibility.PUBLIC
