"""The CMS leads to where a circular is put together, and opens no other door to it."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from home.circular.models import CircularIndexPage, CircularPage
from tests.factories.circular import a_sent_circular

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["coordination", "administrator"])
def client(request, client_of, roles):
    return client_of(roles[request.param])


def test_to_edit_is_to_put_together(client):
    circular = a_sent_circular()
    revision = circular.save_revision()
    here = reverse("circular_compose", args=[circular.month])
    edit = reverse("wagtailadmin_pages:edit", args=[circular.pk])
    assert [client.get(edit).headers["Location"], client.post(edit, {"title": "x"}).headers["Location"]] == [here, here]
    history = reverse("wagtailadmin_pages:history", args=[circular.pk])
    for name in ("revisions_revert", "revisions_view"):
        place = reverse(f"wagtailadmin_pages:{name}", args=[circular.pk, revision.pk])
        assert client.get(place).headers["Location"] == history
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("circulars") in menu


@pytest.mark.parametrize("name", ["copy", "move", "delete", "unpublish"])
def test_no_other_door_is_open(client, name):
    circular = a_sent_circular()
    place = reverse(f"wagtailadmin_pages:{name}", args=[circular.pk])
    answers = [client.get(place), client.post(place, {"new_title": "x", "new_slug": "x"})]
    assert [answer.headers.get("Location") for answer in answers] == [reverse("wagtailadmin_home")] * 2
    assert CircularPage.objects.get().live is True


@pytest.mark.parametrize("action", ["delete", "unpublish", "publish", "move"])
def test_nothing_happens_to_many_at_once(client, action):
    circular = a_sent_circular()
    before = Page.objects.get(pk=circular.pk).path
    place = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    shelf = CircularIndexPage.objects.get().get_parent()
    client.post(f"{place}?id={circular.pk}", {"chooser": shelf.pk, "include_descendants": "on"})
    now = CircularPage.objects.get()
    assert (now.path, now.live, now.state) == (before, True, "sent")
