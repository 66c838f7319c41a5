"""Light or dark: a choice of this browser."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_choice_is_kept_for_a_year(client, theme):
    response = client.post("/aparenca/", {"theme": theme, "next": "/accessibilitat/?a=1"})
    assert (response.status_code, response["Location"]) == (302, "/accessibilitat/?a=1")
    cookie = response.cookies["theme"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == (theme, 365 * 24 * 3600, "Lax")
    assert cookie["httponly"]


@pytest.mark.parametrize("theme", ["", "sepia", '"><script>'])
def test_anything_else_is_the_systems_theme(client, theme):
    client.cookies["theme"] = "dark"
    response = client.post("/aparenca/", {"theme": theme})
    assert response.cookies["theme"].value == ""
    assert response["Location"] == "/"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_site(client, back):
    assert client.post("/aparenca/", {"theme": "dark", "next": back})["Location"] == "/"


def test_theme_is_not_chosen_by_following_a_link(client):
    assert client.get("/aparenca/?theme=dark").status_code == 405


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("sepia", "")]
)
def test_page_carries_the_theme(client, cookie, attribute):
    client.cookies["theme"] = cookie
    first_lines = client.get("/compte/login/").content.decode()[:200]
    assert f'<html lang="ca"{attribute}>' in first_lines
