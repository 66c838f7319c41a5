"""The demo's mail: kept whole, read by anyone, harmless, and nowhere but in the demo."""

import os
import re
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.urls import NoReverseMatch, reverse

import intranet.urls  # noqa: F401 - as they are outside the demo, before a test turns it on
from intranet.mailbox.backend import keep, mail_folder
from intranet.mailbox.letters import find_letter, letters
from intranet.policy import POLICY, Audience

HTML = """<h1 style="color: red">Codi</h1><script>alert(1)</script><a href="/compte/login/">Entra</a>"""


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.intranet.mailbox_urls"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings


def send(subject="El teu codi", text="Codi 1234: https://xmess.example/", html=HTML, to=("berta@example.org",)):
    message = EmailMultiAlternatives(subject, text, "XMESS <intranet@xmess.example>", list(to))
    if html:
        message.attach_alternative(html, "text/html")
    return keep(message)


def test_backend_keeps_a_file_for_each_message(settings):
    connection = get_connection("intranet.mailbox.backend.FileMailBackend")
    sent = connection.send_messages(
        [
            EmailMessage("Primer", "Bon dia, què tal?", to=["a@example.org"], bcc=["b@example.org"]),
            EmailMessage("Ningú", "A ningú"),
            EmailMessage("Segon", "Adéu", to=["c@example.org"]),
        ]
    )
    files = sorted(mail_folder().iterdir())
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert (sent, [file.suffix for file in files]) == (2, [".eml", ".eml"])
    assert [(mail["Subject"], mail["To"], mail.get_content().strip()) for mail in read] == [
        ("Primer", "a@example.org", "Bon dia, què tal?"),
        ("Segon", "c@example.org", "Adéu"),
    ]


def test_message_that_could_not_be_written_is_not_there(monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", lambda *_args: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        send()
    assert letters() == []


def test_list_shows_the_newest_first_to_anyone(client, db):
    send("Primer", to=["a@example.org"])
    send("Segon <b>", to=["Berta Solà <b@example.org>"])
    page = client.get("/correu/").content.decode()
    rows = re.findall(r'<a href="/correu/([^/]+)/">([^<]+)</a>', page)
    assert rows == [
        (letter.name, subject) for letter, subject in zip(letters(), ["Segon &lt;b&gt;", "Primer"], strict=True)
    ]
    assert "Berta Solà &lt;b@example.org&gt;" in page


def test_list_without_mail_says_how_to_get_some(client, db):
    page = client.get("/correu/").content.decode()
    assert f'href="{reverse("account_request_login_code")}"' in page


def test_list_is_paginated(client, db):
    for number in range(26):
        send(f"Carta {number:02}")
    first, second = (client.get(f"/correu/?pagina={number}").content.decode() for number in (1, 2))
    assert re.findall(r">Carta (\d\d)<", first) == [f"{number:02}" for number in range(25, 0, -1)]
    assert re.findall(r">Carta (\d\d)<", second) == ["00"]


def test_letter_shows_both_parts_and_links_the_addresses_of_the_text(client, db):
    name = send().stem
    page = client.get(f"/correu/{name}/").content.decode()
    assert '<a href="https://xmess.example/" rel="nofollow">https://xmess.example/</a>' in page
    assert re.search(
        rf'<iframe [^>]*src="/correu/{name}/html/"\s+sandbox="allow-top-navigation-by-user-activation">', page
    )
    assert "alert(1)" not in page


def test_letter_without_html_has_no_frame(client, db):
    name = send(html="", text="<script>alert(1)</script>").stem
    page = client.get(f"/correu/{name}/").content.decode()
    assert ("<iframe" in page, "<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, False, True)
    assert client.get(f"/correu/{name}/html/").status_code == 404


def test_html_can_do_nothing_but_show_itself_and_be_left(client, db):
    response = client.get(f"/correu/{send().stem}/html/")
    assert response.content.decode().split() == f'<base target="_top">{HTML}'.split()
    rules = dict(rule.strip().partition(" ")[::2] for rule in response["Content-Security-Policy"].split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'none'",
        "object-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-top-navigation-by-user-activation",
    }


def test_pages_around_it_keep_the_strict_policy(client, db):
    for path in ("/correu/", f"/correu/{send().stem}/"):
        assert "unsafe-inline" not in client.get(path)["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["no-such-letter", "..", "..%2Fsecret", "%2e%2e%2fsecret"])
def test_address_finds_letters_of_the_folder_alone(client, db, tmp_path, name):
    send()
    (tmp_path / "secret.eml").write_text("Subject: kept\n\nfrom everyone", encoding="utf-8")
    response = client.get(f"/correu/{name}/")
    assert (response.status_code in {302, 404}, b"from everyone" in response.content) == (True, False)
    assert find_letter("../secret") is None


def test_outside_the_demo_there_is_no_mail_to_read(client, db, settings):
    name = send().stem
    settings.DEMO = False
    for path in ("/correu/", f"/correu/{name}/", f"/correu/{name}/html/"):
        assert client.get(path).status_code == 404
    settings.ROOT_URLCONF = "intranet.urls"
    with pytest.raises(NoReverseMatch):
        reverse("mailbox")


def test_policy_knows_the_addresses():
    names = ("mailbox", "mailbox_message", "mailbox_html")
    assert [POLICY[name] for name in names] == [Audience.PUBLIC] * 3


def test_time_of_a_letter_is_that_of_its_file(db):
    path = send()
    os.utime(path, (1_775_000_000, 1_775_000_000))
    assert letters()[0].sent_at.isoformat() == "2026-04-01T01:33:20+02:00"
