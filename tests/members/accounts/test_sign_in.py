"""Getting in with a password: who does, who does not, and that nothing says whether an address exists."""

import re
from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.members import PASSWORD, UserFactory, a_former_member, a_member

pytestmark = pytest.mark.django_db

LOGIN = "/compte/login/"


def page(response):
    """What a person sees, without what differs from one request to the next, and without what they typed."""
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", text)
    return re.sub(r"\S+@example\.\w+", "ADDRESS", text)


def sign_in(client, email, password=PASSWORD, **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields})


def test_a_member_gets_in_whatever_the_case_of_the_address(client):
    member = a_member(email="aina@example.org")
    response = sign_in(client, " Aina@Example.ORG ")
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/")
    assert client.session["_auth_user_id"] == str(member.pk)


def test_one_goes_on_to_where_one_wanted_to_but_not_to_another_site(client):
    member = a_member()
    assert sign_in(client, member.email, next="/municipis/")["Location"] == "/municipis/"
    client.post("/compte/logout/")
    assert sign_in(client, member.email, next="https://elsewhere.example/")["Location"] == "/"


def test_an_unknown_address_and_a_wrong_password_look_the_same(client):
    known = a_member(email="aina@example.org")
    wrong = sign_in(client, known.email, "not the password")
    unknown = sign_in(client, "nobody@example.org", "not the password")
    assert (wrong.status_code, unknown.status_code) == (HTTPStatus.UNPROCESSABLE_ENTITY,) * 2
    assert page(wrong) == page(unknown)
    assert "aina@example.org" in wrong.content.decode()  # what was typed is still there
    assert "not the password" not in wrong.content.decode()


@pytest.mark.parametrize("make", [a_former_member, lambda: UserFactory(is_active=False), UserFactory])
def test_without_access_the_reason_is_told_only_to_whoever_has_the_password(client, make):
    person = make()
    unknown = sign_in(client, "nobody@example.org", "not the password")
    assert page(sign_in(client, person.email, "not the password")) == page(unknown)
    response = sign_in(client, person.email)
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/compte/inactive/")
    assert "_auth_user_id" not in client.session
    assert client.get("/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("known", [True, False])
def test_too_many_tries_have_a_page_of_their_own(client, known):
    email = a_member().email if known else "nobody@example.org"
    answers = [sign_in(client, email, f"wrong {number}").status_code for number in range(6)]
    assert answers == [HTTPStatus.UNPROCESSABLE_ENTITY] * 5 + [HTTPStatus.TOO_MANY_REQUESTS]
    response = sign_in(client, email)
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "429.html" in [template.name for template in response.templates]
    assert "_auth_user_id" not in client.session


def test_the_sign_in_before_the_last_is_kept(client):
    member = a_member()
    sign_in(client, member.email)
    member.refresh_from_db()
    first = member.last_login
    assert member.previous_login is None
    client.post("/compte/logout/")
    sign_in(client, member.email)
    member.refresh_from_db()
    assert member.previous_login == first
    assert member.last_login > first


def test_a_position_that_ends_while_signed_in_ends_the_session(client):
    member = a_member()
    sign_in(client, member.email)
    assert client.get("/compte/email/").status_code == HTTPStatus.OK
    member.positions.update(ends_on=timezone.localdate())
    response = client.get("/compte/email/")
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/compte/inactive/")
    assert "_auth_user_id" not in client.session


def test_signing_out_asks_first(client):
    sign_in(client, a_member().email)
    assert "_auth_user_id" in (client.get("/compte/logout/"), client.session)[1]
    client.post("/compte/logout/")
    assert "_auth_user_id" not in client.session


# --- A code by mail ---


def ask_for_code(client, email):
    return client.post("/compte/login/code/", {"email": email})


def code_of(message):
    return re.search(r"\b\d{3}-\d{3}-\d{3}\b", message.body)[0]


def test_a_code_gets_one_in(client):
    member = a_member()
    response = ask_for_code(client, member.email)
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/compte/login/code/confirm/")
    assert mail.outbox[0].to == [member.email]
    code = code_of(mail.outbox[0])
    response = client.post("/compte/login/code/confirm/", {"code": code.replace("-", " ")})
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/")
    assert client.session["_auth_user_id"] == str(member.pk)


def test_asking_for_a_code_says_nothing_of_an_address(client):
    a_member(email="aina@example.org")
    answers = [ask_for_code(client, "aina@example.org")]
    answers.append(client.get("/compte/login/code/confirm/"))
    client.post("/compte/logout/")
    answers.append(ask_for_code(client, "nobody@example.org"))
    answers.append(client.get("/compte/login/code/confirm/"))
    known_asked, known_page, unknown_asked, unknown_page = answers
    assert known_asked["Location"] == unknown_asked["Location"]
    assert page(known_page) == page(unknown_page)
    assert [message.to for message in mail.outbox] == [["aina@example.org"], ["nobody@example.org"]]


def test_three_wrong_codes_end_it(client):
    ask_for_code(client, a_member().email)
    code = code_of(mail.outbox[0])
    wrong = [client.post("/compte/login/code/confirm/", {"code": "000-000-000"}) for _try in range(3)]
    assert [response.status_code for response in wrong] == [422, 422, 302]
    client.post("/compte/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("known", [True, False])
def test_too_many_codes_asked_for(known):
    email = a_member().email if known else "nobody@example.org"
    assert [ask_for_code(Client(), email).status_code for _try in range(4)] == [302, 302, 302, 429]


def test_a_code_of_a_former_member_leads_to_the_closed_page(client):
    former = a_former_member()
    ask_for_code(client, former.email)
    response = client.post("/compte/login/code/confirm/", {"code": code_of(mail.outbox[0])})
    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
