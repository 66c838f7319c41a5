"""The list as a spreadsheet."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.attendee_table import CHUNK, columns_of
from agenda.registration.domain.attending import attend
from agenda.registration.domain.changing import cancel
from agenda.registration.enums import QuestionKind
from agenda.registration.models import Registration
from tests.factories.members import OrganisationFactory, a_member
from tests.factories.registration import a_desk, a_question, a_registration, an_added, on_its_day

pytestmark = pytest.mark.django_db


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def desk():
    return a_desk(seats=5, online=5, asks_diet=True)


def test_all_that_is_known_stands_in_it_and_no_cell_runs(client_of, desk):
    several = a_question(desk, "=Quins tallers?", kind=QuestionKind.SEVERAL, options="Matí\nTarda")
    council = OrganisationFactory(name="Berga", comarca="Berguedà")
    person = a_member(council, given_name="Núria", family_name="Coll", email="nuria@berga.example")
    row = a_registration(
        desk, person, mode=Mode.ONLINE, answers={several.key: "Matí\nTarda"}, diet="Vegana", access_needs="+34 bucle"
    )
    an_added(desk, desk.event.author, '=HYPERLINK("https://x.example")', "rosa@example.org", mode=Mode.IN_PERSON)
    on_its_day(desk)
    attend(row, desk.event.occurrences.get(), by=desk.event.author)
    client, url = client_of(desk.event.author), desk.address("attendees_export", "csv")
    answer = client.get(url)
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    harmless, known = sorted(rows_of(answer), key=lambda one: one[_("Name")])
    assert harmless[_("Name")] == '\'=HYPERLINK("https://x.example")'
    expected = {
        _("Name"): "Núria Coll",
        _("E-mail"): "nuria@berga.example",
        _("Council or organisation"): "Ajuntament de Berga",
        _("County (comarca)"): "Berguedà",
        _("How they take part"): "En línia",
        _("Came"): _("Yes"),
        "'=Quins tallers?": "Matí; Tarda",
        _("Access needs"): "'+34 bucle",
        _("Food"): "Vegana",
        _("Registered at"): f"{timezone.localtime(row.created_at):%Y-%m-%d %H:%M}",
    }
    assert {name: known[name] for name in expected} == expected
    assert [one[_("Name")] for one in rows_of(client.get(f"{url}?mode=en-linia"))] == ["Núria Coll"]
    assert client.get(desk.address("attendees_export", "pdf")).status_code == 404


def test_needs_leave_with_it_only_while_they_are_kept(desk):
    kept = [heading for heading, _value in columns_of(desk, dates=1)]
    desk.needs_forgotten_at = timezone.now()
    left = [heading for heading, _value in columns_of(desk, dates=1)]
    assert set(kept) - set(left) == {_("Access needs"), _("Food")}


def test_the_workbook_holds_the_same_words(client_of, desk):
    an_added(desk, desk.event.author, "=1+1", "rosa@example.org", mode=Mode.IN_PERSON)
    answer = client_of(desk.event.author).get(desk.address("attendees_export", "xlsx"))
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert ("'=1+1" in sheet, "<f>" in sheet) == (True, False)


def test_many_are_read_in_parts(client_of, desk, django_assert_num_queries):
    number = 2 * CHUNK + 1
    Registration.objects.bulk_create(
        Registration(desk=desk, name=f"Convidada {turn}", email=f"c{turn}@example.org") for turn in range(number)
    )
    client, url = client_of(desk.event.author), desk.address("attendees_export", "csv")
    client.get(url)
    with django_assert_num_queries(11):
        assert len(rows_of(client.get(url))) == number


def test_of_a_date_that_was_moved_ahead_what_is_said_anew_leaves_with_it(desk):
    desk.needs_forgotten_at = timezone.now()
    an_added(desk, desk.event.author, mode=Mode.IN_PERSON, diet="Vegana")
    assert {_("Access needs"), _("Food")} <= {heading for heading, _value in columns_of(desk, dates=1)}


def test_the_place_in_the_line_is_the_one_they_read_and_nobody_has_come_before_it_begins(client_of):
    desk = a_desk(seats=1)
    first, gone, last = (a_registration(desk) for _turn in range(3))
    cancel(gone, by=gone.person)
    places = {
        one[_("E-mail")]: (one[_("Place on the waiting list")], one[_("Came")])
        for one in rows_of(client_of(desk.event.author).get(desk.address("attendees_export", "csv")))
    }
    assert places == {first.address: ("", "—"), last.address: ("1", "—")}
