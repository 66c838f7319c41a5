"""How Catalan names are folded, sorted and joined to «de»."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.catalan import elided, fold, inner, of, sort_key, split_article
from intranet.members.enums import COMARQUES


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cànoves i Samalús", "canoves i samalus"),
        ("la Garriga", "la garriga"),
        ("Sant Cugat del Vallès", "sant cugat del valles"),
        ("COŀLEGI", "collegi"),
        ("col·legi", "collegi"),
        ("Gaià", "gaia"),
        ("Barça", "barca"),
        ("l'Ametlla", "l ametlla"),
        ("l’Ametlla", "l ametlla"),
        ("Vilafant - Figueres (Alt  Empordà)", "vilafant figueres alt emporda"),
        ("pingüí", "pingui"),
        ("pingu\u0308i\u0301", "pingui"),
        ("Straße", "strasse"),
        ("", ""),
        (" · ", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "article", "rest"),
    [
        ("L'Hospitalet de Llobregat", "L'", "Hospitalet de Llobregat"),
        ("L’Hospitalet de Llobregat", "L’", "Hospitalet de Llobregat"),
        ("El Prat de Llobregat", "El ", "Prat de Llobregat"),
        ("la Bisbal d'Empordà", "la ", "Bisbal d'Empordà"),
        ("Les Franqueses del Vallès", "Les ", "Franqueses del Vallès"),
        ("Els Alamús", "Els ", "Alamús"),
        ("Lleida", "", "Lleida"),
        ("Elna", "", "Elna"),
    ],
)
def test_split_article(name, article, rest):
    assert split_article(name) == (article, rest)


TOWNS = [
    "Abella de la Conca",
    "L'Ametlla del Vallès",
    "Àger",
    "Barberà del Vallès",
    "La Bisbal d'Empordà",
    "Cabrera d'Anoia",
    "Cabrera de Mar",
    "Cànoves i Samalús",
    "Canovelles",
    "Les Franqueses del Vallès",
    "L'Hospitalet de Llobregat",
    "Lleida",
    "Martorell",
    "El Masnou",
    "Òdena",
    "Olot",
    "El Prat de Llobregat",
    "Sant Boi de Llobregat",
    "Santa Coloma de Gramenet",
    "Sant Vicenç dels Horts",
    "Vic",
    "Vilafranca del Penedès",
]
TOWNS_IN_ORDER = [
    "Abella de la Conca",
    "Àger",
    "L'Ametlla del Vallès",
    "Barberà del Vallès",
    "La Bisbal d'Empordà",
    "Cabrera d'Anoia",
    "Cabrera de Mar",
    "Canovelles",
    "Cànoves i Samalús",
    "Les Franqueses del Vallès",
    "L'Hospitalet de Llobregat",
    "Lleida",
    "Martorell",
    "El Masnou",
    "Òdena",
    "Olot",
    "El Prat de Llobregat",
    "Sant Boi de Llobregat",
    "Sant Vicenç dels Horts",
    "Santa Coloma de Gramenet",
    "Vic",
    "Vilafranca del Penedès",
]


def test_towns_sort_by_their_name_without_the_article():
    assert sorted(TOWNS, key=lambda name: sort_key(name, article_last=True)) == TOWNS_IN_ORDER


def test_people_called_la_sort_under_l():
    assert sorted(["La Rosa", "Llach", "Abad"], key=sort_key) == ["Abad", "La Rosa", "Llach"]


def test_double_l_with_a_dot_sorts_as_double_l():
    names = ["Gallarda", "Gal·la", "Gallart", "Galí"]
    assert sorted(names, key=sort_key) == ["Galí", "Gal·la", "Gallarda", "Gallart"]


def test_names_that_differ_only_in_accents_keep_one_order():
    names = ["Solé", "Sole", "Solè"]
    orders = {tuple(sorted(random.sample(names, k=3), key=sort_key)) for _ in range(20)}
    assert orders == {("Sole", "Solè", "Solé")}


def test_c_with_cedilla_sorts_as_c():
    assert sorted(["Cort", "Çoma", "Coll"], key=sort_key) == ["Coll", "Çoma", "Cort"]


def test_what_is_more_than_the_name_decides_between_equal_names():
    assert sort_key("Puig", "Zoe") < sort_key("Puig Antich", "Ada") < sort_key("Puig-roig", "Ada")
    assert sort_key("El Prat", "b", article_last=True) == "prat\tb\tEl Prat b"


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("Reus", "de Reus"),
        ("Arbúcies", "d'Arbúcies"),
        ("Olot", "d'Olot"),
        ("Òdena", "d'Òdena"),
        ("Igualada", "d'Igualada"),
        ("Hostalric", "d'Hostalric"),
        ("L'Hospitalet de Llobregat", "de l'Hospitalet de Llobregat"),
        ("L’Ametlla del Vallès", "de l'Ametlla del Vallès"),
        ("El Prat de Llobregat", "del Prat de Llobregat"),
        ("Els Alamús", "dels Alamús"),
        ("La Bisbal d'Empordà", "de la Bisbal d'Empordà"),
        ("Les Franqueses del Vallès", "de les Franqueses del Vallès"),
        ("Osona", "d'Osona"),
        ("Lleida", "de Lleida"),
        ("Vic", "de Vic"),
    ],
)
def test_of(name, phrase):
    assert of(name) == phrase


def test_the_comarques_are_all_there_in_their_order():
    assert (len(COMARQUES), list(COMARQUES)) == (43, sorted(set(COMARQUES), key=sort_key))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 6, 30), "Del %(at)s, abans del %(day)s i fins al %(day)s, el %(day)s"),
        (date(2027, 7, 1), "Del %(at)s, abans de l’%(day)s i fins a l’%(day)s, l’%(day)s"),
        (date(2027, 7, 11), "Del %(at)s, abans de l’%(day)s i fins a l’%(day)s, l’%(day)s"),
    ],
)
def test_days_are_elided(day, said):
    assert elided("Del %(at)s, abans del %(day)s i fins al %(day)s, el %(day)s", day=day) == said


def test_quotes_within_quotes_are_the_inner_ones():
    assert inner("Jornada «Compra pública»") == "Jornada “Compra pública”"
