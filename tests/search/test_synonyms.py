"""Expressions that say the same, as coordination keeps them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intranet.fulltext.words import sought_in
from intranet.search.models import SynonymSet
from intranet.search.taught import taught

pytestmark = pytest.mark.django_db


def problems_of(*lines):
    with pytest.raises(ValidationError) as refused:
        SynonymSet(expressions="\n".join(lines)).full_clean()
    return refused.value.message_dict


def ways(query):
    return [
        {" ".join(word.stem for word in way) for way in term} for term in sought_in(query, same=taught().same).terms
    ]


def test_one_expression_is_looked_for_in_all_its_ways(django_assert_num_queries):
    SynonymSet.objects.create(expressions="CCPR\ncompra pública responsable\n\n")
    SynonymSet.objects.create(expressions="ESS\neconomia social i solidària")
    with django_assert_num_queries(1):
        said = ways("plec de CCPR")
    assert said[1:] == [ways("compres públiques responsables")[0]]
    assert [len(term) for term in said] == [1, 2]
    assert [len(term) for term in ways("economia social")] == [1, 1]


def test_no_sets_change_nothing():
    assert taught().same == []
    assert sought_in("ESS", same=taught().same) == sought_in("ESS")


TOO_FEW = _("Write two or more, one a line: what says the same as what?")
NOTHING = _("«%(line)s» says nothing that could be looked for.") % {"line": "de la"}
SAME = _("«%(line)s» and «%(other)s» are the same to the search: leave one of them.") % {
    "line": "Compres públiques",
    "other": "compra pública",
}
LONG = "a" * 81
TOO_LONG = _("«%(line)s» is too long: a few words are enough.") % {"line": LONG}


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["ESS"], TOO_FEW),
        (["ESS", "de la"], NOTHING),
        (["compra pública", "Compres públiques"], SAME),
        (["ESS", LONG], TOO_LONG),
    ],
)
def test_what_is_refused(lines, problem):
    assert problem in problems_of(*lines)["expressions"]


def test_no_expression_is_in_two_sets():
    first = SynonymSet.objects.create(expressions="CCPR\ncompra pública")
    told = _("It has an expression of another set: «%(other)s». Join the two.") % {"other": "CCPR · compra pública"}
    assert problems_of("compres públiques", "contractació") == {"expressions": [told]}
    first.expressions += "\ncontractació pública"
    first.full_clean()
