"""`/agenda/<id>/inscripcio/companys/`: colleagues of one's own council are registered in one go."""

import re

import pytest

from agenda.enums import Mode
from agenda.registration.models import Registration
from tests.factories.agenda import a_group_event
from tests.factories.members import OrganisationFactory, PositionFactory, WorkingGroupFactory, a_former_member, a_member
from tests.factories.registration import a_desk, a_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return OrganisationFactory()


@pytest.fixture
def berta(council):
    return a_member(council, given_name="Berta")


def page_of(desk) -> str:
    return f"/agenda/{desk.event_id}/inscripcio/companys/"


def stored():
    rows = Registration.objects.order_by("pk")
    return list(rows.values_list("person", "registered_by", "channel", "mode", "state"))


def test_those_ticked_are_registered_each_in_their_way(client_of, council, berta):
    anna, biel, carla = (a_member(council, family_name=name) for name in ("Aa", "Bb", "Cc"))
    desk = a_desk(seats=1, online=5)
    typed = {"mode": Mode.IN_PERSON, f"comes-{anna.pk}": "on", f"comes-{biel.pk}": "on", f"mode-{biel.pk}": Mode.ONLINE}
    assert client_of(berta).post(page_of(desk), typed)["Location"] == page_of(desk)
    assert stored() == [
        (anna.pk, berta.pk, "colleague", "presencial", "confirmed"),
        (biel.pk, berta.pk, "colleague", "en-linia", "confirmed"),
    ]
    html = client_of(carla).get(page_of(desk)).content.decode()
    assert re.findall(r'name="comes-(\d+)"', html) == [str(berta.pk)]
    assert html.count(berta.full_name) == 4  # to be ticked, how she would take part, and twice as who registered them


def test_only_colleagues_of_today_are_offered_and_taken(client_of, council, berta):
    elsewhere, former, colleague = a_member(), a_former_member(), a_member(council)
    PositionFactory(user=former, organisation=council, ends_on=former.positions.get().ends_on)
    desk = a_desk(seats=9)
    client = client_of(berta)
    assert re.findall(r'name="comes-(\d+)"', client.get(page_of(desk)).content.decode()) == [str(colleague.pk)]
    assert client.post(page_of(desk), {f"comes-{elsewhere.pk}": "on", f"comes-{former.pk}": "on"}).status_code == 422
    assert stored() == []


def test_whoever_does_not_see_it_is_not_registered_and_is_named(client_of, council):
    group = WorkingGroupFactory(access="private")
    desk = a_desk(a_group_event(group, a_member(council)), seats=9)
    author, colleague = desk.event.author, a_member(council, family_name="Forana")
    response = client_of(author).post(page_of(desk), {f"comes-{colleague.pk}": "on"}, follow=True)
    assert (stored(), response.content.decode().count(colleague.full_name)) == ([], 2)


def test_who_is_registered_stays_as_they_are(client_of, council, berta):
    colleague = a_member(council)
    desk = a_desk(seats=1, online=1)
    a_registration(desk, colleague)
    typed = {f"comes-{colleague.pk}": "on", "mode": Mode.ONLINE}
    assert client_of(berta).post(page_of(desk), typed).status_code == 422
    assert [row[3] for row in stored()] == ["presencial"]


def test_sent_twice_it_counts_once_and_closed_it_says_so(client_of, council, berta):
    colleague, client = a_member(council), client_of(berta)
    desk = a_desk(seats=9)
    for _time in range(2):
        client.post(page_of(desk), {f"comes-{colleague.pk}": "on"})
    assert len(stored()) == 1
    desk.closes_at = desk.created_at
    desk.save()
    other = a_member(council)
    assert client.post(page_of(desk), {f"comes-{other.pk}": "on"}).status_code == 422
    assert len(stored()) == 1


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_costs_the_same_for_any_number(number, client_of, council, berta, django_assert_num_queries):
    desk = a_desk(seats=99, online=99)
    for turn in range(number):
        colleague = a_member(council)
        if turn % 2:
            a_registration(desk, colleague)
    client = client_of(berta)
    client.get(page_of(desk))
    with django_assert_num_queries(10):
        client.get(page_of(desk))
