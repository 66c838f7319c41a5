"""Passkeys and security keys: which of them get in, and what is said when one does not."""

import re
from html import unescape
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.messages import get_messages
from django.core.cache import cache
from fido2.utils import websafe_encode

from tests.factories.keys import SoftKey, fields
from tests.factories.members import PASSWORD, a_member
from tests.members.accounts.test_second_factor import where, with_app
from tests.members.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db

LOGIN = "/compte/2fa/webauthn/login/"
SECOND = "/compte/2fa/authenticate/"
AGAIN = "/compte/2fa/webauthn/reauthenticate/"
ADD = "/compte/2fa/webauthn/add/"
UNKNOWN = "This account does not know this key. Use another one of yours, or another way."
UNKNOWN_AT_SIGN_IN = (
    "This key opens no account here. Sign in with your password or a code by mail, and add the key again."
)
SECOND_ONLY = (
    "This key works only as a second step. Sign in with your password or a code by mail, and it is asked for next."
)
UNANSWERED = "The answer of the key came too late, or was meant for another page. Try again."
NOT_A_RECOVERY_CODE = "This is none of your recovery codes, or you have used it already."


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def member():
    user = a_member()
    RecoveryCodes.activate(user)
    return user


def challenge(client):
    return client.session["mfa.webauthn.state"]["challenge"]


def add(client, key, *, alone):
    """As a person does it who is signed in with the password."""
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    client.get(ADD)
    answer = fields(key.registration(challenge(client)))
    return client.post(ADD, {**answer, "name": "Phone", **({"passwordless": "on"} if alone else {})})


def asked_at_sign_in(client):
    client.get(LOGIN, headers={"accept": "application/json"})
    return challenge(client)


def get_in(client, key, user):
    return client.post(LOGIN, fields(key.assertion(asked_at_sign_in(client), user)))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def refusals(response):
    """What the page says in red."""
    found = re.findall(r'data-tone="danger">.*?<div>(.*?)</div>', response.content.decode(), re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", text)).strip() for text in found]


def ways(response):
    """The ways that the page offers, in their order, with the kind of their buttons."""
    found = re.findall(r'<button class="button"([^>]*)>(.*?)</button>', response.content.decode(), re.DOTALL)
    words = [re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL).strip() for _attributes, text in found]
    return [
        (word, "secondary" if "secondary" in attributes else "primary")
        for word, (attributes, _text) in zip(words, found, strict=True)
    ]


# --- Alone, or as the second step ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("device_says", [True, False, None])
@pytest.mark.parametrize("alone", [True, False])
def test_a_key_gets_in_by_itself_when_its_person_wanted_it_whatever_the_device_says(client, alone, device_says):
    user, key = a_member(), SoftKey(says=device_says)
    sign_in(client, user.email)
    assert where(add(client, key, alone=alone)) == (302, "/compte/2fa/recovery-codes/")
    assert Authenticator.objects.get(user=user, type="webauthn").wrap().is_passwordless is alone
    client.post("/compte/logout/")
    response = get_in(client, key, user)
    assert where(response) == (302, "/" if alone else "/compte/login/")
    assert (SECOND_ONLY in said(response)) is not alone
    assert ("_auth_user_id" in client.session) is alone


@pytest.mark.parametrize("device_says", [False, None])
def test_keys_kept_without_that_choice_do_not_get_in_by_themselves(client, member, device_says):
    key = SoftKey(says=device_says).added_to(member)
    response = get_in(client, key, member)
    assert (where(response), said(response)) == ((302, "/compte/login/"), [SECOND_ONLY])
    assert "_auth_user_id" not in client.session


def test_such_a_key_is_the_second_step_all_the_same(client, member):
    key = SoftKey(says=False).added_to(member)
    assert where(sign_in(client, member.email)) == (302, SECOND)
    client.get(SECOND)
    assert where(client.post(SECOND, fields(key.assertion(challenge(client), member)))) == (302, "/")
    assert client.session["_auth_user_id"] == str(member.pk)


def test_nor_does_the_challenge_of_a_second_step_let_a_key_in_that_asked_for_nothing(client, member):
    key = SoftKey(verifies=False).added_to(member)
    other = a_member()
    SoftKey().added_to(other)
    sign_in(client, other.email)
    client.get(SECOND)
    client.post("/compte/logout/")  # begins the sign-in anew; the challenge stays
    response = client.post(LOGIN, fields(key.assertion(challenge(client), member)))
    assert (where(response), said(response)) == ((302, "/compte/login/"), [UNANSWERED])
    assert "_auth_user_id" not in client.session


def test_a_key_that_asked_for_nothing_is_not_added_to_get_in_by_itself(client):
    user = a_member()
    sign_in(client, user.email)
    response = add(client, SoftKey(verifies=False), alone=True)
    assert (response.status_code, UNANSWERED in response.content.decode()) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    assert Authenticator.objects.count() == 0


# --- Refused, in words that fit ---


@pytest.mark.parametrize("handle_of", ["member", "nobody"])
def test_a_key_that_the_site_no_longer_knows(client, member, handle_of):
    SoftKey().added_to(member)
    named = member if handle_of == "member" else type(member)(pk=member.pk + 1000)
    response = get_in(client, SoftKey(), named)
    assert (where(response), said(response)) == ((302, "/compte/login/"), [UNKNOWN_AT_SIGN_IN])
    assert UNKNOWN_AT_SIGN_IN in client.get("/compte/login/").content.decode()


def test_an_answer_to_another_challenge_is_not_taken_for_an_unknown_key(client, member):
    key = SoftKey().added_to(member)
    old = asked_at_sign_in(client)
    asked_at_sign_in(client)
    assert said(client.post(LOGIN, fields(key.assertion(old, member)))) == [UNANSWERED]


NO_ANSWERS = [
    *("", "{", "[]", "{}", '"text"', '{"id": {"a": 1}}', '{"rawId": 3, "response": {"clientDataJSON": []}}'),
    *(r'{"id": "\u0000"}', r'{"id": "\ud800"}', '{"id": NaN}', '{"id": 1e999}', '{"id": ' + "9" * 5000 + "}"),
    *("[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000),
]
NO_VALUES = [None, 5, [], {}, "", "\x00", "\ud800", "é", "A", "AAAA"]
# A head of authenticator data that says what follows (flags AT, ED, UV), and then something else.
CUT_SHORT = [
    *(b"", b"x" * 36, b"x" * 37, b"\xff" * 37, b"\xff" * 60, b"x" * 32 + b"\x40" + bytes(4 + 18)),
    *(b"x" * 32 + b"\x80" + bytes(4) + rest for rest in (b"\xff", b"\x19", b"\xf9", b"\x81" * 3000, b"\xa1\x80\x01")),
]


def spoilt(answer):
    """`answer` with each of its fields replaced by what is none, or left out."""
    for name in answer:
        yield {field: value for field, value in answer.items() if field != name}
        yield from ({**answer, name: value} for value in NO_VALUES)
    response = answer["response"]
    for name in response:
        yield {**answer, "response": {field: value for field, value in response.items() if field != name}}
        yield from ({**answer, "response": {**response, name: value}} for value in NO_VALUES)
    if "authenticatorData" in response:
        for data in CUT_SHORT:
            yield {**answer, "response": {**response, "authenticatorData": websafe_encode(data)}}
    for data in (b"[]", b"5", b"null", b'{"type": 5}', b"\xff"):
        yield {**answer, "response": {**response, "clientDataJSON": websafe_encode(data)}}


@pytest.mark.parametrize("credential", NO_ANSWERS)
def test_what_is_no_answer_of_a_key_is_not_added(client, credential):
    sign_in(client, a_member().email)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    client.get(ADD)
    response = client.post(ADD, {"credential": credential, "name": "Phone", "passwordless": "on"})
    assert (response.status_code, Authenticator.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


@pytest.mark.parametrize("credential", NO_ANSWERS)
def test_what_is_no_answer_of_a_key_gets_nobody_in(client, member, credential):
    SoftKey().added_to(member)
    asked_at_sign_in(client)
    response = client.post(LOGIN, {"credential": credential})
    assert (where(response), len(said(response))) == ((302, "/compte/login/"), 1)
    assert said(response)[0] in {UNANSWERED, UNKNOWN_AT_SIGN_IN}


def test_no_spoilt_answer_gets_anybody_in_or_is_an_error(client, member):
    key = SoftKey().added_to(member)
    told = set()
    for answer in spoilt(key.assertion("AAAA", member)):
        cache.clear()  # the tries are many
        asked_at_sign_in(client)
        response = client.post(LOGIN, fields(answer))
        assert where(response) == (302, "/compte/login/")
        told.update(said(response))
    assert told == {UNANSWERED, UNKNOWN_AT_SIGN_IN}
    assert "_auth_user_id" not in client.session


def test_no_spoilt_answer_is_proof_or_an_error(client_of, member):
    key = SoftKey().added_to(member)
    client = client_of(member)
    for answer in spoilt(key.assertion("AAAA", member)):
        cache.clear()
        client.get(AGAIN)
        refused = client.post(AGAIN, fields(answer))
        assert (refused.status_code, len(refusals(refused))) == (HTTPStatus.UNPROCESSABLE_ENTITY, 1)


@pytest.mark.parametrize("credential", NO_ANSWERS)
def test_what_is_no_answer_of_a_key_is_no_proof(client_of, member, credential):
    SoftKey().added_to(member)
    client = client_of(member)
    client.get(AGAIN)
    refused = client.post(AGAIN, {"credential": credential})
    assert (refused.status_code, len(refusals(refused))) == (HTTPStatus.UNPROCESSABLE_ENTITY, 1)


def test_no_spoilt_answer_is_added_or_an_error(client):
    """What counts of it is spoilt; the rest of it a browser may leave out."""
    sign_in(client, a_member().email)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    client.get(ADD)
    nested = websafe_encode(b"\x81" * 3000)
    for answer in [
        *spoilt(SoftKey().registration("BBBB")),
        {**SoftKey().registration(challenge(client)), "note": "\x00"},
        {**SoftKey().registration(challenge(client)), "id": "\ud800"},
        {**SoftKey().registration(), "response": {"clientDataJSON": "e30", "attestationObject": nested}},
    ]:
        cache.clear()
        response = client.post(ADD, {**fields(answer), "name": "Phone"})
        assert (response.status_code, Authenticator.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


def test_the_second_step_says_which_key_it_does_not_know(client, member):
    SoftKey().added_to(member)
    others = SoftKey().added_to(a_member())
    sign_in(client, member.email)
    client.get(SECOND)
    response = client.post(SECOND, fields(others.assertion(challenge(client), member)))
    assert refusals(response) == [UNKNOWN]
    assert "_auth_user_id" not in client.session


def test_being_asked_again_stays_on_the_page_and_goes_on_afterwards(client_of, member):
    client = client_of(member)
    key = SoftKey().added_to(member)
    page = f"{AGAIN}?next=/compte/email/"
    client.get(page)
    refused = client.post(page, {**fields(SoftKey().assertion(challenge(client), member)), "next": "/compte/email/"})
    assert (refused.status_code, refusals(refused)) == (HTTPStatus.UNPROCESSABLE_ENTITY, [UNKNOWN])
    answer = fields(key.assertion(challenge(client), member))
    assert where(client.post(page, {**answer, "next": "/compte/email/"})) == (302, "/compte/email/")


# --- The second step asks for what the person has ---

KEY, CODE = "Use my key", "Go on"


@pytest.mark.parametrize(
    ("app", "key", "offered", "label"),
    [
        (True, True, [(CODE, "primary"), (KEY, "secondary")], "Code of the app, or a recovery code"),
        (True, False, [(CODE, "primary")], "Code of the app, or a recovery code"),
        (False, True, [(KEY, "primary"), (CODE, "secondary")], "Recovery code"),
    ],
)
def test_the_second_step_offers_what_the_person_has_and_the_first_choice_first(client, app, key, offered, label):
    user = a_member()
    (with_app if app else RecoveryCodes.activate)(user)
    if key:
        SoftKey().added_to(user)
    sign_in(client, user.email)
    page = client.get(SECOND)
    assert (ways(page), str(page.context["form"]["code"].label)) == (offered, label)


def test_whoever_has_a_key_alone_reads_nothing_of_an_app(client, member):
    SoftKey().added_to(member)
    sign_in(client, member.email)
    pages = (client.get(SECOND), client.post(SECOND, {"code": "000000"}))
    assert [" app" in page.content.decode() for page in pages] == [False, False]
    assert (pages[1].status_code, pages[1].context["form"].errors) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"code": [NOT_A_RECOVERY_CODE]},
    )


def test_a_recovery_code_gets_whoever_has_lost_the_key_in(client, member):
    SoftKey().added_to(member)
    code = RecoveryCodes(Authenticator.objects.get(user=member, type="recovery_codes")).get_unused_codes()[0]
    sign_in(client, member.email)
    assert where(client.post(SECOND, {"code": code})) == (302, "/")
