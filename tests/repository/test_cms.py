"""Coordination works with resources in the CMS too, and ours follows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from intranet.notifications.models import Notification
from repository.domain.locking import newest_words
from repository.domain.reviewing import submit
from repository.domain.succession import keep_inside
from repository.enums import ResourceVisibility, Review
from repository.models import PrivateShelfPage, ResourceIndexPage, ResourcePage
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_member,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(roles):
    return roles["coordination"]


@pytest.fixture
def browser(coordinator, client_of):
    return client_of(coordinator)


def test_made_in_the_cms_it_has_its_address_and_its_state(browser, coordinator):
    place = reverse("wagtailadmin_pages:add", args=["repository", "resourcepage", ResourceIndexPage.objects.get().pk])
    assert browser.get(place).status_code == 200
    data = nested_form_data(
        {
            "title": "Meus",
            "kind": "guia",
            "summary": "Per començar.",
            "body": streamfield([]),
            "links": inline_formset([{"url": "https://exemple.cat/guia", "title": "La guia"}]),
            "visibility": "network",
            "language": "ca",
            "departments": [],
            "comments": inline_formset([]),
        }
    )
    browser.post(place, {**data, "action-publish": "1"})
    page = ResourcePage.objects.get()
    assert (page.slug, page.owner, page.live, page.review) == ("meus-2", coordinator, True, Review.PUBLISHED)
    assert page.review_due == timezone.localdate() + timedelta(days=365)


def test_what_waits_is_for_the_group_that_it_is_given_here(browser, client_of):
    author, group = a_member(OrganisationFactory()), WorkingGroupFactory()
    leader = GroupMembershipFactory(group=group, role="coordinator", user=a_member()).user
    council = author.positions.get().organisation
    page = submit(a_draft(author, organisation=council, title="Per al grup"), by=author)
    place = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = {
        "title": "Per al grup",
        "kind": "guia",
        "summary": "Per començar.",
        "body": streamfield([("paragraph", rich_text("<p>Hola</p>"))]),
        "links": inline_formset([]),
        "visibility": "group",
        "group": group.pk,
        "organisation": council.pk,
        "language": "ca",
        "departments": [],
        "comments": inline_formset([]),
    }
    browser.post(place, nested_form_data(values))
    row = ResourcePage.objects.get()
    assert (row.group, row.visibility, row.live) == (group, ResourceVisibility.GROUP, False)
    assert list(ResourcePage.objects.reviewed_by(leader)) == [row]


def test_accepted_in_the_cms_it_is_published(browser, coordinator):
    council = OrganisationFactory()
    author = a_member(council)
    page = submit(a_draft(author, organisation=council), by=author)
    place = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", TaskState.objects.get().pk])
    browser.post(place, {"comment": "Molt bé"})
    row = ResourcePage.objects.get()
    assert (row.live, row.review, row.review_note, row.reviewed_by) == (True, Review.PUBLISHED, "Molt bé", coordinator)


def test_what_waits_is_published_in_one_way_and_by_whatever_way_its_proposer_is_told(browser):
    author = a_member(OrganisationFactory())
    page = submit(a_draft(author, organisation=author.positions.get().organisation), by=author)
    place = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = browser.get(place).content.decode()
    assert ["i Publica" in html, "Publica amb una observació" in html, 'name="action-publish"' in html] == [
        False,
        True,
        False,
    ]
    words = newest_words(page)
    data = {name: getattr(words, name) for name in ("title", "kind", "summary", "visibility", "language")}
    body = streamfield([("paragraph", rich_text("<p>Hola</p>"))])
    rest = {"body": body, "links": inline_formset([]), "comments": inline_formset([]), "departments": []}
    browser.post(place, nested_form_data({**data, **rest, "kind": "guia", "action-publish": "1"}))
    row = ResourcePage.objects.get()
    told = Notification.objects.filter(kind="resource_reviewed").values_list("recipient", flat=True)
    assert (row.live, row.review, list(told)) == (True, Review.PUBLISHED, [author.pk])


def test_it_is_neither_deleted_nor_copied_nor_moved_nor_unpublished(browser, roles):
    page = a_resource()
    for name in ("delete", "unpublish", "copy", "move"):
        browser.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    for person in (roles["coordination"], roles["administrator"]):
        tester = page.permissions_for_user(person)
        rights = (tester.can_delete(), tester.can_unpublish(), tester.can_copy(), tester.can_move())
        assert rights == (False, False, False, False)
    assert ResourcePage.objects.get().live is True


def test_the_cms_tells_coordination_nothing_of_a_private_group(browser, coordinator):
    group = WorkingGroupFactory(access="private")
    author = a_member()
    GroupMembershipFactory(group=group, user=author)
    draft = a_draft(author, group=group, visibility=ResourceVisibility.GROUP, title="Secret del grup")
    submit(draft, by=author)
    places = (
        reverse("wagtailadmin_explore", args=[ResourceIndexPage.objects.get().pk]),
        reverse("wagtailadmin_explore", args=[PrivateShelfPage.objects.get().pk]),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        reverse("wagtailadmin_pages:history", args=[draft.pk]),
    )
    leaks = [place for place in places if b"Secret del grup" in browser.get(place, follow=True).content]
    assert leaks == []
    assert PageLogEntry.objects.viewable_by_user(coordinator).filter(page=draft.pk).count() == 0


def test_when_a_group_goes_private_its_resources_go_with_it():
    group = WorkingGroupFactory()
    page = a_group_resource(group)
    ResourcePage.objects.filter(pk=page.pk).update(visibility=ResourceVisibility.NETWORK)
    outsider = a_member()
    assert list(ResourcePage.objects.visible_to(outsider)) == [page]
    group.access = "private"
    group.save()
    row = ResourcePage.objects.get()
    assert (row.visibility, row.is_child_of(PrivateShelfPage.objects.get())) == (ResourceVisibility.GROUP, True)
    assert list(ResourcePage.objects.visible_to(outsider)) == []
    group.access = "open"
    group.save()
    assert ResourcePage.objects.get().is_child_of(ResourceIndexPage.objects.get())
    keep_inside(group)
