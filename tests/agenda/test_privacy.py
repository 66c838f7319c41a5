"""A group that goes private takes its events inside."""

import pytest

from agenda.models import Event
from tests.factories.agenda import a_group_event, an_event
from tests.factories.members import WorkingGroupFactory, a_member

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

    assert set(Event.objects.visible_to(reader)) == {other}
    assert set(Event.objects.visible_to(inside.author)) == {inside, announced, other}
    assert "Jornada oberta" not in client.get(f"/agenda/{announced.pk}/", follow=True).content.decode()
