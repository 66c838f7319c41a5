"""The numbers for who justifies the grant."""

import csv
import io

import pytest

from agenda.enums import Mode
from agenda.registration.domain.attending import attend
from agenda.registration.domain.totals import Total, totals_of
from tests.factories.members import OrganisationFactory, a_member
from tests.factories.registration import a_desk, a_registration, an_added, on_its_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """In person: two of Vic, one of them came, and Rosa of no council; Berga online, and another of it who waits."""
    desk = on_its_day(a_desk(seats=3, online=5, asks_diet=True))
    vic, berga = OrganisationFactory(name="Vic", comarca="Osona"), OrganisationFactory(name="Berga", comarca="Berguedà")
    first = a_registration(desk, a_member(vic), mode=Mode.IN_PERSON, diet="Vegana", access_needs="Bucle magnètic")
    a_registration(desk, a_member(vic), mode=Mode.IN_PERSON)
    an_added(desk, desk.event.author, mode=Mode.IN_PERSON)
    a_registration(desk, a_member(berga), mode=Mode.ONLINE)
    a_registration(desk, a_member(berga), mode=Mode.IN_PERSON)
    attend(first, desk.event.occurrences.get(), by=desk.event.author)
    return desk


def lines(parts):
    return {
        part.label: (part.total.registered, part.total.attended, part.total.missing, part.total.waiting)
        for part in parts
    }


def test_they_are_told_by_council_county_and_mode(desk, django_assert_num_queries):
    with django_assert_num_queries(1):
        totals = totals_of(desk)
    assert totals.whole == Total(registered=4, attended=1, waiting=1)
    assert lines(totals.councils) == {
        "Ajuntament de Berga": (1, 0, 1, 1),
        "Ajuntament de Vic": (2, 1, 1, 0),
        "Consell Comarcal": (1, 0, 1, 0),
    }
    assert [part.label for part in totals.councils] == sorted(part.label for part in totals.councils)
    assert lines(totals.modes) == {"En línia": (1, 0, 1, 0), "Presencial": (3, 1, 2, 1)}
    assert {label for label, numbers in lines(totals.comarques).items() if numbers[0] == 1} >= {"Berguedà"}


def test_no_need_stands_on_the_page_or_in_its_spreadsheet(desk, client_of):
    client, url = client_of(desk.event.author), desk.address("attendees_totals")
    page = client.get(url).content.decode()
    sheet = b"".join(client.get(f"{url}?format=csv").streaming_content).decode("utf-8-sig")
    for text in (page, sheet):
        assert [word for word in ("Vegana", "Bucle", "rosa@example.org") if word in text] == []
    numbers = {row[1]: row[2:] for row in csv.reader(io.StringIO(sheet))}
    assert numbers["Ajuntament de Vic"] == ["2", "1", "1", "0"]
