"""The invitations of a council: who sees them, what they show, and what each button does."""

from http import HTTPStatus

import pytest
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from intranet.members.enums import GroupAccess, InvitationState, OrganisationKind
from intranet.members.models import Invitation
from tests.factories.invitations import an_invitation
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_manager,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manresa():
    return OrganisationFactory(name="Manresa", slug="manresa")


def send(client, slug, **fields):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(f"/municipis/{slug}/invitacions/nova/", {"role": "technical", **fields})


def test_managers_and_coordination_see_them_others_find_nothing(client_of, manresa):
    invitation, _token = an_invitation(organisation=manresa)
    paths = [
        "/municipis/manresa/invitacions/",
        "/municipis/manresa/invitacions/nova/",
        f"/municipis/manresa/invitacions/{invitation.pk}/retira/",
    ]
    for user in (a_manager(manresa), someone_of_coordination()):
        assert [client_of(user).get(path).status_code for path in paths] == [200] * 3
    for user in (a_member(manresa), a_manager(), a_guest()):
        client = client_of(user)
        assert [client.get(path).status_code for path in paths] == [404] * 3
        assert client.post(f"/municipis/manresa/invitacions/{invitation.pk}/reenvia/").status_code == 404
        assert client.post(paths[2]).status_code == 404
        assert send(client, "manresa", email="a@manresa.example").status_code == 404
    assert Invitation.objects.get() == invitation
    assert invitation.state == InvitationState.PENDING


def test_the_invitation_of_another_council_is_out_of_reach(client_of, manresa):
    theirs, _token = an_invitation()
    client = client_of(a_manager(manresa))
    for name in ("invitation_resend", "invitation_withdraw"):
        assert client.post(reverse(name, args=["manresa", theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == InvitationState.PENDING


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_takes_the_same_statements_for_any_number(client_of, manresa, django_assert_num_queries, count):
    by = someone_of_coordination()
    manager = a_manager(manresa)
    for number in range(count):
        an_invitation(f"p{number}@manresa.example", by=by, organisation=manresa, groups=[WorkingGroupFactory()])
    client = client_of(manager)
    with django_assert_num_queries(9):
        response = client.get("/municipis/manresa/invitacions/")
    assert len(response.context["page"].object_list) == min(count, 25)


def test_list_shows_each_state(client_of, manresa):
    by = a_manager(manresa)
    states = {
        "pending": {},
        "expired": {"expires_at": timezone.now()},
        "withdrawn": {"withdrawn_at": timezone.now()},
        "accepted": {"accepted_at": timezone.now(), "accepted_by": by},
    }
    for name, change in states.items():
        invitation, _token = an_invitation(f"{name}@manresa.example", by=by, organisation=manresa)
        Invitation.objects.filter(pk=invitation.pk).update(**change)
    response = client_of(by).get("/municipis/manresa/invitacions/")
    listed = {invitation.email.split("@")[0]: invitation.state for invitation in response.context["page"]}
    assert listed == {name: InvitationState(name) for name in states}
    assert response.content.decode().count("/reenvia/") == 2


def test_an_empty_list_invites_to_invite(client_of, manresa):
    page = client_of(a_manager(manresa)).get("/municipis/manresa/invitacions/").content.decode()
    assert page.count("/municipis/manresa/invitacions/nova/") == 1


def test_sending_one(client_of, manresa):
    manager, group = a_manager(manresa), WorkingGroupFactory()
    response = send(
        client_of(manager),
        "manresa",
        email="Berta@Manresa.example",
        title="Tècnica",
        groups=[group.pk],
        is_manager="on",
    )
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/municipis/manresa/invitacions/")
    invitation = Invitation.objects.get()
    assert (
        invitation.email,
        invitation.organisation,
        invitation.invited_by,
        invitation.title,
        invitation.is_manager,
    ) == (
        "berta@manresa.example",
        manresa,
        manager,
        "Tècnica",
        True,
    )
    assert list(invitation.groups.all()) == [group]
    assert [message.to for message in mail.outbox] == [["berta@manresa.example"]]


def test_a_refused_form_keeps_what_was_typed_and_offers_to_send_the_first_again(client_of, manresa):
    manager = a_manager(manresa)
    first, _token = an_invitation(by=manager, organisation=manresa)
    response = send(client_of(manager), "manresa", email="berta@manresa.example", title="Tècnica de comerç")
    page = response.content.decode()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(response.context["form"].errors) == ["email"]
    assert [words in page for words in ("berta@manresa.example", "Tècnica de comerç")] == [True, True]
    assert reverse("invitation_resend", args=["manresa", first.pk]) in page
    assert len(mail.outbox) == 1


def test_an_ateneu_gets_guests(client_of):
    OrganisationFactory(kind=OrganisationKind.ATENEU, slug="coopolis")
    group = WorkingGroupFactory()
    client = client_of(someone_of_coordination())
    assert set(client.get("/municipis/coopolis/invitacions/nova/").context["form"].fields) == {
        "email",
        "role",
        "title",
        "guest_until",
        "groups",
    }
    until = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    send(client, "coopolis", email="a@coopolis.example", guest_until=until.isoformat(), groups=[group.pk])
    assert Invitation.objects.get().guest_until == until


def test_sending_again_and_withdrawing(client_of, manresa):
    manager = a_manager(manresa)
    invitation, _token = an_invitation(by=manager, organisation=manresa)
    client = client_of(manager)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("invitation_resend", args=["manresa", invitation.pk]))
    assert len(mail.outbox) == 2
    withdraw = reverse("invitation_withdraw", args=["manresa", invitation.pk])
    client.get(withdraw)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING
    assert client.post(withdraw)["Location"] == "/municipis/manresa/invitacions/"
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN
    # A button pressed on a page that had grown old.
    client.post(reverse("invitation_resend", args=["manresa", invitation.pk]))
    assert len(mail.outbox) == 2
    assert client.get(reverse("invitation_resend", args=["manresa", invitation.pk])).status_code == 405


def test_a_manager_is_not_told_of_the_private_groups_that_coordination_offers(client_of, manresa):
    private = WorkingGroupFactory(name="Comissió secreta", slug="secreta", access=GroupAccess.PRIVATE)
    public = WorkingGroupFactory(name="Horta oberta", slug="horta")
    inside = GroupMembershipFactory(group=private, user=someone_of_coordination()).user
    an_invitation(by=inside, organisation=manresa, groups=[private, public])

    def named_to(user):
        page = client_of(user).get("/municipis/manresa/invitacions/").content.decode()
        return [group.name for group in (private, public) if group.name in page]

    manager = a_manager(manresa)
    assert named_to(manager) == ["Horta oberta"]
    assert named_to(someone_of_coordination()) == ["Comissió secreta", "Horta oberta"]
    GroupMembershipFactory(group=private, user=manager)
    assert named_to(manager) == ["Comissió secreta", "Horta oberta"]
