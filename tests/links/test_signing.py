"""The token: signed, short enough for mail, and good with a key that was changed since."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from intranet.links.purposes import Purpose, find_purpose, register_purpose
from intranet.links.signing import SALT, BrokenLinkError, link_for, read_token


def token_of(url):
    return url.removeprefix("http://testserver/enllac/").removesuffix("/")


@pytest.fixture
def token(register, berta):
    register()
    return token_of(link_for("attend", person=berta, thing="event:12"))


def test_a_link_says_what_for_whom_and_until_when(token, berta):
    ticket = read_token(token)
    assert (ticket.purpose, ticket.thing, ticket.person_id) == ("attend", "event:12", berta.pk)
    assert timedelta(days=29, hours=23) < ticket.expires_at - timezone.now() <= timedelta(days=30)
    assert len(ticket.digest) == 64


def test_the_lifetime_can_be_ones_own(register, berta):
    register(lifetime=timedelta(days=2))
    ticket = read_token(token_of(link_for("attend", person=berta, thing="", lifetime=timedelta(hours=1))))
    assert timedelta(minutes=59) < ticket.expires_at - timezone.now() <= timedelta(hours=1)


def test_a_link_has_no_letter_that_mail_programs_stop_at(register, berta):
    register()
    url = link_for("attend", person=berta, thing="event:12")
    assert re.fullmatch(r"http://testserver/enllac/[\w.-]+/", url)
    assert len(url) < 160


def test_what_is_not_whole_or_changed_is_broken(token):
    payload, signature = token.split(".")
    other = signing.Signer(sep=".", salt=SALT).sign_object(["attend", "event:13", 1, 2_000_000_000]).split(".")[0]
    for bad in (token[:-1], token + "x", payload, f"{other}.{signature}", f".{signature}", "", "x", "ñ.ç"):
        with pytest.raises(BrokenLinkError):
            read_token(bad)


def test_a_token_of_something_else_on_the_site_is_no_link(token):
    elsewhere = signing.Signer(sep=".", salt="elsewhere").sign_object(["attend", "event:12", 1, 2_000_000_000])
    with pytest.raises(BrokenLinkError):
        read_token(elsewhere)


def test_a_link_outlives_a_change_of_the_key(token, settings):
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-the-checks-of-django"
    with pytest.raises(BrokenLinkError):
        read_token(token)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert read_token(token).thing == "event:12"


def test_there_is_no_link_for_what_nobody_registered(berta):
    with pytest.raises(LookupError):
        link_for("nobody_thought_of_me", person=berta, thing="")


def test_a_purpose_is_registered_once(register):
    purpose = register()
    register_purpose(purpose)
    assert find_purpose("attend") == purpose
    with pytest.raises(ValueError, match="attend"):
        register_purpose(Purpose("attend", purpose.ask, purpose.perform, works_once=True))
