"""The keys of the site, and switching the single ones off."""

import re

import pytest

from intranet.keys import ESCAPE, Keys, register_keys
from tests.factories.members import a_guest, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db

OFF = ' data-keys="off"'
SINGLE = re.compile(r"<kbd>([a-z/?]|⇧ [A-Z])</kbd>")


def test_switch_is_kept_for_a_year_and_said_in_every_page(client_of):
    client = client_of(a_member())
    assert OFF not in client.get("/").content.decode()
    response = client.post("/dreceres/", {"keys": "off"})
    assert (response.status_code, response["Location"]) == (302, "/dreceres/")
    cookie = response.cookies["keys"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("off", 365 * 24 * 3600, "Lax")
    assert cookie["httponly"]
    for path in ("/", "/dreceres/", "/cerca/"):
        assert client.get(path).content.decode().count(OFF) == 1
    assert client.post("/dreceres/", {"keys": "on"}).cookies["keys"].value == ""
    assert OFF not in client.get("/").content.decode()


@pytest.mark.parametrize("told", ["", "on", '"><script>'])
def test_anything_else_leaves_them_on(client_of, told):
    client = client_of(a_member())
    client.cookies["keys"] = told
    page = client.get("/dreceres/").content.decode()
    assert (OFF in page, page.count('name="keys" value="off"')) == (False, 1)


@pytest.mark.parametrize("told", ["on", "off"])
def test_without_javascript_it_is_said_first_that_keys_need_it_and_not_that_they_are_on(client_of, told):
    client = client_of(a_member())
    client.cookies["keys"] = told
    text = client.get("/dreceres/").content.decode()
    page = text[text.index('<div class="keys-help">') :]
    states = re.findall(r'<p([^>]*) role="status">', page)
    assert (states, page.count("<noscript>")) == ([' class="needs-script"'], 1)
    assert page.index("<noscript>") < page.index("<form")


def test_keys_are_not_switched_by_following_a_link(client_of):
    assert "keys" not in client_of(a_member()).get("/dreceres/?keys=off").cookies


def test_each_is_told_the_keys_of_the_screens_they_come_to(client_of):
    told = {
        name: SINGLE.findall(client_of(person).get("/dreceres/").content.decode())
        for name, person in {"guest": a_guest(), "member": a_member(), "all": someone_of_coordination()}.items()
    }
    everywhere = ["/", "?"]
    assert told == {
        "guest": everywhere,
        "member": everywhere,
        "all": [*everywhere, "p", "j", "k", "a", "x", "d", "⇧ K", "⇧ J", "u", "e"],
    }


def test_two_places_do_not_take_the_same_turn():
    with pytest.raises(ValueError, match="order 10"):
        register_keys(Keys(ESCAPE, 10, ()))
