"""Whose resources are whose when somebody moves on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from repository.domain.succession import pass_on_resources
from repository.enums import CollectionVisibility
from repository.models import Collection, PrivateShelfPage, ResourceIndexPage, ResourcePage
from tests.factories.members import (
    OrganisationFactory,
    PositionFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_collection, a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def test_what_somebody_kept_for_a_council_is_their_successors_once_they_are_gone():
    council, other = OrganisationFactory(), OrganisationFactory()
    author, heir = a_member(council), a_member(council)
    PositionFactory(user=author, organisation=other)
    a_resource(author, organisation=council, title="Del consistori")
    a_resource(author, organisation=other, title="D’un altre")
    a_draft(author, organisation=council, title="Esborrany")
    position = author.positions.get(organisation=council)
    position.successor = heir
    position.save()
    assert pass_on_resources() == 0
    position.ends_on = timezone.localdate()
    position.save()
    assert [pass_on_resources(), pass_on_resources()] == [1, 0]
    owners = ResourcePage.objects.order_by("pk").values_list("title", "owner")
    assert list(owners) == [("Del consistori", heir.pk), ("D’un altre", author.pk), ("Esborrany", author.pk)]


def test_what_somebody_makes_for_a_council_long_after_leaving_it_stays_theirs():
    council = OrganisationFactory()
    former, heir = someone_of_coordination(), a_member(council)
    gone = timezone.localdate() - timedelta(days=31)
    PositionFactory(user=former, organisation=council, starts_on=gone - timedelta(days=9), ends_on=gone, successor=heir)
    page = a_resource(former, organisation=council)
    assert (pass_on_resources(), ResourcePage.objects.get(pk=page.pk).owner) == (0, former)


def test_what_coordination_makes_for_a_council_that_it_has_just_left_stays_its_own():
    council, today = OrganisationFactory(), timezone.localdate()
    former, heir = someone_of_coordination(), a_member(council)
    for title in ("Abans", "Després"):
        a_resource(former, organisation=council, title=title)
    before = ResourcePage.objects.get(title="Abans")
    before.revisions.update(created_at=timezone.now() - timedelta(days=9))
    gone = today - timedelta(days=8)
    PositionFactory(user=former, organisation=council, starts_on=gone - timedelta(days=9), ends_on=gone, successor=heir)
    assert [pass_on_resources(), pass_on_resources()] == [1, 0]
    assert dict(ResourcePage.objects.values_list("title", "owner")) == {"Abans": heir.pk, "Després": former.pk}


def test_a_group_that_stays_as_private_as_it_was_moves_nothing():
    group = WorkingGroupFactory(access="private")
    page = a_group_resource(group)
    wide = a_collection(group=group, visibility=CollectionVisibility.GROUP)
    before = (page.version, wide.version)
    with CaptureQueriesContext(connection) as asked:
        group.name = "Un altre nom"
        group.save()
    drawn = ResourcePage.objects.get().version, Collection.objects.get().version
    assert (drawn, [one["sql"] for one in asked if "repository_" in one["sql"] and "SELECT" not in one["sql"][:6]]) == (
        before,
        [],
    )
    # Somebody opened it, and is bringing its resources out, while this one was written with what it had before it.
    shelf = ResourceIndexPage.objects.get()
    ResourcePage.objects.get().move(shelf, pos="last-child")
    group.save()
    assert ResourcePage.objects.get().is_child_of(PrivateShelfPage.objects.get())


def test_collections_of_a_group_that_goes_private_are_for_its_people(client):
    group = WorkingGroupFactory()
    wide = a_collection(group=group, visibility=CollectionVisibility.PUBLIC, title="Del grup")
    other = a_collection(visibility=CollectionVisibility.PUBLIC)
    assert b"Del grup" in client.get(wide.get_absolute_url()).content
    group.access = "private"
    group.save()
    now = Collection.objects.in_bulk()
    assert (now[wide.pk].visibility, now[wide.pk].version, now[other.pk].visibility) == ("group", 1, "public")
    assert client.get(wide.get_absolute_url())["Location"].startswith("/compte/login/")
    assert set(Collection.objects.visible_to(a_member())) == {other}
