"""The bank's feed: for whoever holds the token, what its person is shown on that day."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from intranet.members.enums import GroupAccess
from intranet.members.feeds import feed_token, renew
from repository.feeds import MOST_RESOURCES, feeds_of_bank
from repository.models import ResourcePage
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def reader():
    return a_member()


def read(person, query="", **headers):
    """By a program: nobody is signed in."""
    return Client().get(f"/recursos/rss/{feed_token(person)}/{query}", headers=headers)


def titles(person, query=""):
    return [item.findtext("title") for item in ET.fromstring(read(person, query).content).iter("item")]  # noqa: S314 - our own


def test_feed_tells_the_newest_that_one_is_shown(reader):
    a_resource(title="Primera", organisation=OrganisationFactory(kind="ajuntament", name="Reus"))
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    a_group_resource(group, title="Reservada")
    GroupMembershipFactory(group=group, user=reader)
    a_draft(title="Esborrany")
    archived = a_resource(title="Arxivada")
    ResourcePage.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    assert titles(reader) == ["Guide: Reservada", "Guide: Primera"]
    assert titles(someone_of_coordination()) == ["Guide: Primera"]
    assert titles(a_guest()) == []
    content = read(reader).content.decode()
    assert "Ajuntament de Reus" in content
    assert feed_token(reader) not in content


def test_feed_of_own_subjects(reader):
    cures, aigua = SubjectFactory(name="Cures"), SubjectFactory(name="Aigua")
    a_resource(title="De cures", subjects=[cures, aigua])
    a_resource(title="D’aigua", subjects=[aigua])
    reader.subjects.set([cures])
    assert titles(reader, "?ambits=meus") == ["Guide: De cures"]


def test_token_that_opens_nothing(reader):
    token = feed_token(reader)
    renew(reader)
    former = a_former_member()
    asked = [token, feed_token(former), "1-x", "x"]
    assert [Client().get(f"/recursos/rss/{one}/").status_code for one in asked] == [404, 404, 404, 404]


def test_program_keeps_what_it_has(reader):
    page = a_resource()
    response = read(reader)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    etag = {"If-None-Match": response["ETag"]}
    assert read(reader, **etag).status_code == 304
    ResourcePage.objects.filter(pk=page.pk).update(version=99)
    assert read(reader, **etag).status_code == 200


@pytest.mark.parametrize("number", [1, 3, 31])
def test_statements_do_not_grow(reader, number, django_assert_num_queries):
    for _number in range(number):
        a_resource(organisation=OrganisationFactory())
    token = feed_token(reader)
    with django_assert_num_queries(2):
        response = Client().get(f"/recursos/rss/{token}/")
    assert response.content.count(b"<item>") == min(number, MOST_RESOURCES)


def test_page_of_own_data_names_both(reader):
    labels = [str(feed.label) for feed in feeds_of_bank(reader, "token")]
    assert labels == ["New in the resource bank", "New in the resource bank, in my subjects"]
