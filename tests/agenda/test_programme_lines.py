"""A programme as lines, and back."""

import pytest
from django.core.exceptions import ValidationError

from agenda.forms.programme import lines_of, parts_of, programme_of

LINES = """Matí
9.30–10.00 Benvinguda · Alba Serra (Ajuntament de Reus) · Pere Roig
10.00 Taula rodona
11.00–11.30 Pausa
11.30–13.00 Tallers per grups
13.30 Dinar: arròs per a tothom"""


def programme_from(text):
    return programme_of([{"type": kind, "value": value} for kind, value in parts_of(text)])


def test_what_is_typed_is_what_one_is_given_back():
    programme = programme_from(LINES)
    assert lines_of(programme) == LINES
    assert [part.block_type for part in programme] == ["part", "session", "session", "pause", "session", "pause"]
    assert [dict(one) for one in programme[1].value["speakers"]] == [
        {"name": "Alba Serra", "role": "Ajuntament de Reus"},
        {"name": "Pere Roig", "role": ""},
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("09:30 - 10:00   Benvinguda", "9.30–10.00 Benvinguda"),
        ("9h30 Benvinguda", "9.30 Benvinguda"),
        ("\n\n9.30 A · \n", "9.30 A"),
        ("2030: una agenda", "2030: una agenda"),
        ("10.00 :", "10.00 :"),
        ("", ""),
    ],
)
def test_people_write_times_in_many_ways(typed, kept):
    assert lines_of(programme_from(typed)) == kept


@pytest.mark.parametrize(
    "line",
    ["25.00 Tard", "10.00–9.00 Enrere", "10.00", "10.00–", "9 h Benvinguda", "10.00 " + "x" * 201, "x" * 161],
)
def test_what_cannot_be_a_part_is_said_with_its_line(line):
    with pytest.raises(ValidationError) as refused:
        parts_of(f"9.00 Benvinguda\n{line}")
    assert [message.startswith(f"«{line[:60]}»") for message in refused.value.messages] == [True]


def test_eighty_lines_are_enough():
    assert len(parts_of("9.00 A\n" * 80)) == 80
    with pytest.raises(ValidationError):
        parts_of("9.00 A\n" * 81)


@pytest.mark.parametrize(
    "more",
    [
        {"text": "Què n'hem après"},
        {"link": "https://example.org"},
        {"title": "A · B"},
        {"title": "Pausa"},
        {"speakers": [{"name": "Alba (Serra)", "role": ""}]},
    ],
)
def test_what_lines_cannot_say_has_none(more):
    value = {"start": "10:00:00", "end": None, "title": "Taula", "text": "", "speakers": [], "link": "", **more}
    assert lines_of(programme_of([{"type": "session", "value": value}])) is None
