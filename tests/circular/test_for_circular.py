"""An event is for the circular unless whoever announces it says no, on the site and in the CMS."""

from uuid import uuid4

import pytest

from agenda.admin.permissions import ensure_permissions
from agenda.models import Event
from tests.factories.agenda import an_event
from tests.factories.members import OrganisationFactory, a_member

pytestmark = pytest.mark.django_db
TICK = 'name="for_circular"'


@pytest.fixture
def council():
    return OrganisationFactory(is_trusted=True)


def typed(council, **more):
    return {
        "title": "Fira del cooperativisme",
        "summary": "Una matinada de tallers.",
        "organiser": f"o{council.pk}",
        "start_0": "2027-04-16",
        "start_1": "10:00",
        "end_0": "",
        "end_1": "13:30",
        "mode": "presencial",
        "venue": "Plaça Major",
        "audience": "tothom",
        "key": str(uuid4()),
        **more,
    }


@pytest.mark.parametrize(("more", "wanted"), [({"for_circular": "on"}, True), ({}, False)], ids=["ticked", "not"])
def test_whoever_announces_says_so(more, wanted, council, client_of):
    client = client_of(a_member(council))
    assert client.get("/agenda/nou/").context["form"]["for_circular"].value() is True
    client.post("/agenda/nou/", typed(council, **more))
    event = Event.objects.get()
    assert event.for_circular is wanted
    edited = client.get(f"/agenda/{event.pk}/edita/").context["form"]
    copied = client.get(f"/agenda/nou/?copia={event.pk}").context["form"]
    assert (edited["for_circular"].value(), copied["for_circular"].value()) == (wanted, wanted)


def test_the_cms_asks_it_as_well(roles, client_of):
    ensure_permissions()
    event = an_event(for_circular=False)
    client = client_of(roles["coordination"])
    pages = [client.get(f"/admin/agenda/event/{place}/") for place in ("add", f"edit/{event.pk}")]
    ticked = [f"{TICK}" in page.content.decode() and page.context["form"]["for_circular"].value() for page in pages]
    assert ticked == [True, False]
