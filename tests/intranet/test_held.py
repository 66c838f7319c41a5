"""A form that arrives when the session has ended comes back to its writer once they have signed in."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intranet import held
from intranet.drafts.models import Draft
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_former_member, a_member

pytestmark = pytest.mark.django_db

TITLE, BODY = "Qui té horts?", "<p>Busquem models.</p>"
KEPT = "Your session had ended. What you wrote is kept: sign in, and you will find it in its form."
HERE = "Here is what you had written. Check it and send it again."
FILES = "The files that you had chosen are not kept: choose them again."


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def address():
    group = WorkingGroupFactory(slug="cures")
    return f"{reverse('topic_new', args=[group.slug])}?tipus=question"


def writer_in(html):
    return re.search(r'name="writer" value="([^"]+)"', html).group(1)


def begun_by(person, address):
    """A browser in which the form has been opened and the session has ended; and what the form carries along."""
    client = Client()
    client.force_login(person)
    writer = writer_in(client.get(address).content.decode())
    client.session.flush()
    return client, {"writer": writer, "title": TITLE, "body": BODY, "action": "publish"}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def typed_in(response):
    form = response.context["form"]
    return form["title"].value(), form["body"].value()


def test_form_comes_back_after_signing_in(address):
    person = a_member()
    client, data = begun_by(person, address)
    response = client.post(address, data)
    assert (response.status_code, response["Location"], said(response)) == (
        302,
        f"{reverse('account_login')}?{urlencode({'next': address})}",
        [KEPT],
    )
    client.force_login(person)
    back = client.get(address)
    assert (typed_in(back), HERE in said(back)) == ((TITLE, BODY), True)
    again = client.get(address)
    assert (typed_in(again), HERE in said(again)) == ((TITLE, BODY), False)  # a draft from now on
    assert list(Draft.objects.values_list("person", "place", "title")) == [(person.pk, address, TITLE)]


def test_form_comes_back_through_the_sign_in_page(address):
    person = a_member()
    person.set_password("una-frase-molt-llarga")
    person.save()
    client, data = begun_by(person, address)
    page = client.get(client.post(address, data)["Location"])
    assert KEPT in page.content.decode()
    to = f"{reverse('account_login')}?{urlencode({'next': address})}"
    done = client.post(to, {"login": person.email, "password": "una-frase-molt-llarga", "next": address})
    assert (done.status_code, done["Location"]) == (302, address)
    assert typed_in(client.get(address)) == (TITLE, BODY)


def test_form_is_shown_to_nobody_else(address):
    client, data = begun_by(a_member(), address)
    client.post(address, data)
    assert held.HELD in client.session
    client.force_login(a_member())
    assert held.HELD not in client.session
    assert TITLE not in client.get(address).content.decode()


def test_form_waits_until_its_own_page_is_opened(address):
    person = a_member()
    client, data = begun_by(person, address)
    client.post(address, data)
    client.force_login(person)
    other = WorkingGroupFactory(slug="habitatge")
    assert typed_in(client.get(reverse("topic_new", args=[other.slug])))[0] != TITLE
    client.head(address)
    assert typed_in(client.get(address)) == (TITLE, BODY)


def test_chosen_files_are_asked_for_again(address):
    client, data = begun_by(a_member(), address)
    response = client.post(address, {**data, "files": SimpleUploadedFile("acta.pdf", b"%PDF-1.7")})
    assert said(response) == [KEPT, FILES]


def forged(data):
    return {**data, "writer": data["writer"].replace(":", "0:", 1)}


def without_writer(data):
    return {name: value for name, value in data.items() if name != "writer"}


def too_long(data):
    return {**data, "body": "a" * held.MOST_BYTES}


@pytest.mark.parametrize("change", [forged, without_writer, too_long])
def test_what_is_not_ours_or_too_long_is_not_held(address, change):
    client, data = begun_by(a_member(), address)
    response = client.post(address, change(data))
    assert (response.status_code, response["Location"], held.HELD in client.session) == (302, "/compte/login/", False)


def test_other_forms_are_not_held(address):
    client, data = begun_by(a_member(), address)
    response = client.post(reverse("profile"), data)
    assert (response["Location"], held.HELD in client.session) == ("/compte/login/", False)


def test_nothing_is_held_for_those_whose_access_is_over(address):
    person = a_former_member()
    client = Client()
    client.force_login(person)
    data = {"writer": held.signer().sign(str(person.pk)), "title": TITLE, "body": BODY}
    response = client.post(address, data)
    assert (response["Location"], held.HELD in client.session) == (reverse("account_inactive"), False)


def test_form_that_comes_back_to_a_group_that_was_left_is_not_shown(address):
    """Its writer does not read the group any more: the page is not there, and the words stay theirs."""
    person = a_member()
    group = WorkingGroupFactory(slug="executiva", access="private")
    seat = GroupMembershipFactory(group=group, user=person)
    own = reverse("topic_new", args=[group.slug])
    client, data = begun_by(person, own)
    client.post(own, data)
    seat.delete()
    client.force_login(person)
    assert client.get(own).status_code == 404


def test_old_token_gives_the_form_back_to_whoever_signed_in_again(address):
    """In another window, meanwhile: the token of this one does not hold any more."""
    person, other = a_member(), a_member()
    _client, data = begun_by(person, address)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    response = client.post(address, {**data, "csrfmiddlewaretoken": "x" * 64})
    assert (response.status_code, response["Location"]) == (302, address)
    assert typed_in(client.get(address)) == (TITLE, BODY)
    client.force_login(other)
    assert client.post(address, {**data, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    outside = Client(enforce_csrf_checks=True)
    assert (outside.post(address, data).status_code, held.HELD in outside.session) == (403, False)
