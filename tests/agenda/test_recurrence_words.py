"""The sentence that says what was chosen."""

from datetime import date

import pytest

from agenda.enums import Frequency, MonthDay
from agenda.repeats import Repeat
from agenda.rhythms import repetition_words

pytestmark = pytest.mark.once

DAILY, WEEKLY, MONTHLY, YEARLY = Frequency
DATE, NTH, LAST_WEEKDAY, LAST_DAY = MonthDay


def said(first: str, *facts, **more) -> str:
    return repetition_words(Repeat(*facts, **more), date.fromisoformat(first))


@pytest.mark.parametrize(
    ("sentence", "first", "facts"),
    [
        ("Cada dia, 10 vegades", "2027-04-15", {"frequency": DAILY, "count": 10}),
        ("Cada 3 dies, 1 vegada", "2027-04-15", {"frequency": DAILY, "interval": 3, "count": 1}),
        ("Cada dijous", "2027-04-15", {"frequency": WEEKLY}),
        (
            "Cada dimarts i dijous, fins al 30 de juny de 2027",
            "2027-04-15",
            {"frequency": WEEKLY, "weekdays": ("TH", "TU"), "until": date(2027, 6, 30)},
        ),
        (
            "Cada dilluns, dimecres i divendres, fins a l’1 de juliol de 2027",
            "2027-04-16",
            {"frequency": WEEKLY, "weekdays": ("MO", "WE", "FR"), "until": date(2027, 7, 1)},
        ),
        (
            "De dilluns a divendres, fins a l’11 d’abril de 2028",
            "2027-04-15",
            {"frequency": WEEKLY, "weekdays": ("MO", "TU", "WE", "TH", "FR"), "until": date(2028, 4, 11)},
        ),
        ("Cada 2 setmanes, en dilluns", "2027-04-12", {"frequency": WEEKLY, "interval": 2}),
        (
            "Cada 2 setmanes, en dimarts i dijous",
            "2027-04-15",
            {"frequency": WEEKLY, "interval": 2, "weekdays": ("TU", "TH")},
        ),
        ("El dia 15 de cada mes", "2027-04-15", {"frequency": MONTHLY}),
        ("El dia 31 de cada mes que en té", "2027-03-31", {"frequency": MONTHLY}),
        ("El dia 15, cada 2 mesos", "2027-04-15", {"frequency": MONTHLY, "interval": 2}),
        ("El dia 31, cada 2 mesos, si el mes en té", "2027-03-31", {"frequency": MONTHLY, "interval": 2}),
        (
            "El segon dijous de cada mes, 10 vegades",
            "2027-04-08",
            {"frequency": MONTHLY, "month_day": NTH, "count": 10},
        ),
        ("El cinquè dijous de cada mes que en té", "2027-04-29", {"frequency": MONTHLY, "month_day": NTH}),
        ("L’últim dijous de cada mes", "2027-04-29", {"frequency": MONTHLY, "month_day": LAST_WEEKDAY}),
        ("L’últim dia de cada mes", "2027-04-30", {"frequency": MONTHLY, "month_day": LAST_DAY}),
        ("Cada any, el dia 15 d’abril", "2027-04-15", {"frequency": YEARLY}),
        ("Cada any que en té, el dia 29 de febrer", "2028-02-29", {"frequency": YEARLY}),
        ("Cada any, l’últim divendres d’abril", "2027-04-30", {"frequency": YEARLY, "month_day": LAST_WEEKDAY}),
        ("Cada 2 anys, el tercer dijous d’abril", "2027-04-15", {"frequency": YEARLY, "interval": 2, "month_day": NTH}),
        (
            "Cada 3 anys, si l’any en té, el dia 29 de febrer",
            "2028-02-29",
            {"frequency": YEARLY, "interval": 3},
        ),
    ],
)
def test_it_says_what_was_chosen(sentence, first, facts):
    assert said(first, **facts) == sentence
