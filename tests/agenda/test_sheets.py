"""The sheet that people sign as they come in."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from agenda.enums import Mode
from agenda.registration.domain.desks import dates_of
from agenda.registration.models import Registration
from agenda.registration.sheets import sheet_pdf
from tests.factories.agenda import a_series, an_event, in_days
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_registration, an_added

pytestmark = pytest.mark.django_db


def added(desk, name, *, mode=None, **facts):
    return an_added(desk, desk.event.author, name, f"{abs(hash(name))}@example.org", mode=mode, **facts)


def read(response_or_bytes):
    return PdfReader(BytesIO(getattr(response_or_bytes, "content", response_or_bytes)))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.fixture
def desk():
    return a_desk(
        an_event(mode=Mode.HYBRID, title="Compra pública", venue="La Farinera", join_url="https://meet.example/x")
    )


def test_those_in_person_in_catalan_order_and_nothing_that_is_theirs_alone(client_of, desk):
    for name in ("Zoe Amat", "Àlex Vila", "Gal·la *Pla*"):
        added(desk, name, access_needs="Intèrpret", diet="Vegana")
    added(desk, "Pere Online", mode=Mode.ONLINE)
    a_registration(desk, a_member(given_name="Zita", family_name="Bosch Puig"), mode=Mode.IN_PERSON)
    address = desk.address("sign_in_sheet")
    response = client_of(desk.event.author).get(address)
    text = text_of(read(response))
    places = [text.find(name) for name in ("Àlex Vila", "Bosch Puig, Zita", "Gal·la *Pla*", "Zoe Amat")]
    assert (response["Content-Type"], -1 in places, places) == ("application/pdf", False, sorted(places))
    hidden = ("Pere Online", "Intèrpret", "Vegana", "@example.org")
    assert [word for word in hidden if word in text] == []
    assert [word for word in ("Compra pública", "La Farinera") if word not in text] == []
    assert "Pere Online" in text_of(read(client_of(desk.event.author).get(f"{address}?tothom")))


def test_it_is_tagged_and_its_head_stands_on_every_page(desk):
    event = desk.event
    rows = (
        Registration(desk=desk, name=f"Persona {at:03}", email=f"p{at}@example.org", entity="Diputació")
        for at in range(500)
    )
    Registration.objects.bulk_create(rows)
    pdf = read(sheet_pdf(desk, event.occurrences.get()))
    texts = [page.extract_text() for page in pdf.pages]
    heads = ("Signatura", "Signature")
    assert [any(head in text for head in heads) for text in texts] == [True] * len(texts)
    assert (f"{len(texts)} / {len(texts)}" in texts[-1], "Persona 499" in " ".join(texts)) == (True, True)
    root = pdf.root_object
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], "/StructTreeRoot" in root) == (True, "ca", True)
    assert "Compra pública" in pdf.metadata.title


def test_of_a_series_each_date_has_its_own(client_of):
    author = a_member()
    desk = a_desk(a_series(author, start=in_days(7), times=3))
    first, second, _third = dates_of(desk).in_order()
    client = client_of(author)
    by_path = client.get(f"/agenda/{desk.event_id}/{second.day}/inscrits/full-de-signatures.pdf")
    address = desk.address("sign_in_sheet")
    names = [
        by_path,
        client.get(address, {"data": str(second.day)}),
        client.get(address),
        client.get(address, {"data": "x"}),
    ]
    days = [
        str(one) in response["Content-Disposition"]
        for response, one in zip(names, [second.first_day] * 2 + [first.first_day] * 2, strict=True)
    ]
    assert days == [True] * 4
    assert client.get(address, {"data": "1999-01-01"}).status_code == 404


def test_where_no_date_takes_place_there_is_nothing_to_sign(client_of, desk):
    desk.event.occurrences.update(is_cancelled=True)
    assert client_of(desk.event.author).get(desk.address("sign_in_sheet"))["Location"] == desk.address("attendees")


def test_others_have_none(client_of, desk):
    added(desk, "Zoe Amat")
    assert client_of(a_member()).get(desk.address("sign_in_sheet")).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_costs_the_same_for_many(client_of, desk, number, django_assert_num_queries):
    for at in range(number):
        added(desk, f"Persona {at}")
    client = client_of(desk.event.author)
    client.get(desk.address("sign_in_sheet"))
    with django_assert_num_queries(7):
        client.get(desk.address("sign_in_sheet"))
