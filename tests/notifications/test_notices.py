"""What waits for a person, in one place."""

import pytest
from django.urls import reverse

from tests.factories.members import a_member

pytestmark = pytest.mark.django_db


def test_notices_show_what_is_asked_of_the_person(client):
    client.force_login(a_member())
    panels = client.get(reverse("notices")).context["panels"]
    assert [len(panel.context["asks"]) for panel in panels] == [1]
