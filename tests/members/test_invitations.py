"""Who may invite whom, where to, and what is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import TestCase
from django.utils import timezone

from intranet.members.domain.invitations import (
    digest,
    find_invitation,
    groups_to_offer,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from intranet.members.enums import GroupAccess, GroupState, InvitationState, MembershipStatus, OrganisationKind
from intranet.members.models import Invitation
from tests.factories.invitations import an_invitation, token_in
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_manager,
    a_member,
    an_administrator,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def in_a_month():
    return timezone.localdate() + timedelta(days=30)


def refusal(**kwargs):
    """The field and the words with which an invitation is refused."""
    with pytest.raises(ValidationError) as caught:
        invite(**kwargs)
    return {field: [error.code for error in errors] for field, errors in caught.value.error_dict.items()}


def test_coordination_invites_to_any_council():
    coordination, reus = someone_of_coordination(), OrganisationFactory(name="Reus")
    group = WorkingGroupFactory()
    invitation, token = an_invitation(" Berta@Manresa.example ", by=coordination, organisation=reus, groups=[group])
    invitation.refresh_from_db()
    assert (invitation.email, invitation.organisation, invitation.invited_by, list(invitation.groups.all())) == (
        "berta@manresa.example",
        reus,
        coordination,
        [group],
    )
    assert invitation.state == InvitationState.PENDING
    assert invitation.sent_at is not None
    assert find_invitation(token) == invitation


def test_only_a_digest_of_the_secret_is_kept():
    invitation, token = an_invitation()
    assert len(token) == 43
    assert invitation.token_digest == digest(token)
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_the_mail_says_who_invites_where_to_and_in_which_groups():
    reus = OrganisationFactory(name="Reus")
    group = WorkingGroupFactory(name="Cures")
    _invitation, token = an_invitation(
        by=someone_of_coordination(given_name="Iu", family_name="Camps"), organisation=reus, groups=[group]
    )
    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert message.to == ["berta@manresa.example"]
    for body in (message.body, html):
        assert [words in body for words in ("Iu Camps", "Ajuntament de Reus", "Cures")] == [True] * 3
        assert f"http://testserver/invitacio/{token}/" in body


def test_a_manager_invites_to_the_own_council_alone():
    manresa, reus = OrganisationFactory(), OrganisationFactory()
    manager = a_manager(manresa)
    assert an_invitation(by=manager, organisation=manresa)[0].organisation == manresa
    with pytest.raises(PermissionDenied):
        invite(by=manager, email="a@reus.example", organisation=reus)
    with pytest.raises(PermissionDenied):
        invite(by=manager, email="a@reus.example", guest_until=in_a_month(), groups=[WorkingGroupFactory()])


@pytest.mark.parametrize("make", [a_member, a_guest, a_former_member, UserFactory])
def test_nobody_else_invites(make):
    user = make()
    with pytest.raises(PermissionDenied):
        invite(by=user, email="a@reus.example", organisation=OrganisationFactory())
    position = user.positions.first()
    if position:
        with pytest.raises(PermissionDenied):
            invite(by=user, email="a@reus.example", organisation=position.organisation)
    assert mail.outbox == []


def test_a_manager_offers_no_private_group_not_even_the_own_one():
    manager = a_manager()
    public, closed = WorkingGroupFactory(), WorkingGroupFactory(access=GroupAccess.CLOSED)
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    ended = WorkingGroupFactory(state=GroupState.CLOSED)
    GroupMembershipFactory(user=manager, group=private)
    assert set(groups_to_offer(manager)) == {public, closed}
    organisation = manager.positions.get().organisation
    for group in (private, ended):
        with pytest.raises(PermissionDenied):
            invite(by=manager, email="a@reus.example", organisation=organisation, groups=[group])


@pytest.mark.parametrize("make", [someone_of_coordination, an_administrator])
def test_coordination_offers_a_private_group_only_from_inside(make):
    by, private, public = make(), WorkingGroupFactory(access=GroupAccess.PRIVATE), WorkingGroupFactory()
    assert list(groups_to_offer(by)) == [public]
    for email in (by.email, "berta@reus.example"):
        with pytest.raises(PermissionDenied):
            invite(by=by, email=email, organisation=OrganisationFactory(), groups=[private])
    GroupMembershipFactory(user=by, group=private)
    assert set(groups_to_offer(by)) == {public, private}


def test_a_second_pending_invitation_is_refused_and_can_be_sent_again():
    invitation, _token = an_invitation()
    by, organisation = invitation.invited_by, invitation.organisation
    assert refusal(by=by, email="BERTA@manresa.example", organisation=organisation) == {"email": ["pending"]}
    # Another council may invite the same address.
    assert an_invitation(by=by, organisation=OrganisationFactory())[0].state == InvitationState.PENDING


def test_a_new_invitation_is_possible_once_the_first_is_withdrawn():
    invitation, _token = an_invitation()
    withdraw_invitation(invitation, by=invitation.invited_by)
    again, _token = an_invitation(by=invitation.invited_by, organisation=invitation.organisation)
    assert again != invitation


def test_who_is_already_in_the_council_is_not_invited():
    reus = OrganisationFactory()
    member = a_member(reus, email="aina@reus.example")
    by = someone_of_coordination()
    assert refusal(by=by, email=member.email, organisation=reus) == {"email": ["invalid"]}
    assert an_invitation(member.email, by=by, organisation=OrganisationFactory())[0].email == member.email


def test_a_closed_account_is_not_invited():
    closed = UserFactory(is_active=False)
    assert refusal(by=someone_of_coordination(), email=closed.email, organisation=OrganisationFactory()) == {
        "email": ["invalid"]
    }


def test_whoever_is_in_the_network_is_no_guest():
    member = a_member()
    guest_place = {"guest_until": in_a_month(), "groups": [WorkingGroupFactory()]}
    assert refusal(by=someone_of_coordination(), email=member.email, **guest_place) == {"email": ["invalid"]}


@pytest.mark.parametrize(
    ("kind", "days", "with_group", "fields"),
    [
        (OrganisationKind.TOWN_COUNCIL, 30, True, {"guest_until"}),
        (OrganisationKind.ATENEU, None, True, {"guest_until"}),
        (OrganisationKind.ATENEU, 0, True, {"guest_until"}),
        (OrganisationKind.ATENEU, 30, False, {"groups"}),
        (None, 30, False, {"groups"}),
        (None, None, True, {"__all__"}),
    ],
)
def test_places_that_make_no_sense(kind, days, with_group, fields):
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    refused = refusal(
        by=someone_of_coordination(),
        email="a@ateneu.example",
        organisation=OrganisationFactory(kind=kind) if kind else None,
        guest_until=until,
        groups=[WorkingGroupFactory()] if with_group else [],
    )
    assert set(refused) == fields


def test_a_former_council_takes_nobody():
    left = OrganisationFactory(status=MembershipStatus.FORMER)
    assert refusal(by=someone_of_coordination(), email="a@reus.example", organisation=left) == {
        "organisation": ["invalid"]
    }


def test_no_address_no_invitation():
    assert set(refusal(by=someone_of_coordination(), email="berta", organisation=OrganisationFactory())) == {"email"}


def test_sending_again_makes_a_new_secret_and_a_new_term_for_an_expired_one_too():
    invitation, token = an_invitation()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert invitation.state == InvitationState.EXPIRED
        with TestCase.captureOnCommitCallbacks(execute=True):
            resend_invitation(invitation, by=invitation.invited_by)
        again = find_invitation(token_in(mail.outbox[-1]))
        assert again == invitation
        assert again.state == InvitationState.PENDING
        assert timedelta(days=13, hours=23) < again.expires_at - timezone.now() <= timedelta(days=14)
    assert find_invitation(token) is None


def test_what_has_been_accepted_or_withdrawn_is_not_sent_again():
    invitation, _token = an_invitation()
    by = invitation.invited_by
    withdraw_invitation(invitation, by=by)
    with pytest.raises(ValidationError):
        resend_invitation(invitation, by=by)
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=None, accepted_at=timezone.now())
    for change in (resend_invitation, withdraw_invitation):
        with pytest.raises(ValidationError):
            change(invitation, by=by)
    assert len(mail.outbox) == 1


def test_an_expired_one_is_not_sent_again_beside_a_pending_one():
    first, _token = an_invitation()
    Invitation.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    an_invitation(by=first.invited_by, organisation=first.organisation)
    with pytest.raises(ValidationError):
        resend_invitation(first, by=first.invited_by)


def test_a_stranger_neither_sends_again_nor_withdraws():
    invitation, _token = an_invitation()
    for stranger in (a_manager(), a_member(invitation.organisation), a_guest()):
        for change in (resend_invitation, withdraw_invitation):
            with pytest.raises(PermissionDenied):
                change(invitation, by=stranger)
    manager = a_manager(invitation.organisation)
    assert withdraw_invitation(invitation, by=manager).state == InvitationState.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_fails_undoes_nothing(settings, expected_errors):
    settings.EMAIL_BACKEND = "tests.no_such_backend.Backend"
    invitation = invite(by=someone_of_coordination(), email="a@reus.example", organisation=OrganisationFactory())
    invitation.refresh_from_db()
    assert (invitation.state, invitation.sent_at) == (InvitationState.PENDING, None)
    assert len(expected_errors()) == 1


def test_a_position_that_has_ended_does_not_stand_in_the_way():
    reus = OrganisationFactory()
    former = UserFactory(email="aina@reus.example")
    PositionFactory(user=former, organisation=reus, ends_on=timezone.localdate())
    assert an_invitation(former.email, organisation=reus)[0].state == InvitationState.PENDING
