"""The circulars as a feed: for whoever holds the token, what its person may see on that day."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from forum.enums import Outcome
from home.circular.feeds import MOST_CIRCULARS, feeds_of_circular
from home.circular.models import CircularEntry
from intranet.members.enums import GroupAccess
from intranet.members.feeds import feed_token, renew
from tests.factories.agenda import a_group_event
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.forum import an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return a_member()


def read(person, **headers):
    """By a program: nobody is signed in."""
    return Client().get(f"/circular/rss/{feed_token(person)}/", headers=headers)


def items(person):
    found = ET.fromstring(read(person).content).iter("item")  # noqa: S314 - our own
    return {item.findtext("title"): item.findtext("description") for item in found}


def test_it_holds_what_one_may_see_own_first_with_links_from_anywhere(reader, settings):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=reader)
    circular = a_sent_circular(date(2026, 1, 1), title="De gener", intro='<p><a href="/grups/">Hola</a></p>')
    an_entry(circular, title="De tothom", text="Un & dos", link="https://example.org/ajuts")
    event = a_group_event(group)
    an_entry(circular, title="Sopar secret", event=event, group=group)
    a_circular(date(2026, 2, 1), title="Encara secreta")
    an_entry(CircularEntry.objects.first().circular, title="Rebutjada", state="rejected")
    of_reader, of_other = items(reader)["De gener"], items(someone_of_coordination())["De gener"]
    assert list(items(reader)) == ["De gener"]
    assert of_reader.index("Sopar secret") < of_reader.index("De tothom")
    assert [word in of_other for word in ("De tothom", "Sopar secret", "Rebutjada")] == [True, False, False]
    site = settings.SITE_URL
    for href in (f"{site}/grups/", f"{site}{event.get_absolute_url()}", "https://example.org/ajuts"):
        assert f'href="{href}"' in of_reader
    assert "<p>Un &amp; dos</p>" in of_reader
    assert feed_token(reader) not in read(reader).content.decode()


def test_how_a_council_failed_is_in_no_feed_whatever_the_entry_says(reader):
    circular = a_sent_circular(date(2026, 1, 1), title="De gener")
    an_entry(circular, title="Ens en vam sortir", topic=an_experience().topic)
    an_entry(circular, title="Ens va anar malament", topic=an_experience(outcome=Outcome.FAILURE).topic)
    an_entry(circular, title="De tothom")
    told = items(reader)["De gener"]
    found = [word in told for word in ("Ens en vam sortir", "Ens va anar malament", "De tothom")]
    assert found == [True, False, True]


def test_guests_are_told_of_none(reader):
    a_sent_circular()
    assert items(a_guest()) == {}
    assert [len(list(feeds_of_circular(person, "x"))) for person in (reader, a_guest())] == [1, 0]


def test_token_that_opens_nothing(reader):
    token = feed_token(reader)
    renew(reader)
    asked = [token, feed_token(a_former_member()), "1-x", "x"]
    assert [Client().get(f"/circular/rss/{one}/").status_code for one in asked] == [404, 404, 404, 404]


def test_program_keeps_what_it_has_until_it_reads_otherwise(reader):
    entry = an_entry(a_sent_circular())
    response = read(reader)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    etag = {"If-None-Match": response["ETag"]}
    assert read(reader, **etag).status_code == 304
    CircularEntry.objects.filter(pk=entry.pk).update(text="Corregit.")
    assert read(reader, **etag).status_code == 200


@pytest.mark.parametrize("number", [1, 3, 8])
def test_statements_do_not_grow(reader, number, django_assert_num_queries):
    """The person; circulars, entries, groups and subjects."""
    for month in range(1, number + 1):
        circular = a_sent_circular(date(2025, month, 1))
        for _entry in range(3):
            an_entry(circular)
    token = feed_token(reader)
    with django_assert_num_queries(5):
        response = Client().get(f"/circular/rss/{token}/")
    assert response.content.count(b"<item>") == min(number, MOST_CIRCULARS)
