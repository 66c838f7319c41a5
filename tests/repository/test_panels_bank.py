"""The bank on the dashboard, beside a group, and in the search of the site."""

import re

import pytest
from django.test import RequestFactory

from intranet.members.models import User
from repository.models import ResourcePage
from repository.panels import new_in_group, new_resources
from tests.factories.members import SubjectFactory, WorkingGroupFactory
from tests.factories.repository import a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=user.pk)
    return request


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_dashboard_tells_what_is_new_in_one_statement(rows, roles, django_assert_num_queries):
    for _turn in range(rows):
        page = a_resource()
    request = request_of(roles["member"])
    new_resources(request_of(roles["member"]))
    with django_assert_num_queries(1):
        panel = new_resources(request)
    assert (panel.context["lines"][0].pk, len(panel.context["lines"])) == (page.pk, min(rows, 5))


def test_what_is_about_ones_own_subjects_comes_instead_of_the_rest(roles):
    subject = SubjectFactory(slug="compra")
    page = a_resource(subjects=[subject])
    a_resource()
    assert len(new_resources(request_of(roles["member"])).context["lines"]) == 2
    roles["member"].subjects.add(subject)
    panel = new_resources(request_of(roles["member"]))
    assert ([line.pk for line in panel.context["lines"]], panel.more_url) == ([page.pk], "/recursos/?subject=compra")


@pytest.mark.parametrize("role", ["member", "coordination", "guest"])
def test_dashboard_finds_what_the_bank_shows_them(role, roles):
    private = WorkingGroupFactory(access="private")
    a_resource(visibility="public", title="Pública")
    a_resource(title="De la xarxa")
    a_group_resource(private, title="D’un altre grup")
    if role == "guest":
        a_group_resource(roles["guest"].memberships.get().group, title="Del grup")
    lines = new_resources(request_of(roles[role])).context["lines"]
    seen = {page.title for page in ResourcePage.objects.shown_to(roles[role])}
    assert {line.title for line in lines} == seen
    assert "D’un altre grup" not in seen


def test_group_shows_its_own_and_nothing_to_those_who_do_not_read_it(roles, django_assert_num_queries):
    group = WorkingGroupFactory(access="private")
    page = a_group_resource(group)
    inside = request_of(page.owner)
    assert new_in_group(request_of(roles["member"]), group=group) is None
    with django_assert_num_queries(1):
        panel = new_in_group(inside, group=group)
    assert [line.pk for line in panel.context["lines"]] == [page.pk]


def test_panels_and_search_are_drawn(client_of, roles):
    group = WorkingGroupFactory()
    page = a_group_resource(group, title="Plec de clàusules")
    client = client_of(roles["member"])
    link = f'<a href="{page.get_absolute_url()}">Plec de clàusules</a>'
    for address in ("/", group.get_absolute_url(), "/cerca/?q=clausula"):
        assert link in re.sub("</?mark>", "", client.get(address).content.decode())
