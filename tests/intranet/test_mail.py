"""Every mail: text and HTML, in the house's dress, without anything that a mail program would have to fetch."""

import re
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import mail
from django.utils import timezone

from intranet.mail import absolute, compose, send, tidy
from intranet.members.accounts.notices import NOTICES

NOTICE = {"ip": "192.0.2.7", "user_agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "timestamp": timezone.now()}
CODE = {"code": "123-456-789", "login_url": "http://testserver/compte/login/"}
TEMPLATES = sorted(path.stem for path in (Path(settings.BASE_DIR) / "templates" / "mail").glob("*_subject.txt"))


def login_code(**context):
    return compose("login_code", to="berta@manresa.example", context={**CODE, **context})


def test_a_mail_has_subject_text_and_html():
    message = login_code()
    ((html, mimetype),) = message.alternatives
    assert "123-456-789" in message.subject
    assert (message.to, mimetype, message.from_email) == (
        ["berta@manresa.example"],
        "text/html",
        settings.DEFAULT_FROM_EMAIL,
    )
    assert [CODE["code"] in body for body in (message.body, html)] == [True, True]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<\S+@testserver>", message.extra_headers["Message-ID"])


def test_styles_stand_on_the_elements_and_the_dark_theme_in_the_head():
    html = login_code().alternatives[0].content
    assert '<p class="code" style="' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert re.findall(r"<link|<img|<script|url\(|@import", html) == []
    assert '<html lang="ca"' in html


def test_text_is_text():
    message = login_code(code="<b>&</b>")
    assert "<b>&</b>" in message.body
    assert "<b>&</b>" in message.subject
    assert "&lt;b&gt;" in message.alternatives[0].content
    assert "\n\n\n" not in message.body


def test_no_line_break_gets_into_the_subject():
    assert "\n" not in login_code(code="1\nBcc: everyone@example.org").subject


def test_links_are_the_sites_own():
    assert absolute("/membres/") == "http://testserver/membres/"


def test_tidy_leaves_one_empty_line():
    assert tidy("\n a  \n\n\n\n b\n") == "a\n\nb\n"


@pytest.mark.django_db
def test_send_sends():
    send("login_code", to="berta@manresa.example", context=CODE)
    assert [message.to for message in mail.outbox] == [["berta@manresa.example"]]


def test_every_mail_has_its_three_templates():
    folder = Path(settings.BASE_DIR) / "templates" / "mail"
    names = [name.removesuffix("_subject") for name in TEMPLATES]
    assert names == [name for name in names if (folder / f"{name}.txt").exists() and (folder / f"{name}.html").exists()]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(NOTICES))
def test_what_protects_the_account_is_told_in_the_same_dress(rf, name):
    get_adapter().send_mail(f"account/email/{name}", "berta@manresa.example", NOTICE)
    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert message.subject == str(NOTICES[name].subject)
    for body in (message.body, html):
        assert [words in body for words in ("Firefox, Windows", "192.0.2.7", "http://testserver/compte/sessions/")] == [
            True
        ] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["login_code", "email_confirmation", "email_confirmation_signup", "unknown_account"])
def test_the_other_mails_of_accounts(prefix):
    get_adapter().send_mail(f"account/email/{prefix}", "berta@manresa.example", CODE)
    (message,) = mail.outbox
    assert len(message.alternatives) == 1
