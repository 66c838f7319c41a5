"""`/enllac/<token>/`: what opening it shows, what its button does, and how a link that is no good explains itself."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.links import purposes
from intranet.links.domain import forget_spent_links
from intranet.links.models import SpentLink
from intranet.links.purposes import Purpose, Question
from intranet.links.signing import link_for
from tests.factories.members import a_former_member, a_member

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_for(person, **fields):
    return link_for("attend", person=person, thing="la jornada", **fields).removeprefix("http://testserver")


def words(response):
    return " ".join(response.content.decode().split())


def test_opening_it_asks_and_changes_nothing(register, berta, deeds, client, django_assert_num_queries):
    register(works_once=True)
    path = path_for(berta)
    with django_assert_num_queries(2):  # the person, and whether it was used
        response = client.get(path)
    assert [
        word in words(response) for word in ("Apuntar la jornada?", "Berta anirà a la jornada.", "Apunta-m’hi")
    ] == [True] * 3
    assert client.head(path).status_code == 200
    assert (deeds.done, SpentLink.objects.count(), Session.objects.count()) == ([], 0, 0)


def test_the_button_does_it_signed_out_and_from_elsewhere(register, berta, deeds):
    register()
    response = Client(enforce_csrf_checks=True).post(path_for(berta))
    assert (response.status_code, deeds.done) == (200, [(berta.pk, "la jornada")])
    assert "Fet: la jornada." in words(response)
    assert Session.objects.count() == 0


def test_a_link_that_works_more_than_once_can_be_followed_again(register, berta, deeds, client):
    register()
    path = path_for(berta)
    assert [client.post(path).status_code for _time in range(2)] == [200, 200]
    assert deeds.done == [(berta.pk, "la jornada")] * 2


def test_a_link_that_works_once_says_that_it_was_used(register, berta, deeds, client):
    register(works_once=True)
    path = path_for(berta)
    responses = [client.post(path), client.get(path), client.post(path)]
    assert [response.status_code for response in responses] == [200, 410, 410]
    assert [_("This link has been used") in words(response) for response in responses] == [False, True, True]
    assert deeds.done == [(berta.pk, "la jornada")]


def test_what_could_not_be_done_is_not_used_up(register, berta, deeds, client):
    register(works_once=True)
    path = path_for(berta)
    deeds.is_obsolete = True
    assert (client.post(path).status_code, SpentLink.objects.count()) == (410, 0)
    deeds.is_obsolete = False
    assert (client.post(path).status_code, SpentLink.objects.count()) == (200, 1)


def test_an_expired_link_does_nothing(register, berta, deeds, client):
    register()
    path = path_for(berta, lifetime=timedelta(seconds=-1))
    assert [client.get(path).status_code, client.post(path).status_code] == [410, 410]
    assert "la jornada" not in words(client.get(path))
    assert deeds.done == []


def test_a_link_with_nothing_left_to_do_says_why(register, berta, deeds, client):
    register()
    deeds.is_obsolete = True
    for response in (client.get(path_for(berta)), client.post(path_for(berta))):
        assert (response.status_code, "La jornada s’ha anul·lat." in words(response)) == (410, True)


def test_a_broken_link_is_unknown(client):
    assert [client.get("/enllac/abc.def/").status_code, client.post("/enllac/abc.def/").status_code] == [404, 404]


def test_a_link_of_a_purpose_that_is_gone_says_so(register, berta, client, monkeypatch):
    register()
    path = path_for(berta)
    monkeypatch.delitem(purposes._purposes, "attend")  # noqa: SLF001 - as if its app had gone
    assert [client.get(path).status_code, client.post(path).status_code] == [410, 410]


def test_whoever_has_lost_access_can_do_no_more_than_what_needs_none(register, deeds, client):
    former = a_former_member(given_name="Berta")
    register()
    assert [client.get(path_for(former)).status_code, client.post(path_for(former)).status_code] == [410, 410]
    register(needs_access=False)
    assert client.post(path_for(former)).status_code == 200
    assert deeds.done == [(former.pk, "la jornada")]


def test_a_link_of_an_account_that_is_gone_says_so(register, berta, deeds, client):
    register(needs_access=False)
    path = path_for(berta)
    berta.delete()
    assert (client.post(path).status_code, deeds.done) == (410, [])


def test_others_are_told_for_whom_it_is_by_given_name_alone(register, berta, deeds, client_of):
    register()
    path, other = path_for(berta), a_member()
    pages = {
        name: words(client_of(user).get(path))
        for name, user in (("nobody", None), ("herself", berta), ("other", other))
    }
    assert {name: page.count("Berta") > 1 for name, page in pages.items()} == {
        "nobody": True,
        "herself": False,
        "other": True,
    }
    assert ["Puigdevall" in pages[name] or "berta@" in pages[name] for name in ("nobody", "other")] == [False, False]
    client = client_of(other)
    assert client.post(path).status_code == 200
    assert deeds.done == [(berta.pk, "la jornada")]
    assert client.session["_auth_user_id"] == str(other.pk)


def test_nothing_keeps_or_passes_on_the_address(register, berta, client):
    register()
    path = path_for(berta)
    for response in (client.get(path), client.post(path), client.get("/enllac/x/")):
        assert response["Referrer-Policy"] == "strict-origin"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]


def test_a_mail_program_may_stop_mails_by_itself(register, berta, deeds):
    register(one_click=True, needs_access=False)
    client = Client(enforce_csrf_checks=True)
    response = client.post(path_for(berta), ONE_CLICK)
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.content.decode() == "Fet: la jornada.\n"
    assert (deeds.done, dict(client.cookies)) == ([(berta.pk, "la jornada")], {})


def test_a_mail_program_does_nothing_else_by_itself(register, berta, deeds, client):
    register()
    response = client.post(path_for(berta), ONE_CLICK)
    assert (response.status_code, deeds.done) == (422, [])
    assert "Apunta-m’hi" in words(response)


def test_other_methods_are_not_for_it(register, berta, deeds, client):
    register()
    assert [getattr(client, method)(path_for(berta)).status_code for method in ("put", "delete", "options")] == [
        405
    ] * 3
    assert deeds.done == []


def test_what_the_purpose_says_is_text(monkeypatch, berta, client):
    def ask(_person, _thing):
        return Question("<b>T</b>", "<i>x</i>", "<u>b</u>")

    purpose = Purpose("attend", ask, lambda _person, thing: f"<s>{thing}</s>")
    monkeypatch.setitem(purposes._purposes, "attend", purpose)  # noqa: SLF001 - for the length of the test
    page = words(client.get(path_for(berta))) + words(client.post(path_for(berta)))
    assert [tag in page for tag in ("<b>T", "<i>x", "<u>b", "<s>la")] == [False] * 4
    assert "&lt;s&gt;la jornada" in page


def test_used_links_are_forgotten_when_they_would_have_expired():
    now = timezone.now()
    SpentLink.objects.create(digest="past", expires_at=now - timedelta(seconds=1))
    SpentLink.objects.create(digest="future", expires_at=now + timedelta(hours=1))
    forget_spent_links()
    assert [link.digest for link in SpentLink.objects.all()] == ["future"]
