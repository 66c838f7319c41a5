"""What else of the network takes place at the same time."""

import pytest

from agenda.domain.clashes import clashes_of
from agenda.domain.states import cancel_event
from agenda.enums import Review
from agenda.recurrence import Span
from tests.factories.agenda import a_group_event, a_series, an_event, at
from tests.factories.members import WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db

TEN_TO_NOON = [Span(at(2032, 4, 15), at(2032, 4, 15, 12))]


def titles(spans, user, **given):
    return [one.event.title for one in clashes_of(spans, user=user, **given)]


def test_what_is_on_at_the_same_moment_and_seen_by_the_person():
    person = a_member()
    an_event(title="Abans", start=at(2032, 4, 15, 8))  # ends as it begins
    an_event(title="Mentrestant", start=at(2032, 4, 15, 11))
    an_event(title="Tres dies", start=at(2032, 4, 14), hours=72)
    an_event(title="Meva, per revisar", author=person, start=at(2032, 4, 15), review=Review.WAITING)
    off = an_event(title="Anul·lada", start=at(2032, 4, 15))
    cancel_event(off, by=off.author, reason="")
    a_series(title="Cada dijous", start=at(2032, 4, 8), times=3)
    hidden = WorkingGroupFactory(access="private")
    a_group_event(hidden, title="Reunió secreta", start=at(2032, 4, 15))
    assert titles(TEN_TO_NOON, person) == ["Tres dies", "Cada dijous", "Mentrestant"]
    assert titles([], person) == []


def test_one_statement_and_five_at_most(django_assert_num_queries):
    person = a_member()
    person.standing  # noqa: B018 - read before one counts
    events = [an_event(start=at(2032, 4, 15)) for _ in range(7)]
    with django_assert_num_queries(1):
        found = clashes_of(TEN_TO_NOON, user=person, apart_from=events[0].pk)
    assert [one.event for one in found] == events[1:6]


def test_it_is_said_while_one_types_and_never_names_what_is_hidden(client_of):
    person = a_member()
    mine = an_event(title="La que edito", author=person, start=at(2032, 4, 15))
    an_event(title="Jornada d’Habitatge", start=at(2032, 4, 15, 11))
    hidden = WorkingGroupFactory(access="private", name="Comissió Executiva")
    a_group_event(hidden, title="Reunió secreta", start=at(2032, 4, 15))
    typed = {"start_0": "2032-04-15", "start_1": "10:00", "end_1": "12:00"}
    page = client_of(person).get("/agenda/nou/coincidencies/", {**typed, "event": mine.pk}).content.decode()
    assert "Jornada d’Habitatge" in page
    assert [word for word in ("La que edito", "secreta", "Executiva") if word in page] == []
    whole = client_of(person).post("/agenda/nou/", {**typed, "action": "preview"}).content.decode()
    assert "Jornada d’Habitatge" in whole
    assert "secreta" not in whole
    for nonsense in ({}, {**typed, "start_0": "x"}, {**typed, "start_0": "2033-01-01", "event": "9" * 30}):
        answer = client_of(person).get("/agenda/nou/coincidencies/", nonsense)
        assert (answer.status_code, answer.content.strip()) == (200, b"")
