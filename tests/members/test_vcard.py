"""`/membres/<id>/vcard/`: a card that address books read, with what its viewer may see and nothing else."""

import base64
import re

import pytest
import vobject
from django.core.files.base import ContentFile

from intranet.members.enums import Visibility
from tests.factories.members import OrganisationFactory, PositionFactory, UserFactory, a_member, someone_of_coordination
from tests.factories.photos import a_picture, encoded

pytestmark = pytest.mark.django_db


def card_of(client, person) -> str:
    response = client.get(f"/membres/{person.pk}/vcard/")
    assert (response.status_code, response["Content-Type"]) == (200, "text/vcard; charset=utf-8")
    return response.content.decode()


def lines_of(text: str) -> list[str]:
    """Unfolded (RFC 2425 §5.8.1)."""
    return re.sub(r"\r\n[ \t]", "", text).strip().split("\r\n")


def test_card_holds_what_the_network_sees(client_of):
    person = UserFactory(
        given_name="Núria", family_name="Güell i Coll·lell", email="nuria@reus.example", phone="938 782 301"
    )
    person.phone_visibility = Visibility.NETWORK
    person.ask_me_about = "clàusules socials, horts"
    person.save()
    organisation = OrganisationFactory(name="L'Hospitalet de Llobregat")
    PositionFactory(user=person, organisation=organisation, title="Regidora", department="Promoció econòmica")
    address = f"http://testserver/membres/{person.pk}/"
    assert sorted(lines_of(card_of(client_of(a_member()), person))) == sorted(
        [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"UID:{address}",
            "FN:Núria Güell i Coll·lell",
            "N:Güell i Coll·lell;Núria;;;",
            "ORG:Ajuntament de l'Hospitalet de Llobregat;Promoció econòmica",
            "TITLE:Regidora",
            "EMAIL;TYPE=INTERNET:nuria@reus.example",
            "TEL;TYPE=WORK:938 782 301",
            r"NOTE:clàusules socials\, horts",
            f"URL:{address}",
            "END:VCARD",
        ]
    )


def test_hidden_fields_are_not_in_the_card(client_of):
    organisation = OrganisationFactory()
    person = a_member(
        organisation,
        email="rosa@reus.example",
        email_visibility=Visibility.NOBODY,
        phone="938 782 301",
        phone_visibility=Visibility.COUNCIL,
        ask_me_about="clàusules",
        ask_me_about_visibility=Visibility.GROUPS,
        bio="vida privada",
    )
    secrets = ("rosa@reus.example", "938 782 301", "clàusules", "vida privada")
    viewers = {"stranger": a_member(), "colleague": a_member(organisation), "coordination": someone_of_coordination()}
    told = {
        name: [secret for secret in secrets if secret in card_of(client_of(viewer), person)]
        for name, viewer in viewers.items()
    }
    assert told == {
        "stranger": [],
        "colleague": ["938 782 301", "clàusules"],
        "coordination": ["rosa@reus.example", "938 782 301", "clàusules"],
    }


def test_hidden_photo_is_not_in_the_card(client_of):
    picture = encoded(a_picture((128, 128)))
    person = a_member()
    person.photo.save("x.jpg", ContentFile(picture))
    viewer = a_member()
    shown = vobject.readOne(card_of(client_of(viewer), person))
    assert (shown.photo.value, shown.photo.type_param) == (picture, "JPEG")
    type(person).objects.update(photo_visibility=Visibility.COUNCIL)
    hidden = card_of(client_of(viewer), person)
    assert ("PHOTO" in hidden, base64.b64encode(picture).decode()[:40] in hidden) == (False, False)


def test_missing_photo_file_is_no_obstacle(client_of):
    person = a_member(photo="photos/gone.jpg")
    assert "PHOTO" not in card_of(client_of(a_member()), person)


@pytest.mark.parametrize(
    "nasty",
    [
        "Berta\r\nTEL:666",
        "Berta\nTEL:666",
        "Berta\rTEL:666",
        "Berta;TEL:666",
        "Berta\x85TEL:666",
        "Berta\u2028TEL:666",
        "Berta\x0bTEL:666",
        "Berta\\nTEL:666",
        "END:VCARD\r\nBEGIN:VCARD",
    ],
)
def test_no_field_can_add_a_line_or_a_part(client_of, nasty):
    person = UserFactory(given_name=nasty, family_name=nasty, ask_me_about=nasty)
    PositionFactory(user=person, organisation=OrganisationFactory(name=nasty), title=nasty, department=nasty)
    text = card_of(client_of(a_member()), person)
    names = [re.split(r"[:;]", line)[0] for line in lines_of(text)]
    assert sorted(names) == sorted(
        ["BEGIN", "VERSION", "UID", "FN", "N", "ORG", "TITLE", "EMAIL", "NOTE", "URL", "END"]
    )
    assert [line for line in text.splitlines() if line.startswith("TEL")] == []
    cards = list(vobject.readComponents(text))
    assert [len(card.org.value) for card in cards] == [2]


@pytest.mark.parametrize(
    ("given", "family", "filename"),
    [
        ("Núria", "Güell i Coll·lell", "nuria-guell-i-colllell.vcf"),
        ('B"; filename="x.exe', "../../etc", "b-filenamexexe-etc.vcf"),
        ("Berta\r\nX-A: 1", "Solà", "berta-x-a-1-sola.vcf"),
    ],
)
def test_file_is_named_in_plain_letters(client_of, given, family, filename):
    person = a_member(given_name=given, family_name=family)
    response = client_of(a_member()).get(f"/membres/{person.pk}/vcard/")
    assert response["Content-Disposition"] == f'attachment; filename="{filename}"'


def test_file_of_a_name_without_plain_letters_has_the_number(client_of):
    person = a_member(given_name="静", family_name="林")
    response = client_of(a_member()).get(f"/membres/{person.pk}/vcard/")
    assert response["Content-Disposition"] == f'attachment; filename="contact-{person.pk}.vcf"'
    assert "FN:静 林" in response.content.decode()


def test_card_is_kept_by_no_cache(client_of):
    assert client_of(a_member()).get(f"/membres/{a_member().pk}/vcard/")["Cache-Control"] == "private, no-store"
