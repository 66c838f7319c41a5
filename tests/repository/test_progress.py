"""How far one has come in a guide or path: one's own affair."""

import pytest
from django.urls import reverse

from intranet.members.enums import GroupAccess
from repository.enums import CollectionKind, CollectionVisibility
from repository.models import Progress
from tests.factories.members import WorkingGroupFactory, a_guest, a_member
from tests.factories.repository import a_collection, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def path():
    pages = [a_resource(title=f"Pas {number}") for number in range(1, 4)]
    return a_collection(pages=pages, kind=CollectionKind.PATH, visibility=CollectionVisibility.NETWORK)


def tick(client, collection, item, done="1"):
    given = {"peca": str(item), **({"fet": done} if done else {})}
    return client.post(reverse("collection_progress", args=[collection.slug]), given)


def test_one_ticks_off_goes_on_where_one_left_off_and_unticks(client_of, path):
    reader = a_member()
    client, first = client_of(reader), path.items.first()
    answer = tick(client, path, first.pk)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path.get_absolute_url()}#peca-{first.pk}")
    tick(client, path, first.pk)
    page = client.get(path.get_absolute_url())
    reading = page.context["reading"]
    assert (reading.way.done, reading.way.total, reading.next.item.page.title) == (1, 3, "Pas 2")
    assert page.content.decode().count(" data-read>") == 1
    tick(client, path, first.pk, done="")
    assert Progress.objects.count() == 0


def test_nobody_sees_how_far_others_have_come(client_of, path):
    tick(client_of(a_member()), path, path.items.first().pk)
    reading = client_of(path.owner).get(path.get_absolute_url()).context["reading"]
    assert (reading.way.done, Progress.objects.count()) == (0, 1)


def test_when_all_is_read_the_page_says_so(client_of, path):
    client = client_of(a_member())
    for item in path.items.all():
        tick(client, path, item.pk)
    reading = client.get(path.get_absolute_url()).context["reading"]
    assert (reading.way.is_over, reading.next) == (True, None)


def test_what_one_does_not_see_is_not_ticked_off(client_of, path):
    hidden = a_group_resource(WorkingGroupFactory(access=GroupAccess.PRIVATE))
    item = path.items.create(page=hidden, position=9)
    assert tick(client_of(a_member()), path, item.pk).status_code == 404
    assert tick(client_of(a_guest()), path, path.items.first().pk).status_code == 404
    assert tick(client_of(a_member()), path, "x; drop").headers["Location"] == path.get_absolute_url()
    assert Progress.objects.count() == 0
