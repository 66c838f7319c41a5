"""`/agenda/inscripcions/`, and what the dashboard asks."""

import re

import pytest
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.domain.announcing import withdraw_event
from agenda.registration.domain.changing import cancel
from agenda.registration.models import Certificate, Registration, RegistrationDesk
from tests.factories.agenda import a_series, an_event, in_days
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_registration

pytestmark = pytest.mark.django_db
PAGE = "/agenda/inscripcions/"


@pytest.fixture
def berta():
    return a_member(given_name="Berta")


def listed(client) -> list[tuple[str, list[str]]]:
    """The sections, with the titles of what stands in each."""
    html = client.get(PAGE).content.decode()
    sections = re.findall(r'<section class="panel" aria-labelledby="(\w+)">(.*?)</section>', html, re.DOTALL)
    return [(name, re.findall(r"<h3><a[^>]*>([^<]+)</a>", text)) for name, text in sections]


def attended(person, **facts):
    """Of something that is over."""
    event = an_event(start=in_days(-9), **facts)
    desk = RegistrationDesk.objects.create(event=event)
    return Registration.objects.create(desk=desk, person=person, name=person.full_name, email=person.email)


def test_each_stands_where_it_belongs(client_of, berta):
    late, soon = a_desk(an_event(title="Tard", start=in_days(20))), a_desk(an_event(title="Aviat", start=in_days(3)))
    full, offered = a_desk(an_event(title="Plena"), seats=1), a_desk(an_event(title="Oferta"), seats=1)
    first = [a_registration(full), a_registration(offered)][1]
    for desk in (late, soon, full, offered):
        a_registration(desk, berta)
    cancel(first, by=first.person)
    gone = a_registration(a_desk(an_event(title="Anul·lada")), berta)
    cancel(gone, by=berta)
    attended(berta, title="Passada")
    a_registration(a_desk(an_event(title="D’algú altre")))
    assert listed(client_of(berta)) == [
        ("offers", ["Oferta"]),
        ("coming", ["Aviat", "Tard"]),
        ("waiting", ["Plena"]),
        ("over", ["Passada"]),
    ]


def test_of_a_series_it_is_the_next_date_that_counts(client_of, berta):
    event = a_series(title="Curs", start=in_days(-10), times=3)
    desk = RegistrationDesk.objects.create(event=event)
    Registration.objects.create(desk=desk, person=berta, name="B", email=berta.email)
    moments = re.findall(r'<time datetime="([^"T]+)T', client_of(berta).get(PAGE).content.decode())
    assert moments == [timezone.localdate(in_days(4)).isoformat()]


def test_what_was_made_with_their_address_is_theirs(client_of, berta):
    desk = a_desk(an_event(title="Abans de tenir compte"))
    row = a_registration(desk, berta)
    Registration.objects.update(person=None)
    client = client_of(berta)
    assert listed(client) == [("coming", ["Abans de tenir compte"])]
    client.post(f"/agenda/{desk.event_id}/inscripcio/canvia/", {"do": "cancel"})
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_what_one_sees_no_more_is_not_named(client_of, berta):
    desk = a_desk(an_event(title="Retirada"))
    a_registration(desk, berta)
    withdraw_event(desk.event, by=desk.event.author)
    assert "Retirada" not in client_of(berta).get(PAGE).content.decode()


def test_certificates_are_found_there_unless_they_were_revoked(client_of, berta):
    good, revoked = attended(berta), attended(berta)
    codes = [Certificate.objects.create(registration=row).code for row in (good, revoked)]
    Certificate.objects.filter(registration=revoked).update(revoked_at=timezone.now())
    html = client_of(berta).get(PAGE).content.decode()
    assert [f'href="/agenda/certificats/{code}.pdf"' in html for code in codes] == [True, False]


def test_the_dashboard_asks_for_an_answer_to_an_offer(client_of, berta):
    desk = a_desk(an_event(title="Jornada amb cua"), seats=1)
    first = a_registration(desk)
    a_registration(desk, berta)
    text = f'href="/agenda/{desk.event_id}/inscripcio/"'
    before = text in client_of(berta).get("/").content.decode()
    cancel(first, by=first.person)
    after = [text in client_of(person).get("/").content.decode() for person in (berta, a_member())]
    assert (before, after) == (False, [True, False])


def test_the_week_marks_that_for_which_one_is_registered(client_of, berta):
    event = a_series(start=in_days(1), frequency="DAILY", times=4)
    days = list(event.occurrences.in_order())
    once = a_desk(an_event(start=in_days(2)))
    for desk in (a_desk(event, occurrence=days[1]), once):
        a_registration(desk, berta)
    html = client_of(berta).get("/").content.decode()
    own = re.findall(r'data-state="mine">.*?<a href="([^"]+)"', html, re.DOTALL)
    assert sorted(own) == sorted([days[1].get_absolute_url(), once.event.get_absolute_url()])
    assert 'data-state="mine"' not in client_of(a_member()).get("/").content.decode()


def test_with_none_it_leads_to_the_agenda(client_of, berta):
    html = client_of(berta).get(PAGE).content.decode()
    assert escape(_("You are registered for nothing that is coming.")) in html
    assert f'href="{PAGE}"' in client_of(berta).get("/agenda/").content.decode()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_costs_the_same_for_any_number(number, client_of, berta, django_assert_num_queries):
    for _time in range(number):
        a_registration(a_desk(seats=1), berta)
        attended(berta)
    client = client_of(berta)
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
