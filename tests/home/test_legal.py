"""The legal pages: public, complete, always there."""

import pytest

from home.legal_texts import blocks
from home.models import LegalPage, LegalText
from intranet.policy import PAGES, Audience
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db


def headings(slug):
    page = LegalPage.objects.get(slug=slug)
    return [block.value["text"] for block in page.body if block.block_type == "heading"]


def test_addresses_are_those_that_the_policy_opens():
    assert {f"/{text.value}/": Audience.PUBLIC for text in LegalText} == PAGES


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("text", LegalText)
def test_everyone_may_read_them(role, text, roles, client_of):
    response = client_of(roles[role]).get(f"/{text.value}/")
    assert (response.status_code, response.templates[0].name) == (200, "home/legal_page.html")
    assert f"<h1>{text.label}</h1>" in response.content.decode()


def test_accessibility_statement_has_the_structure_of_the_model():
    assert headings("accessibilitat") == [
        "Situació de compliment",
        "Contingut no accessible",
        "Falta de conformitat amb el Reial decret 1112/2018",
        "Càrrega desproporcionada",
        "El contingut no entra dins l’àmbit de la legislació aplicable",
        "Preparació d’aquesta declaració",
        "Observacions i dades de contacte",
        "Procediment d’aplicació",
        "Què hi ha fet perquè la pugueu fer servir",
    ]


def test_privacy_begins_with_the_basic_information(client):
    body = LegalPage.objects.get(slug="privacitat").body
    table = next(block.value for block in body if block.block_type == "table")
    assert [row["values"][0] for row in table.row_data] == [
        "Responsable",
        "Finalitat",
        "Legitimació",
        "Destinataris",
        "Drets",
        "Més informació",
    ]
    assert [block.block_type for block in body][:3] == ["paragraph", "table", "heading"]
    page = client.get("/privacitat/").content.decode()
    assert all(
        f'<th scope="row">{name}</th>' in page for name in ("sessionid", "csrftoken", "theme", "keys", "messages")
    )


def test_first_texts_name_the_site_and_the_address_to_write_to(client, settings):
    page = client.get("/accessibilitat/").content.decode()
    assert "<strong>testserver</strong>" in page
    assert f'<a href="mailto:{settings.CONTACT_EMAIL}">' in page
    assert "$" not in page


def test_first_texts_pass_the_checks_of_the_editor():
    for page in LegalPage.objects.all():
        page.full_clean()
        page.body.stream_block.clean(page.body)


def test_sections_can_be_linked_to(client):
    page = client.get("/privacitat/").content.decode()
    assert '<h2 id="galetes">Galetes</h2>' in page
    assert '<a href="#galetes">Galetes</a>' in page


def test_nothing_on_them_needs_a_sign_in():
    assert list(LegalPage.body.field.stream_block.child_blocks) == ["heading", "paragraph", "callout", "table"]


def test_plain_html_becomes_blocks():
    table = "<table><caption>C</caption><tr><th>A</th><th>B</th></tr><tr><th>1</th><td>2</td></tr></table>"
    assert list(blocks(f"<p>u</p>\n<ul><li>dos</li></ul><h2>T</h2><h3>S</h3>{table}<p>fi</p>")) == [
        {"type": "paragraph", "value": "<p>u</p><ul><li>dos</li></ul>"},
        {"type": "heading", "value": {"text": "T", "level": "h2"}},
        {"type": "heading", "value": {"text": "S", "level": "h3"}},
        {
            "type": "table",
            "value": {
                "caption": "C",
                "columns": [{"type": "words", "heading": "A"}, {"type": "words", "heading": "B"}],
                "rows": [{"values": ["1", "2"]}],
            },
        },
        {"type": "paragraph", "value": "<p>fi</p>"},
    ]
