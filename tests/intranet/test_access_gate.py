"""What stands before the pages: the gate, its statements, and where it sends people."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from tests.factories.members import a_member, someone_of_coordination
from tests.members.accounts.test_second_factor import with_app
from tests.members.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def test_a_request_of_someone_signed_in_costs_two_statements(client, django_assert_num_queries):
    sign_in(client, a_member().email)
    client.get("/compte/inactive/")  # takes the messages with it
    with django_assert_num_queries(2):
        response = client.get("/compte/2fa/webauthn/login/")  # a redirect of one's own: nothing but the gate
    assert response.status_code == HTTPStatus.FOUND


def test_one_is_asked_to_sign_in_and_comes_back(client):
    response = client.get("/membres/?q=berta")
    assert (response.status_code, response["Location"]) == (302, "/compte/login/?next=%2Fmembres%2F%3Fq%3Dberta")
    assert sign_in(client, a_member().email, next="/membres/?q=berta")["Location"] == "/membres/?q=berta"


def test_a_form_that_was_sent_is_not_come_back_to(client):
    assert client.post("/aparenca/?x=1").status_code == HTTPStatus.FOUND
    assert client.post("/membres/")["Location"] == "/compte/login/"


def test_a_piece_of_a_page_takes_the_whole_page_along(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    response = client.get("/membres/", headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (204, "/compte/login/?next=%2Fmembres%2F")
    sign_in(client, someone_of_coordination().email)
    response = client.get("/membres/", headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (204, reverse("second_factor"))


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_wagtails_sign_in_pages_never_sign_anybody_in(client, client_of, address):
    assert client.get(address)["Location"] == "/compte/login/?next=%2Fadmin%2F"
    user = someone_of_coordination()
    assert client_of(user).get(address).status_code == HTTPStatus.FORBIDDEN
    assert client_of(user).post(address).status_code == HTTPStatus.FORBIDDEN


def test_the_admin_is_closed_until_the_second_step_is_done(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = someone_of_coordination()
    with_app(user)
    sign_in(client, user.email)
    for path in ("/admin/", "/admin/users/", "/admin/pages/", "/disseny/"):
        assert client.get(path)["Location"].startswith("/compte/login/")
