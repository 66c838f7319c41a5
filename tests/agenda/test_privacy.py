"""A group that goes private takes its events inside."""

import pytest
from django.core.exceptions import PermissionDenied

from agenda.domain.announcing import edit_event
from agenda.models import Event
from tests.factories.agenda import a_group_event, an_event
from tests.factories.members import OrganisationFactory, PositionFactory, WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db


def test_events_of_a_group_that_goes_private_are_for_those_inside_alone(client):
    group = WorkingGroupFactory(name="Comissió discreta")
    inside = a_group_event(group, title="Reunió")
    announced = an_event(inside.author, group=group, title="Jornada oberta", visibility="public")
    other = an_event(title="D’un altre")
    reader = a_member()
    assert set(Event.objects.visible_to(reader)) == {inside, announced, other}

    group.access = "private"
    group.save()
    announced.refresh_from_db()
    assert announced.latest_revision.content["visibility"] == "group"
    assert announced.sequence == 2

    assert set(Event.objects.visible_to(reader)) == {other}
    assert set(Event.objects.visible_to(inside.author)) == {inside, announced, other}
    assert "Jornada oberta" not in client.get(f"/agenda/{announced.pk}/", follow=True).content.decode()


def test_what_a_private_group_announced_stays_with_it(client_of):
    event = a_group_event(WorkingGroupFactory(access="private"), title="Acord discret")
    PositionFactory(user=event.author, organisation=OrganisationFactory())
    form = client_of(event.author).get(f"/agenda/{event.pk}/edita/").context["form"]
    assert [value for value, _name in form.fields["organiser"].choices] == [f"g{event.group_id}"]
    event.group, event.visibility = None, "network"
    event.organisation = event.author.positions.first().organisation
    with pytest.raises(PermissionDenied):
        edit_event(event, by=event.author, seen=event.sequence)
