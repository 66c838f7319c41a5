"""Anyone can ask whether a certificate holds, by the code on it, and nobody finds one by guessing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda.registration.certificates import codes
from agenda.registration.certificates.codes import cleaned
from agenda.registration.models import Certificate
from agenda.sentences import dated_words
from tests.factories.registration import a_desk, an_added

pytestmark = pytest.mark.django_db
CODE = "ABCDEFGHJK"
FACTS = {
    "name": "Gal·la <b>Pla</b>",
    "entity": "Consell Comarcal",
    "title": "Compra pública",
    "when": "dijous 16 d’abril de 2026, 10.00–13.30",
    "hours": "3,5 hores",
    "mode": "Presencial",
    "place": "La Farinera",
    "organiser": "Ajuntament de Manresa",
}


@pytest.fixture
def certificate():
    desk = a_desk()
    registration = an_added(desk, desk.event.author, email="rosa@example.org")
    return Certificate.objects.create(registration=registration, code=CODE, facts=FACTS)


def page(code):
    return reverse("certificate_check", args=[code])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcde-fghjk", CODE),
        (" ABCDE FGHJK\n", CODE),
        ("ABCDEFGHJ", ""),
        ("ABCDEFGHJ0", ""),
        ("ABCDEFGHJKK", ""),
        ("ÀBCDEFGHJK", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert cleaned(typed) == code


def test_one_that_holds_says_what_it_certifies_and_no_more(client, certificate):
    response = client.get(page(CODE))
    shown = response.content.decode()
    on_paper = [FACTS[name] for name in ("entity", "title", "when", "hours", "mode", "place", "organiser")]
    issued = dated_words(certificate.issued_at)
    said = ("Gal·la &lt;b&gt;Pla&lt;/b&gt;", *on_paper, issued, "ABCDE-FGHJK")
    assert (response.status_code, [one for one in said if one not in shown]) == (200, [])
    assert "rosa@example.org" not in shown
    assert (response["X-Robots-Tag"], "no-store" in response["Cache-Control"]) == ("noindex, nofollow", True)


def test_a_revoked_one_names_nobody(client, certificate):
    certificate.revoked_at = timezone.now()
    certificate.save()
    shown = client.get(page(CODE)).content.decode()
    assert [word in shown for word in ("Pla", "Compra pública", 'data-tone="danger"')] == [False, False, True]


def test_an_unknown_one_is_not_there_and_the_page_says_what_to_do(client, certificate):
    response = client.get(page("ZZZZZZZZZZ"))
    assert (response.status_code, response.context["form"]["codi"].value()) == (404, "ZZZZZZZZZZ")


def test_typed_otherwise_it_leads_to_its_address(client, certificate):
    assert client.get(page("abcde-fghjk"))["Location"] == page(CODE)
    assert client.get(reverse("certificate_search"), {"codi": "abcde fghjk"})["Location"] == page(CODE)


@pytest.mark.parametrize("typed", ["", "ABC", "<script>"])
def test_what_cannot_be_a_code_is_refused_with_what_was_typed(client, typed):
    response = client.get(reverse("certificate_search"), {"codi": typed})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["codi"].value()) == (422, ["codi"], typed)


def test_without_a_code_there_is_a_form(client):
    response = client.get(reverse("certificate_search"))
    assert (response.status_code, response.context["form"].is_bound) == (200, False)


def test_whoever_guesses_has_to_wait_while_others_do_not(client, certificate):
    for number in range(codes.MOST_UNKNOWN):
        assert client.get(page(f"ZZZZZZZZ{number // 10 + 2}{number % 8 + 2}")).status_code == 404
    assert [client.get(page(code)).status_code for code in ("ZZZZZZZZZZ", CODE)] == [429, 429]
    assert client.get(page(CODE), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_to_look_at_one_that_holds_does_not_count(client, certificate):
    answers = {client.get(page(CODE)).status_code for _time in range(codes.MOST_UNKNOWN + 2)}
    assert answers == {200}
