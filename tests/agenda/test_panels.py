"""Where the agenda is found from: the section bar, the tabs and the home of a group."""

import pytest
from django.test import RequestFactory

from agenda.panels import next_in_group
from intranet.members.models import User
from tests.factories.agenda import a_group_event, an_event, in_days
from tests.factories.members import GroupMembershipFactory, OrganisationFactory, WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db


def asked_by(person):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=person.pk)
    return request


def titles(panel):
    days = [day[0] if isinstance(day, tuple) else day for day in panel.context["days"]]
    return [row.title for day in days for row in day.rows]


def test_a_group_says_when_it_meets_next(client_of):
    group = WorkingGroupFactory(slug="cures")
    person = a_member()
    GroupMembershipFactory(group=group, user=person)
    a_group_event(group, title="Reunió", start=in_days(1))
    a_group_event(group, title="Passada", start=in_days(-1))
    panel = next_in_group(asked_by(person), group=group)
    assert (titles(panel), panel.more_url) == (["Reunió"], "/grups/cures/agenda/")
    page = client_of(person).get("/grups/cures/").content.decode()
    assert ("Reunió" in page, 'href="/grups/cures/agenda/"' in page) == (True, True)
    assert next_in_group(asked_by(person), group=WorkingGroupFactory()) is None


def test_a_council_shows_what_it_does_next_to_those_who_may_see_it(client_of):
    council = OrganisationFactory()
    an_event(organisation=council, title="Fira del municipi")
    an_event(organisation=council, title="Encara per revisar", review="waiting")
    an_event(title="D’un altre")
    page = client_of(a_member()).get(council.get_absolute_url()).content.decode()
    assert [title in page for title in ("Fira del municipi", "Encara per revisar", "D’un altre")] == [
        True,
        False,
        False,
    ]
