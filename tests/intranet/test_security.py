"""What a browser is allowed to do with our pages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from tests.factories.members import PASSWORD

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts)

STRICT = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
CMS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "frame-src 'self'"
)

INLINE = {
    "script without src": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:json|ld\+json))[^>]*>", re.IGNORECASE
    ),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
}


def policy(response) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/compte/login/", "/salut/", "/no/hi-ha-res/", "/disseny/", "/compte/sessions/"])
@pytest.mark.parametrize("role", ["anonymous", "member", "coordination"])
def test_pages_carry_the_strict_policy(path, role, roles, client_of):
    assert policy(client_of(roles[role]).get(path)) == set(STRICT.split("; "))


@pytest.mark.django_db
def test_screens_of_the_cms_alone_carry_the_looser_one(roles, client_of):
    client = client_of(roles["administrator"])
    assert policy(client.get("/admin/")) == set(CMS.split("; "))
    assert policy(client.get("/administracio/")) == set(STRICT.split("; "))


@pytest.mark.django_db
def test_other_headers(client):
    headers = client.get("/compte/login/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/membres/", "/compte/2fa/", "/accessibilitat/", "/no/hi-ha-res/", "/cerca/?q=a"]
)
def test_pages_drawn_for_a_person_are_kept_nowhere(path, roles, client_of):
    assert client_of(roles["member"]).get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_pages_for_everybody_and_what_says_so_itself_are_kept_as_they_say(client, roles, client_of):
    assert client.get("/accessibilitat/").has_header("Cache-Control") is False
    roles["member"].photo.save("x.jpg", ContentFile(b"x"))
    assert client_of(roles["member"]).get(roles["member"].photo.url)["Cache-Control"] == "private, max-age=600"


@pytest.mark.django_db
def test_cookies_are_not_for_scripts(client, roles):
    client.get("/compte/login/")
    client.post("/compte/login/", {"login": roles["member"].email, "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        assert (client.cookies[name]["httponly"], client.cookies[name]["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_has_nothing_inline(path):
    text = re.sub(
        r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    "piece", ['<p style="x">', "<script>", '<a onclick="x">', "<style>", '<a href="javascript:x">']
)
def test_inline_pieces_would_be_found(piece):
    assert [what for what, pattern in INLINE.items() if pattern.search(piece)] != []


def test_no_stylesheet_or_script_asks_another_host():
    files = [path for folder in ("css", "js") for path in (ROOT / "intranet" / "static" / folder).rglob("*.*")]
    asked = {
        path.name: found
        for path in files
        if (
            found := re.findall(
                r"(?:url\(|import\s|fetch\(|from\s)\s*[\"']?(?:https?:)?//[^\"')\s]+", path.read_text("utf-8")
            )
        )
    }
    assert files
    assert asked == {}
