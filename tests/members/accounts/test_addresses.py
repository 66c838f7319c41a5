"""Changing one's address: confirmed first, and the person's own record in step."""

import re
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from tests.factories.members import PASSWORD, a_member
from tests.members.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db


def confirm_password(client):
    client.post("/compte/reauthenticate/", {"password": PASSWORD})


def change_to(client, email):
    return client.post("/compte/email/", {"action_add": "", "email": email})


def code_in(message):
    return re.search(r"\b\d{3}-\d{3}-\d{3}\b", message.body)[0]


def test_the_address_changes_when_the_code_has_been_typed(client):
    member = a_member(email="aina@example.org")
    sign_in(client, member.email)
    assert change_to(client, "Nova@Example.ORG")["Location"].startswith("/compte/reauthenticate/")
    confirm_password(client)
    assert change_to(client, "Nova@Example.ORG")["Location"] == "/compte/confirm-email/"
    member.refresh_from_db()
    assert member.email == "aina@example.org"
    assert mail.outbox[-1].to == ["nova@example.org"]
    response = client.post("/compte/confirm-email/", {"code": code_in(mail.outbox[-1])})
    assert response.status_code == HTTPStatus.FOUND
    member.refresh_from_db()
    assert member.email == "nova@example.org"
    assert list(EmailAddress.objects.filter(user=member).values_list("email", "primary", "verified")) == [
        ("nova@example.org", True, True)
    ]
    assert mail.outbox[-1].to == ["aina@example.org"]  # the former address is told
    client.post("/compte/logout/")
    assert sign_in(client, "aina@example.org").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sign_in(client, "nova@example.org")["Location"] == "/"


def test_a_wrong_code_changes_nothing(client):
    member = a_member(email="aina@example.org")
    sign_in(client, member.email)
    confirm_password(client)
    change_to(client, "nova@example.org")
    response = client.post("/compte/confirm-email/", {"code": "000-000-000"})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    member.refresh_from_db()
    assert member.email == "aina@example.org"


def test_the_address_of_somebody_else_cannot_be_taken_nor_found_out(client):
    member, other = a_member(email="aina@example.org"), a_member(email="berta@example.org")
    sign_in(client, member.email)
    confirm_password(client)
    assert change_to(client, other.email)["Location"] == change_to(client, "free@example.org")["Location"]
    change_to(client, other.email)
    code = code_in([message for message in mail.outbox if message.to == [other.email]][-1])
    client.post("/compte/confirm-email/", {"code": code})
    member.refresh_from_db()
    assert member.email == "aina@example.org"
