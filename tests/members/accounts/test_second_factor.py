"""The second factor: asked of those who need it, asked of those who have it, and kept so that nobody reads it."""

import json
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django.core import mail
from django.test import Client
from django.utils import timezone

from intranet.members.accounts.mfa import MFAAdapter
from tests.factories.members import PASSWORD, a_member, an_administrator, someone_of_coordination
from tests.members.accounts.test_sign_in import ask_for_code, code_of, sign_in

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INSIDE = ("/", "/admin/", "/membres/", "/municipis/", "/grups/", "/disseny/", "/compte/perfil/")


@pytest.fixture
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def code_now(secret=SECRET):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def with_app(user):
    """Give `user` an authenticator app and recovery codes; the codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def set_up_app(client):
    """As a person does it who is signed in with the password."""
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    client.get("/compte/2fa/totp/activate/")
    return client.post("/compte/2fa/totp/activate/", {"code": code_now(client.session["mfa.totp.secret"])})


def where(response):
    return (response.status_code, response.headers.get("Location"))


# --- Required ---


@pytest.mark.usefixtures("_required")
@pytest.mark.parametrize("make", [someone_of_coordination, an_administrator])
def test_coordination_and_administrators_see_nothing_before_they_have_one(client, make):
    sign_in(client, make().email)
    assert [where(client.get(path)) for path in INSIDE] == [(302, "/compte/segon-factor/")] * len(INSIDE)
    assert where(client.post("/admin/")) == (302, "/compte/segon-factor/")
    page = client.get("/compte/segon-factor/")
    assert (page.status_code, "/compte/2fa/totp/activate/" in page.content.decode()) == (HTTPStatus.OK, True)


@pytest.mark.usefixtures("_required")
def test_members_are_not_asked(client):
    sign_in(client, a_member().email)
    assert where(client.get("/compte/segon-factor/")) == (302, "/compte/2fa/")
    assert client.get("/membres/").status_code == HTTPStatus.OK


def test_nobody_is_asked_where_it_is_not_required(client):
    sign_in(client, someone_of_coordination().email)
    assert client.get("/membres/").status_code == HTTPStatus.OK


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_required")
def test_setting_up_the_app_opens_everything_and_removing_it_closes_it_again(client):
    user = someone_of_coordination()
    sign_in(client, user.email)
    assert where(set_up_app(client)) == (302, "/compte/2fa/recovery-codes/")
    assert client.get("/membres/").status_code == HTTPStatus.OK
    assert where(client.get("/compte/segon-factor/")) == (302, "/compte/2fa/")
    assert where(client.post("/compte/2fa/totp/deactivate/")) == (302, "/compte/2fa/")
    assert where(client.get("/membres/")) == (302, "/compte/segon-factor/")
    assert Authenticator.objects.filter(user=user).exists() is False  # the recovery codes alone are no second factor


@pytest.mark.usefixtures("_required")
def test_recovery_codes_alone_are_no_second_factor(client):
    user = someone_of_coordination()
    RecoveryCodes.activate(user)
    sign_in(client, user.email)
    assert where(client.get("/membres/")) == (302, "/compte/segon-factor/")


# --- Used in this session ---


@pytest.fixture
def half_in(client_of, _required):
    """The browser of somebody of coordination who has an app, signed in without its code."""
    user = someone_of_coordination()
    with_app(user)
    return client_of(user)


def test_that_the_account_has_one_opens_nothing_to_a_session_that_used_none(half_in, django_assert_num_queries):
    asked = [
        (302, f"/compte/segon-factor/{query}")
        for query in ("", *(f"?{urlencode({'next': path})}" for path in INSIDE[1:]))
    ]
    assert [where(half_in.get(path)) for path in INSIDE] == asked
    assert where(half_in.post("/admin/")) == (302, "/compte/segon-factor/")
    with django_assert_num_queries(2):  # session, person: to know it costs nothing
        half_in.get("/admin/")


def test_nor_the_pages_that_would_change_the_factors(half_in):
    paths = ("totp/deactivate/", "totp/activate/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/")
    for path in (
        "/compte/2fa/",
        *(f"/compte/2fa/{path}" for path in paths),
        "/compte/reauthenticate/",
        "/compte/email/",
    ):
        assert where(half_in.post(path, {"password": PASSWORD})) == (302, "/compte/segon-factor/")
    assert Authenticator.objects.count() == 2


def test_the_frame_shows_nothing_to_a_session_that_used_none(half_in):
    page = half_in.get("/compte/2fa/reauthenticate/").content.decode()
    assert [path for path in ("/admin/", "/membres/", "/compte/reauthenticate/") if f'href="{path}' in page] == []


def test_it_is_used_and_one_goes_on_to_where_one_wanted_to(half_in):
    leads = half_in.get(half_in.get("/membres/?q=berta")["Location"])
    assert where(leads) == (302, "/compte/2fa/reauthenticate/?next=%2Fmembres%2F%3Fq%3Dberta")
    assert half_in.post(leads["Location"], {"code": "000000"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert where(half_in.post(leads["Location"], {"code": code_now()})) == (302, "/membres/?q=berta")
    assert [half_in.get(path).status_code for path in INSIDE] == [HTTPStatus.OK] * len(INSIDE)


@pytest.mark.usefixtures("_required")
def test_whoever_has_a_key_alone_is_asked_for_it(client_of):
    user = someone_of_coordination()
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}})
    response = client_of(user).get("/compte/segon-factor/?next=/admin/")
    assert where(response) == (302, "/compte/2fa/webauthn/reauthenticate/?next=%2Fadmin%2F")


@pytest.mark.usefixtures("_required")
def test_whoever_signs_in_with_the_code_is_inside(client):
    user = someone_of_coordination()
    with_app(user)
    sign_in(client, user.email)
    client.post("/compte/2fa/authenticate/", {"code": code_now()})
    assert [client.get(path).status_code for path in INSIDE] == [HTTPStatus.OK] * len(INSIDE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [a_member, someone_of_coordination])
@pytest.mark.usefixtures("_required")
def test_setting_up_the_first_one_ends_the_sessions_that_began_without_it(make):
    user = make()
    owner, thief = Client(), Client()
    sign_in(owner, user.email)
    sign_in(thief, user.email)
    set_up_app(owner)
    assert where(thief.get("/admin/")) == (302, "/compte/login/?next=%2Fadmin%2F")
    assert owner.get("/membres/").status_code == HTTPStatus.OK


@pytest.mark.django_db(transaction=True)
def test_a_further_one_is_no_proof_in_a_session_that_used_none(client_of, settings):
    user = someone_of_coordination()
    client = client_of(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}})
    assert where(set_up_app(client)) == (302, "/compte/2fa/recovery-codes/")
    settings.SECOND_FACTOR_REQUIRED = True
    assert where(client.get("/membres/")) == (302, "/compte/segon-factor/?next=%2Fmembres%2F")


# --- Asked for ---


def test_the_password_alone_does_not_get_in(client):
    user = a_member()
    with_app(user)
    assert where(sign_in(client, user.email)) == (302, "/compte/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert where(client.get("/membres/"))[1].startswith("/compte/login/")
    assert client.post("/compte/2fa/authenticate/", {"code": "000000"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert where(client.post("/compte/2fa/authenticate/", {"code": code_now()})) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_wagtails_sign_in_pages_do_not_get_round_it(client, address):
    user = someone_of_coordination()
    with_app(user)
    for fields in ({"username": user.email}, {"login": user.email}, {"email": user.email}):
        response = client.post(address, {**fields, "password": PASSWORD, "next": "/admin/"})
        assert where(response) == (302, "/compte/login/?next=%2Fadmin%2F")
        assert "_auth_user_id" not in client.session
        assert "sessionid" not in response.cookies
    sign_in(client, user.email)
    assert where(client.get("/admin/")) == (302, "/compte/login/?next=%2Fadmin%2F")


def test_nor_does_a_code_by_mail(client):
    user = someone_of_coordination()
    with_app(user)
    ask_for_code(client, user.email)
    response = client.post("/compte/login/code/confirm/", {"code": code_of(mail.outbox[0])})
    assert where(response) == (302, "/compte/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_nor_does_a_new_password(client):
    user = someone_of_coordination()
    with_app(user)
    client.post("/compte/password/reset/", {"email": user.email})
    link = mail.outbox[0].body.split("http://testserver", 1)[1].split()[0]
    form = client.get(link)["Location"]
    assert where(client.post(form, {"password1": "four words make it"})) == (302, "/compte/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_nor_can_it_be_removed_half_way(client):
    user = someone_of_coordination()
    with_app(user)
    sign_in(client, user.email)
    for path in ("/compte/2fa/totp/deactivate/", "/compte/2fa/recovery-codes/", "/compte/2fa/"):
        assert where(client.post(path))[1].startswith("/compte/login/")
    assert Authenticator.objects.filter(user=user).count() == 2


def test_a_code_of_the_app_works_once_in_all_its_time():
    user = a_member()
    with_app(user)
    begun = timezone.now().replace(second=10, microsecond=0)
    with time_machine.travel(begun, tick=False) as clock:
        first, second = Client(), Client()
        sign_in(first, user.email)
        sign_in(second, user.email)
        code = code_now()
        assert where(first.post("/compte/2fa/authenticate/", {"code": code})) == (302, "/")
        clock.shift(31)  # the code of the step before is still accepted, but not this one
        assert second.post("/compte/2fa/authenticate/", {"code": code}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("written", ["{} {}", "{}-{}", " {}{}."])
def test_nor_does_it_work_again_when_it_is_written_otherwise(written):
    user = a_member()
    with_app(user)
    begun = timezone.now().replace(second=10, microsecond=0)
    with time_machine.travel(begun, tick=False) as clock:
        first, second = Client(), Client()
        sign_in(first, user.email)
        sign_in(second, user.email)
        code = code_now()
        assert where(first.post("/compte/2fa/authenticate/", {"code": code})) == (302, "/")
        clock.shift(31)
        again = second.post("/compte/2fa/authenticate/", {"code": written.format(code[:3], code[3:])})
        assert (again.status_code, "_auth_user_id" in second.session) == (HTTPStatus.UNPROCESSABLE_ENTITY, False)


def test_a_code_may_be_written_in_two_halves(client):
    user = a_member()
    with_app(user)
    sign_in(client, user.email)
    code = code_now()
    assert where(client.post("/compte/2fa/authenticate/", {"code": f"{code[:3]} {code[3:]}"})) == (302, "/")


def test_a_recovery_code_gets_in_once(client):
    user = a_member()
    codes = with_app(user)
    sign_in(client, user.email)
    assert where(client.post("/compte/2fa/authenticate/", {"code": codes[0]})) == (302, "/")
    again = Client()
    sign_in(again, user.email)
    assert again.post("/compte/2fa/authenticate/", {"code": codes[0]}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_guessing_codes_ends_with_too_many_tries(client):
    user = a_member()
    with_app(user)
    sign_in(client, user.email)
    answers = [client.post("/compte/2fa/authenticate/", {"code": f"00000{n}"}).status_code for n in range(7)]
    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert "_auth_user_id" not in client.session


# --- Kept ---


def test_secrets_are_encrypted_in_the_database():
    user = a_member()
    codes = with_app(user)
    stored = json.dumps(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
    assert [secret in stored for secret in (SECRET, *codes)] == [False] * 11
    totp = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert MFAAdapter().decrypt(totp) == SECRET
    assert len(MFAAdapter().decrypt(Authenticator.objects.get(user=user, type="recovery_codes").data["seed"])) == 80


def test_the_same_secret_is_never_written_the_same_way():
    adapter = MFAAdapter()
    assert adapter.encrypt(SECRET) != adapter.encrypt(SECRET)


def test_a_former_key_of_the_site_still_reads_and_an_unknown_one_does_not(settings):
    old = settings.SECRET_KEY
    written = MFAAdapter().encrypt(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret of the site", [old]
    assert MFAAdapter().decrypt(written) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        MFAAdapter().decrypt(written)


def test_pages_show_codes_only_after_asking_again(client):
    user = a_member()
    codes = with_app(user)
    sign_in(client, user.email)
    client.post("/compte/2fa/authenticate/", {"code": code_now()})
    assert where(client.get("/compte/2fa/recovery-codes/"))[1].startswith("/compte/reauthenticate/")
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    page = client.get("/compte/2fa/recovery-codes/").content.decode()
    assert [code in page for code in codes] == [True] * 10
    download = client.get("/compte/2fa/recovery-codes/download/")
    assert download["Content-Type"] == "text/plain"
    assert [code in download.content.decode() for code in codes] == [True] * 10


@pytest.mark.django_db(transaction=True)
def test_whoever_has_no_password_sees_the_codes_right_after_setting_up_the_app(client):
    user = a_member(password=None)
    ask_for_code(client, user.email)
    client.post("/compte/login/code/confirm/", {"code": code_of(mail.outbox[0])})
    client.get("/compte/2fa/totp/activate/")
    code = code_now(client.session["mfa.totp.secret"])
    assert where(client.post("/compte/2fa/totp/activate/", {"code": code})) == (302, "/compte/2fa/recovery-codes/")
    assert len(client.get("/compte/2fa/recovery-codes/").context["unused_codes"]) == 10


@pytest.mark.parametrize(("app", "first"), [(True, "mfa_reauthenticate"), (False, "mfa_reauthenticate:webauthn")])
def test_recovery_codes_are_the_last_choice(app, first):
    user = a_member(password=None)
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}})
    if app:
        TOTP.activate(user, SECRET)
    assert next(method["id"] for method in get_adapter().get_reauthentication_methods(user)) == first
