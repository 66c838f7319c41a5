"""How far the campaign has come, for coordination."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from repository.enums import CollectionKind
from repository.models import KitUse
from tests.factories.members import OrganisationFactory, a_member, someone_of_coordination
from tests.factories.repository import a_collection, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of):
    return client_of(someone_of_coordination())


def of_coordination(**facts):
    """Its author comes from no council: there are those alone that a test makes."""
    return a_resource(someone_of_coordination(), **facts)


def a_kit(department, *pages):
    owner = someone_of_coordination()
    return a_collection(owner, kind=CollectionKind.KIT, department=department, pages=pages, title=department)


def test_coordination_sees_what_each_council_has_used_and_who_not_yet(client):
    one, two, three = (OrganisationFactory(name=name) for name in ("Alella", "Berga", "Calella"))
    shared, other = of_coordination(title="Cartell"), of_coordination(title="Text")
    culture, youth = a_kit("cultura", shared, other), a_kit("joventut", shared)
    for item in culture.items.all():
        KitUse.objects.create(item=item, council=one, used_on=date(2025, 3, 2))
    KitUse.objects.create(item=youth.items.get(), council=two, used_on=date(2025, 4, 1))
    adoption = client.get(reverse("adoption")).context["adoption"]
    assert [(council.name, [used and used.pieces for used in row]) for council, row in adoption.rows] == [
        ("Alella", [2, None]),
        ("Berga", [None, 1]),
    ]
    assert [council.name for council in adoption.not_yet] == [three.name]
    assert [(kit.collection.title, len(kit.councils), kit.last) for kit in adoption.kits.values()] == [
        ("cultura", 1, date(2025, 3, 2)),
        ("joventut", 1, date(2025, 4, 1)),
    ]


def test_as_a_spreadsheet_it_is_harmless(client):
    council = OrganisationFactory(name="Alella", ine_code="08003")
    item = a_kit("cultura", of_coordination(title="=Cartell()")).items.get()
    KitUse.objects.create(item=item, council=council, used_on=date(2025, 3, 2), note="@nota")
    OrganisationFactory(name="Berga", ine_code="08022")
    answer = client.get(reverse("adoption_export"))
    lines = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [line[:2] + line[3:] for line in lines[1:]] == [
        ["Ajuntament d'Alella", "08003", "'=Cartell()", "2025-03-02", "'@nota"],
        ["Ajuntament de Berga", "08022", "", "", ""],
    ]


def test_it_is_coordinations(client_of):
    member = client_of(a_member())
    assert [member.get(reverse(name)).status_code for name in ("adoption", "adoption_export")] == [404, 404]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_costs_the_same_for_any_number_of_pieces_and_councils(client, django_assert_num_queries, number):
    kit = a_kit("cultura", *(of_coordination() for _turn in range(number)))
    for item in kit.items.all():
        KitUse.objects.create(item=item, council=OrganisationFactory())
    client.get(reverse("adoption"))
    with django_assert_num_queries(7):
        assert len(client.get(reverse("adoption")).context["adoption"].begun) == number
