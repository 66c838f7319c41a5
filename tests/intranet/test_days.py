"""Days that a text names, as one word each."""

import pytest

from intranet.fulltext.days import days_in, without_days
from intranet.fulltext.words import telling


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("el 18 de desembre de 2026", ["0d1218"], "el   de 2026"),
        ("18 desembre", ["0d1218"], " "),
        ("l’1 d’abril i el 3 d'agost", ["0d0401", "0d0803"], "l’  i el  "),
        ("1r de maig", ["0d0501"], " "),
        ("4 de Marc, 5 de MARÇ", ["0d0304", "0d0305"], " ,  "),
        ("18/12/2026, 18.12.26 i 1-2-2027", ["0d1218", "0d1218", "0d0201"], " 2026 ,  2026  i  2027 "),
        # No days: what does not exist, fractions, other numbers, and words that only begin so.
        ("45 de maig, 0 de juny", [], "45 de maig, 0 de juny"),
        ("1/2, 24/7, 18/12", [], "1/2, 24/7, 18/12"),
        ("18/13/2026", [], "18/13/2026"),
        ("1.234.5678 i 118/12/2026", [], "1.234.5678 i 118/12/2026"),
        ("2 marcs i 3 generals", [], "2 marcs i 3 generals"),
        ("", [], ""),
    ],
)
def test_days_are_told_apart_from_other_numbers(text, days, rest):
    assert (sorted(days_in(text)), without_days(text)) == (sorted(days), rest)


def test_a_day_is_one_word_of_a_query_and_the_year_another():
    assert telling("reunió 18 de desembre de 2026") == ["0d1218", "reunio", "2026"]
    assert telling("18/12/26") == ["0d1218", "2026"]
