"""Choosing another password, by mail or inside, and what happens to the other sessions."""

import re
from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client

from tests.factories.members import PASSWORD, a_former_member, a_member
from tests.members.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db

NEW = "four words make a password"


def ask_for_reset(client, email):
    return client.post("/compte/password/reset/", {"email": email})


def reset_link(message):
    return re.search(r"http://testserver(/compte/password/reset/key/\S+/)", message.body)[1]


def test_asking_for_a_link_says_nothing_of_an_address(client):
    a_member(email="aina@example.org")
    known, unknown = ask_for_reset(client, "aina@example.org"), ask_for_reset(client, "nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known["Location"] == "/compte/password/reset/done/"
    assert [message.to for message in mail.outbox] == [["aina@example.org"], ["nobody@example.org"]]


def test_the_link_works_once_and_leaves_no_secret_in_the_address(client):
    member = a_member()
    ask_for_reset(client, member.email)
    link = reset_link(mail.outbox[0])
    redirected = client.get(link)
    assert redirected["Location"].endswith("-set-password/")
    response = client.post(redirected["Location"], {"password1": NEW})
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/")
    assert client.session["_auth_user_id"] == str(member.pk)
    member.refresh_from_db()
    assert member.check_password(NEW) is True
    assert Client().get(link).context["token_fail"] is True


def test_a_weak_password_is_refused(client):
    member = a_member(email="aina@example.org")
    ask_for_reset(client, member.email)
    form = client.get(reset_link(mail.outbox[0]))["Location"]
    answers = [client.post(form, {"password1": weak}) for weak in ("short", "aina@example.org", "123456789012")]
    assert [response.status_code for response in answers] == [HTTPStatus.UNPROCESSABLE_ENTITY] * 3
    member.refresh_from_db()
    assert member.check_password(PASSWORD) is True


def test_a_former_member_does_not_get_in_with_a_new_password(client):
    former = a_former_member()
    ask_for_reset(client, former.email)
    form = client.get(reset_link(mail.outbox[0]))["Location"]
    assert client.post(form, {"password1": NEW})["Location"] == "/compte/inactive/"
    assert "_auth_user_id" not in client.session


def test_changing_it_closes_the_other_sessions(client):
    member = a_member()
    elsewhere = Client()
    sign_in(elsewhere, member.email)
    sign_in(client, member.email)
    response = client.post("/compte/password/change/", {"oldpassword": PASSWORD, "password1": NEW})
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/compte/password/change/")
    assert client.get("/compte/email/").status_code == HTTPStatus.OK
    assert elsewhere.get("/compte/email/")["Location"].startswith("/compte/login/")
    assert len(client.get("/compte/sessions/").context["sessions"]) == 1
    (notice,) = mail.outbox
    assert notice.to == [member.email]


def test_resetting_it_closes_the_other_sessions(client):
    member = a_member()
    elsewhere = Client()
    sign_in(elsewhere, member.email)
    ask_for_reset(client, member.email)
    client.post(client.get(reset_link(mail.outbox[0]))["Location"], {"password1": NEW})
    assert elsewhere.get("/compte/email/")["Location"].startswith("/compte/login/")


def test_the_present_password_is_asked_for(client):
    member = a_member()
    sign_in(client, member.email)
    response = client.post("/compte/password/change/", {"oldpassword": "a guess", "password1": NEW})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(response.context["form"].errors) == ["oldpassword"]
    member.refresh_from_db()
    assert member.check_password(PASSWORD) is True


def test_the_other_sessions_can_be_closed(client):
    member = a_member()
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"})
    sign_in(elsewhere, member.email)
    sign_in(client, member.email)
    listed = client.get("/compte/sessions/")
    assert len(listed.context["sessions"]) == 2
    assert "Firefox, Windows" in listed.content.decode()
    client.post("/compte/sessions/")
    assert elsewhere.get("/compte/email/")["Location"].startswith("/compte/login/")
    assert client.get("/compte/email/").status_code == HTTPStatus.OK
