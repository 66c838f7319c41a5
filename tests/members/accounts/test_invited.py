"""The way in by invitation: what the pages show, and that opening them changes nothing."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.utils import timezone

from intranet.members.domain.invitations import withdraw_invitation
from intranet.members.enums import InvitationState
from intranet.members.models import Invitation, User
from tests.factories.invitations import an_invitation
from tests.factories.members import (
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.members.accounts.test_second_factor import code_now, where, with_app
from tests.members.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db

FORM = {"given_name": "Berta", "family_name": "Solà", "password1": "four words make it", "privacy": "on"}


def link(token):
    return f"/invitacio/{token}/"


def test_opening_it_shows_what_is_offered_and_changes_nothing(client):
    reus = OrganisationFactory(name="Reus")
    by = someone_of_coordination(given_name="Iu", family_name="Camps")
    groups = [WorkingGroupFactory(name="Cures"), WorkingGroupFactory(name="Formació")]
    invitation, token = an_invitation(by=by, organisation=reus, title="Tècnica de comerç", groups=groups)
    before = Invitation.objects.filter(pk=invitation.pk).values().get()
    for _times in range(3):
        response = client.get(link(token))
    page = response.content.decode()
    assert response.status_code == HTTPStatus.OK
    words = ("Ajuntament de Reus", "Iu Camps", "Tècnica de comerç", "Cures, Formació", "berta@manresa.example")
    assert [each in page for each in words] == [True] * 5
    assert Invitation.objects.filter(pk=invitation.pk).values().get() == before
    assert User.objects.filter(email=invitation.email).exists() is False
    assert "sessionid" not in response.cookies


def test_its_address_is_told_to_nobody(client):
    _invitation, token = an_invitation()
    response = client.get(link(token))
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]
    assert f'href="{link(token)}' not in response.content.decode()
    assert token not in client.post(link(token))["Location"]
    assert token not in client.get("/compte/signup/").content.decode()


def test_a_new_person_comes_in(client):
    invitation, token = an_invitation()
    assert client.post(link(token))["Location"] == "/compte/signup/"
    assert "berta@manresa.example" in client.get("/compte/signup/").content.decode()
    response = client.post("/compte/signup/", FORM)
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/")
    user = User.objects.get(email=invitation.email)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.full_name, user.check_password("four words make it")) == ("Berta Solà", True)
    assert client.get("/membres/").status_code == HTTPStatus.OK
    assert "invitation" not in client.session


def test_a_name_is_one_line(client):
    invitation, token = an_invitation()
    client.post(link(token))
    client.post("/compte/signup/", {**FORM, "given_name": " Ann\nUrgent:\u2028 visit ", "family_name": "So\tlà"})
    user = User.objects.get(email=invitation.email)
    assert (user.given_name, user.family_name) == ("Ann Urgent: visit", "So là")


def test_another_address_cannot_be_sent(client):
    invitation, token = an_invitation()
    client.post(link(token))
    client.post("/compte/signup/", {**FORM, "email": "mallory@example.org"})
    assert list(User.objects.exclude(pk=invitation.invited_by.pk).values_list("email", flat=True)) == [invitation.email]


def test_without_password_one_gets_in_with_a_code_later(client):
    invitation, token = an_invitation()
    client.post(link(token))
    assert client.post("/compte/signup/", {**FORM, "password1": ""})["Location"] == "/"
    assert User.objects.get(email=invitation.email).has_usable_password() is False


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"family_name": " "}, "family_name"),
        ({"password1": "short"}, "password1"),
        ({"password1": "berta@manresa.example"}, "password1"),
        ({"privacy": ""}, "privacy"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, change, field):
    invitation, token = an_invitation()
    client.post(link(token))
    response = client.post("/compte/signup/", {**FORM, **change})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(response.context["form"].errors) == [field]
    if field != "given_name":
        assert 'value="Berta"' in response.content.decode()
    assert User.objects.filter(email=invitation.email).exists() is False


def test_there_is_no_sign_up_without_invitation(client):
    for method in (client.get, client.post):
        response = method("/compte/signup/", FORM)
        assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert User.objects.exists() is False


def test_a_withdrawn_one_closes_the_form_that_was_open(client):
    invitation, token = an_invitation()
    client.post(link(token))
    withdraw_invitation(invitation, by=invitation.invited_by)
    response = client.post("/compte/signup/", FORM)
    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert User.objects.filter(email=invitation.email).exists() is False


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"accepted_at": timezone.now()}, "has been used"),
        ({"withdrawn_at": timezone.now()}, "was withdrawn"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "has expired"),
    ],
)
def test_each_end_has_its_words(client, settings, change, words):
    settings.LANGUAGE_CODE = "en"
    invitation, token = an_invitation(organisation=OrganisationFactory(name="Reus"))
    Invitation.objects.filter(pk=invitation.pk).update(**change)
    for method in (client.get, client.post):
        response = method(link(token))
        page = response.content.decode()
        assert response.status_code == HTTPStatus.GONE
        assert words in page
        assert [secret in page for secret in (invitation.email, "Reus")] == [False] * 2


def test_an_unknown_one_is_explained(client):
    response = client.get(link("x" * 43))
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "members/invitation_unknown.html" in [template.name for template in response.templates]


def test_the_former_link_is_unknown_once_it_was_sent_again(client):
    invitation, token = an_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(token_digest="of another secret")
    assert client.get(link(token)).status_code == HTTPStatus.NOT_FOUND


# --- Who already has an account ---


def a_former_colleague(reus):
    former = UserFactory(email="aina@reus.example")
    PositionFactory(user=former, organisation=reus, ends_on=timezone.localdate())
    return former


def test_a_former_member_signs_in_and_is_back(client):
    reus = OrganisationFactory()
    former = a_former_colleague(reus)
    assert sign_in(client, former.email)["Location"] == "/compte/inactive/"
    invitation, token = an_invitation(former.email, organisation=reus)
    assert client.post(link(token))["Location"] == "/compte/login/"
    assert client.get("/compte/signup/")["Location"] == "/compte/login/"
    assert sign_in(client, former.email)["Location"] == "/"
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, former)
    assert client.get("/membres/").status_code == HTTPStatus.OK


def test_but_not_with_a_wrong_password_nor_before_the_second_step(client):
    reus = OrganisationFactory()
    former = a_former_colleague(reus)
    with_app(former)
    invitation, token = an_invitation(former.email, organisation=reus)
    client.post(link(token))
    sign_in(client, former.email, "a guess")
    assert sign_in(client, former.email)["Location"] == "/compte/2fa/authenticate/"
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING
    assert client.post("/compte/2fa/authenticate/", {"code": code_now()})["Location"] == "/"
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED


def test_signing_in_as_somebody_else_gives_them_nothing(client):
    invitation, token = an_invitation()
    UserFactory(email=invitation.email)
    other = a_member()
    client.post(link(token))
    sign_in(client, other.email)
    invitation.refresh_from_db()
    assert (invitation.state, other.positions.count()) == (InvitationState.PENDING, 1)


def test_a_guest_who_is_signed_in_accepts_with_one_press(client_of):
    guest = a_guest(email="marti@ateneu.example")
    invitation, token = an_invitation(guest.email)
    client = client_of(guest)
    assert client.get(link(token)).context["is_mine"] is True
    assert client.post(link(token))["Location"] == "/"
    invitation.refresh_from_db()
    assert invitation.accepted_by == guest
    assert client.get("/municipis/").status_code == HTTPStatus.OK


def test_a_session_that_has_not_shown_the_second_factor_shows_it_before_it_accepts(client_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = someone_of_coordination()
    with_app(user)
    invitation, token = an_invitation(user.email)
    client = client_of(user)
    response = client.post(link(token))
    assert where(response) == (302, f"/compte/segon-factor/?{urlencode({'next': link(token)})}")
    invitation.refresh_from_db()
    assert (invitation.state, user.positions.count()) == (InvitationState.PENDING, 0)
    proof = client.get(response["Location"])["Location"]
    assert where(client.post(proof, {"code": code_now()})) == (302, link(token))
    assert where(client.post(link(token))) == (302, "/")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, user)


def test_who_is_signed_in_with_another_account_is_told(client_of):
    invitation, token = an_invitation()
    client = client_of(a_member(email="aina@reus.example"))
    assert "aina@reus.example" in client.get(link(token)).content.decode()
    assert client.post(link(token)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING


def test_a_closed_account_stays_closed(client):
    invitation, token = an_invitation()
    UserFactory(email=invitation.email, is_active=False)
    client.post(link(token))
    assert sign_in(client, invitation.email)["Location"] == "/compte/inactive/"
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING
    assert mail.outbox[0].to == [invitation.email]
