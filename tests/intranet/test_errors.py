"""What a person reads when something goes wrong."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client

from intranet import errors

HANDLERS = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.not_found,
    429: errors.too_many_requests,
    500: errors.server_error,
    503: lambda _request: errors.unavailable(),
}


def headings(content: bytes) -> list[str]:
    return [heading.strip() for heading in re.findall(r"<h1[^>]*>(.*?)</h1>", content.decode(), re.DOTALL)]


@pytest.mark.parametrize("status", HANDLERS)
def test_page_of_each_error(rf, status):
    request = rf.get("/")
    request.user = AnonymousUser()
    response = HANDLERS[status](request)
    assert (response.status_code, len(headings(response.content))) == (status, 1)
    assert f" {status}</p>" in response.content.decode()


@pytest.mark.parametrize("status", HANDLERS)
def test_page_of_each_error_needs_no_session_and_no_user(rf, status):
    """A request may be refused before the middleware has said who asks; and no statement is made (there is no database here)."""
    response = HANDLERS[status](rf.get("/"))
    assert (response.status_code, len(headings(response.content))) == (status, 1)


@pytest.mark.parametrize("status", [400, 500, 503])
def test_suspect_or_broken_requests_are_not_read(status):
    assert HANDLERS[status](HttpRequest()).status_code == status


def test_form_that_is_too_old_is_refused_kindly(rf, caplog):
    response = errors.csrf_failure(rf.post("/compte/login/"), "CSRF token missing.")
    assert (response.status_code, len(headings(response.content))) == (403, 1)
    assert "Form refused (CSRF token missing.): /compte/login/" in caplog.messages


@pytest.mark.django_db
def test_form_without_token_gets_that_page():
    response = Client(enforce_csrf_checks=True).post("/compte/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert headings(response.content) == headings(errors.csrf_failure(response.wsgi_request).content)


def broken(*_args, **_kwargs):
    msg = "the database has gone away"
    raise OperationalError(msg)


@pytest.mark.django_db
def test_database_that_does_not_answer_gives_the_page_of_error_503(roles, client_of, expected_errors):
    client = client_of(roles["member"])
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        response = client.get("/disseny/")
    assert (response.status_code, response["Retry-After"], len(headings(response.content))) == (503, "120", 1)
    assert expected_errors() == ["django.request: Service Unavailable: /disseny/"]


@pytest.mark.django_db
def test_mistake_of_ours_gives_the_page_of_error_500(roles, client_of, monkeypatch, expected_errors):
    client = client_of(roles["coordination"])
    client.raise_request_exception = False
    monkeypatch.setattr("intranet.design.render", lambda *_given, **_named: 1 / 0)
    response = client.get("/disseny/")
    assert (response.status_code, len(headings(response.content))) == (500, 1)
    assert expected_errors() == ["django.request: Internal Server Error: /disseny/"]


def test_broken_template_leaves_a_sentence(rf, monkeypatch, expected_errors):
    monkeypatch.setattr("intranet.errors.loader.get_template", broken)
    response = errors.server_error(rf.get("/"))
    assert (response.status_code, response["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert response.content.decode().count(".") == 2
    assert expected_errors() == ["intranet.errors: The page for error 500 cannot be drawn"]


@pytest.mark.django_db
def test_unknown_address_is_answered_with_our_page(roles, client_of):
    response = client_of(roles["member"]).get("/no/hi-ha-res/")
    assert (response.status_code, len(headings(response.content))) == (404, 1)
    assert 'aria-label="' in response.content.decode()


@pytest.mark.django_db
def test_host_that_is_not_ours_is_refused(client, expected_errors):
    response = client.get("/compte/login/", headers={"host": "elsewhere.example"})
    assert (response.status_code, len(headings(response.content))) == (400, 1)
    assert [line.split(":")[0] for line in expected_errors()] == ["django.security.DisallowedHost"]
