"""Fields that are computed from others on every save."""

from importlib import import_module

import pytest
from django.apps import apps

from intranet.catalan import sort_key
from intranet.members.models import Organisation, Subject, User, WorkingGroup
from tests.factories.members import OrganisationFactory, UserFactory, WorkingGroupFactory
from tests.intranet.test_catalan import TOWNS, TOWNS_IN_ORDER

pytestmark = pytest.mark.django_db

TRICKY = [
    "Gal·la",
    "Gallarda",
    "Galí",
    "Solé",
    "Sole",
    "Solè",
    "Çoma",
    "Coll",
    "d'Ors",
    "Ors",
    "Ñíguez",
    "Nin",
    "Ítaca",
]
TRICKY_IN_ORDER = [
    "Coll",
    "Çoma",
    "d'Ors",
    "Galí",
    "Gal·la",
    "Gallarda",
    "Ítaca",
    "Ñíguez",
    "Nin",
    "Ors",
    "Sole",
    "Solè",
    "Solé",
]


def test_sort_key_is_computed_on_save():
    council = OrganisationFactory(name="L'Hospitalet de Llobregat")
    council.refresh_from_db()
    assert council.sort_key == "hospitalet de llobregat\tL'Hospitalet de Llobregat"
    assert council.folded_name == "l hospitalet de llobregat"


def test_sort_key_follows_a_change_of_its_source():
    council = OrganisationFactory(name="El Prat")
    council.name = "La Garriga"
    council.save()
    council.refresh_from_db()
    assert council.sort_key == "garriga\tLa Garriga"


def test_keys_are_computed_in_bulk_create():
    User.objects.bulk_create(
        [
            User(email=f"p{n}@example.org", given_name="Àlex", family_name=name)
            for n, name in enumerate(["Solé", "Abad"])
        ]
    )
    rows = User.objects.values_list("sort_key", "folded_name")
    assert list(rows) == [("abad\talex\tAbad Àlex", "alex abad"), ("sole\talex\tSolé Àlex", "alex sole")]


def test_person_is_sorted_by_family_name():
    person = UserFactory(given_name="Núria", family_name="Puigdomènech i Gal·là")
    assert person.sort_key == "puigdomenech i galla\tnuria\tPuigdomènech i Gal·là Núria"


def test_shorter_family_name_comes_first_whatever_the_given_names():
    for given, family in (
        ("Ada", "Puig Antich"),
        ("Zoe", "Puig"),
        ("Biel", "Puig"),
        ("Ada", "Puigbó"),
        ("Ada", "Puig-roig"),
    ):
        UserFactory(given_name=given, family_name=family)
    in_order = ["Puig, Biel", "Puig, Zoe", "Puig Antich, Ada", "Puig-roig, Ada", "Puigbó, Ada"]
    assert [f"{person.family_name}, {person.given_name}" for person in User.objects.order_by("sort_key")] == in_order


def test_what_was_computed_the_former_way_is_computed_again():
    council = OrganisationFactory(name="El Prat")
    person, group = UserFactory(given_name="Zoe", family_name="Puig"), WorkingGroupFactory(aims="Ètica i finances")
    User.objects.update(sort_key="puig zoe\tPuig Zoe")
    WorkingGroup.objects.update(folded_aims="")
    import_module("intranet.members.migrations.0007_computed_again").compute_again(apps, None)
    for row in (council, person, group):
        row.refresh_from_db()
    assert (person.sort_key, person.folded_name) == ("puig\tzoe\tPuig Zoe", "zoe puig")
    assert (group.folded_aims, council.sort_key) == ("etica i finances", "prat\tEl Prat")


def test_database_sorts_towns_as_python_does():
    Organisation.objects.bulk_create(
        [Organisation(name=name, slug=f"vila-{number}") for number, name in enumerate(TOWNS)]
    )
    assert list(Organisation.objects.values_list("name", flat=True)) == TOWNS_IN_ORDER


def test_database_sorts_tricky_names_as_python_does():
    Subject.objects.bulk_create([Subject(name=name, slug=f"ambit-{number}") for number, name in enumerate(TRICKY)])
    assert sorted(TRICKY, key=sort_key) == TRICKY_IN_ORDER
    assert list(Subject.objects.values_list("name", flat=True)) == TRICKY_IN_ORDER


def test_database_compares_keys_by_code_point():
    names = ["a", "B", "á", "z", "Z", "é", "·"]
    Subject.objects.bulk_create([Subject(name=name, slug=f"ambit-{number}") for number, name in enumerate(names)])
    above = Subject.objects.filter(sort_key__gt=sort_key("B")).values_list("name", flat=True)
    assert list(above) == [name for name in sorted(names, key=sort_key) if sort_key(name) > sort_key("B")]
