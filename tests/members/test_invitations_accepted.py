"""What accepting an invitation gives, to whom, and how often."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from intranet.members.domain.acceptance import InvitationGoneError, accept_invitation, obstacle
from intranet.members.domain.invitations import withdraw_invitation
from intranet.members.domain.positions import end_position
from intranet.members.enums import (
    GroupAccess,
    GroupRole,
    InvitationState,
    MembershipState,
    MembershipStatus,
    OrganisationKind,
    PositionRole,
)
from intranet.members.models import GroupMembership, Invitation, Position, User, WorkingGroup
from tests.factories.invitations import NAMES, an_invitation
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    WorkingGroupFactory,
    a_guest,
    a_manager,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def seats(user):
    rows = GroupMembership.objects.filter(user=user).order_by("group__name")
    return list(rows.values_list("group__name", "role", "state", "until"))


def test_a_new_person_gets_account_position_and_groups():
    reus, group = OrganisationFactory(), WorkingGroupFactory(name="Cures", access=GroupAccess.PRIVATE)
    inside = GroupMembershipFactory(group=group, user=someone_of_coordination()).user
    invitation, _token = an_invitation(
        by=inside, organisation=reus, role=PositionRole.ELECTED, title="Regidora", is_manager=True, groups=[group]
    )
    user = accept_invitation(invitation, **NAMES, password="four words make it")
    invitation.refresh_from_db()
    assert (user.email, user.full_name, user.check_password("four words make it")) == (
        "berta@manresa.example",
        "Berta Solà Vidal",
        True,
    )
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        ("berta@manresa.example", True, True)
    ]
    position = Position.objects.get(user=user)
    assert (position.organisation, position.role, position.title, position.is_manager, position.ends_on) == (
        reus,
        "elected",
        "Regidora",
        True,
        None,
    )
    assert seats(user) == [("Cures", GroupRole.MEMBER, MembershipState.ACTIVE, None)]
    assert user.standing.in_network is True
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, user)


def test_without_password_none_fits():
    user = accept_invitation(an_invitation()[0], **NAMES)
    assert user.has_usable_password() is False


def test_a_guest_sees_the_groups_until_the_day():
    until = timezone.localdate() + timedelta(days=30)
    ateneu, group = OrganisationFactory(kind=OrganisationKind.ATENEU), WorkingGroupFactory(name="Cures")
    invitation, _token = an_invitation(organisation=ateneu, guest_until=until, groups=[group])
    user = accept_invitation(invitation, **NAMES)
    assert seats(user) == [("Cures", GroupRole.GUEST, MembershipState.ACTIVE, until)]
    assert (user.standing.guest, user.standing.in_network) == (True, False)
    assert list(Position.objects.filter(user=user).values_list("organisation", "ends_on")) == [(ateneu.pk, until)]


def test_it_works_once():
    invitation, _token = an_invitation()
    accept_invitation(invitation, **NAMES)
    with pytest.raises(InvitationGoneError):
        accept_invitation(invitation, **NAMES)
    assert User.objects.filter(email=invitation.email).count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, InvitationState.EXPIRED),
        ({"withdrawn_at": timezone.now()}, InvitationState.WITHDRAWN),
        ({"accepted_at": timezone.now()}, InvitationState.ACCEPTED),
        ({"token_digest": "sent again"}, None),
    ],
)
def test_what_is_no_longer_pending_is_not_accepted(change, reason):
    stale, _token = an_invitation()
    Invitation.objects.filter(pk=stale.pk).update(**change)
    assert obstacle(Invitation.objects.get(pk=stale.pk)) == reason
    with pytest.raises(InvitationGoneError):
        accept_invitation(stale, **NAMES)
    assert User.objects.filter(email=stale.email).exists() is False


def test_nor_when_the_council_has_left_or_the_guests_time_is_over():
    invitation, _token = an_invitation()
    invitation.organisation.status = MembershipStatus.FORMER
    invitation.organisation.save()
    assert obstacle(invitation) == InvitationState.WITHDRAWN
    until = timezone.localdate() + timedelta(days=1)
    guest, _token = an_invitation("guest@ateneu.example", guest_until=until, groups=[WorkingGroupFactory()])
    guest.guest_until = timezone.localdate()
    assert obstacle(guest) == InvitationState.EXPIRED
    for gone in (invitation, guest):
        with pytest.raises(InvitationGoneError):
            accept_invitation(gone, **NAMES)


def test_only_the_person_it_was_written_to():
    invitation, _token = an_invitation()
    with pytest.raises(PermissionDenied):
        accept_invitation(invitation, user=a_member())
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING


def test_an_address_that_has_an_account_gets_no_second_one():
    invitation, _token = an_invitation()
    UserFactory(email=invitation.email)
    with pytest.raises(InvitationGoneError):
        accept_invitation(invitation, **NAMES)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING


def test_a_former_member_comes_back_with_a_new_position_and_only_the_groups_of_the_invitation():
    reus, yesterday = OrganisationFactory(), timezone.localdate() - timedelta(days=1)
    cures, formacio = WorkingGroupFactory(name="Cures"), WorkingGroupFactory(name="Formació")
    former = UserFactory(email="aina@reus.example")
    PositionFactory(user=former, organisation=reus, ends_on=yesterday)
    GroupMembershipFactory(user=former, group=cures, until=yesterday)
    GroupMembershipFactory(user=former, group=formacio, until=yesterday)
    invitation, _token = an_invitation(former.email, organisation=reus, groups=[cures])
    user = accept_invitation(invitation, user=former)
    assert user == former
    assert user.standing.member is True
    assert list(Position.objects.filter(user=user).order_by("pk").values_list("ends_on", flat=True)) == [
        yesterday,
        None,
    ]
    assert seats(user) == [
        ("Cures", GroupRole.MEMBER, MembershipState.ACTIVE, None),
        ("Formació", GroupRole.MEMBER, MembershipState.ACTIVE, yesterday),
    ]


def test_a_guest_becomes_a_member():
    cures = WorkingGroupFactory(name="Cures")
    guest = a_guest(cures, email="marti@ateneu.example")
    invitation, _token = an_invitation(guest.email, groups=[cures])
    user = accept_invitation(invitation, user=guest)
    assert seats(user) == [("Cures", GroupRole.MEMBER, MembershipState.ACTIVE, None)]
    assert (user.standing.member, user.standing.guest) == (True, False)


def test_whoever_coordinates_a_group_goes_on_doing_so():
    cures = WorkingGroupFactory(name="Cures")
    member = a_member()
    GroupMembershipFactory(user=member, group=cures, role=GroupRole.COORDINATOR)
    accept_invitation(an_invitation(member.email, groups=[cures])[0], user=member)
    assert seats(member) == [("Cures", GroupRole.COORDINATOR, MembershipState.ACTIVE, None)]


def test_a_seat_is_never_lessened():
    """Coordinators who are about to leave their council, invited by another one's manager, stay coordinators."""
    person, reus = a_member(), OrganisationFactory()
    opened, closed = WorkingGroupFactory(name="A"), WorkingGroupFactory(name="B", access=GroupAccess.CLOSED)
    for group in (opened, closed):
        GroupMembershipFactory(user=person, group=group, role=GroupRole.COORDINATOR)
    in_five_days = timezone.localdate() + timedelta(days=5)
    end_position(person.positions.get(), by=someone_of_coordination(), on=in_five_days)
    assert [until for *_seat, until in seats(person)] == [in_five_days, in_five_days]
    invitation, _token = an_invitation(person.email, by=a_manager(reus), organisation=reus, groups=[opened, closed])
    accept_invitation(invitation, user=person)
    assert seats(person) == [
        ("A", GroupRole.COORDINATOR, MembershipState.ACTIVE, None),
        ("B", GroupRole.COORDINATOR, MembershipState.ACTIVE, None),
    ]


def test_a_term_that_the_group_set_is_not_lengthened_by_an_invitation():
    person, until = a_member(), timezone.localdate() + timedelta(days=5)
    group = GroupMembershipFactory(user=person, role=GroupRole.COORDINATOR, until=until).group
    accept_invitation(an_invitation(person.email, groups=[group])[0], user=person)
    assert seats(person) == [(group.name, GroupRole.COORDINATOR, MembershipState.ACTIVE, until)]


def test_a_guest_of_a_closed_group_stays_in_it_when_a_council_takes_them_in():
    closed, reus = WorkingGroupFactory(name="B", access=GroupAccess.CLOSED), OrganisationFactory()
    guest = a_guest(closed)
    until = guest.memberships.get().until
    invitation, _token = an_invitation(guest.email, by=a_manager(reus), organisation=reus, groups=[closed])
    accept_invitation(invitation, user=guest)
    assert seats(guest) == [("B", GroupRole.GUEST, MembershipState.ACTIVE, until)]


def test_a_private_group_is_asked_when_who_invited_is_not_in_it_any_more():
    private, by = WorkingGroupFactory(name="B", access=GroupAccess.PRIVATE), someone_of_coordination()
    inside = GroupMembershipFactory(group=private, user=by)
    invitation, _token = an_invitation(by.email, by=by, groups=[private])
    inside.delete()
    accept_invitation(invitation, user=by)
    assert seats(by) == [("B", GroupRole.MEMBER, MembershipState.REQUESTED, None)]
    assert WorkingGroup.objects.content_visible_to(User.objects.get(pk=by.pk)).count() == 0


def test_a_guests_time_is_lengthened_not_doubled():
    ateneu, group = OrganisationFactory(kind=OrganisationKind.ATENEU), WorkingGroupFactory(name="Cures")
    guest, untils = None, [timezone.localdate() + timedelta(days=days) for days in (10, 40, 20)]
    for until in untils:
        place = {"organisation": ateneu, "groups": [group], "guest_until": until}
        invitation, _token = an_invitation("marti@ateneu.example", **place)
        guest = accept_invitation(invitation, user=guest, **({} if guest else NAMES))
    assert list(guest.positions.values_list("organisation", "ends_on")) == [(ateneu.pk, untils[1])]
    assert seats(guest) == [("Cures", GroupRole.GUEST, MembershipState.ACTIVE, untils[1])]


@pytest.mark.parametrize("ends", [None, 60])
def test_a_position_to_come_begins_with_the_invitation(ends):
    today, user = timezone.localdate(), UserFactory()
    ends_on = ends and today + timedelta(days=ends)
    coming = PositionFactory(user=user, starts_on=today + timedelta(days=20), ends_on=ends_on)
    invitation, _token = an_invitation(user.email, organisation=coming.organisation, is_manager=True)
    accepted = accept_invitation(invitation, user=user)
    assert accepted.standing.member is True
    assert list(user.positions.values_list("starts_on", "ends_on", "is_manager")) == [(today, None, True)]


def test_a_position_that_ends_joins_the_one_to_come():
    today, user = timezone.localdate(), UserFactory()
    invitation, _token = an_invitation(user.email)
    PositionFactory(user=user, organisation=invitation.organisation, ends_on=today + timedelta(days=5))
    PositionFactory(user=user, organisation=invitation.organisation, starts_on=today + timedelta(days=10))
    accept_invitation(invitation, user=user)
    ends = user.positions.order_by("starts_on").values_list("ends_on", flat=True)
    assert list(ends) == [today + timedelta(days=10), None]


def test_a_closed_group_is_asked_when_a_manager_invites():
    manresa = OrganisationFactory()
    by_manager, by_coordination = a_manager(manresa), someone_of_coordination()
    opened, closed = WorkingGroupFactory(name="A"), WorkingGroupFactory(name="B", access=GroupAccess.CLOSED)
    place = {"organisation": manresa, "groups": [opened, closed]}
    one = accept_invitation(an_invitation("one@manresa.example", by=by_manager, **place)[0], **NAMES)
    two = accept_invitation(an_invitation("two@manresa.example", by=by_coordination, **place)[0], **NAMES)
    assert [state for _name, _role, state, _until in seats(one)] == [MembershipState.ACTIVE, MembershipState.REQUESTED]
    assert [state for _name, _role, state, _until in seats(two)] == [MembershipState.ACTIVE, MembershipState.ACTIVE]


def test_an_open_position_in_the_council_is_not_doubled():
    member = a_member()
    council = member.positions.get().organisation
    Position.objects.filter(user=member).update(ends_on=timezone.localdate())
    invitation, _token = an_invitation(member.email, organisation=council, is_manager=True)
    Position.objects.filter(user=member).update(ends_on=None)
    accept_invitation(invitation, user=member)
    assert list(Position.objects.filter(user=member).values_list("ends_on", "is_manager")) == [(None, True)]


def test_withdrawn_while_the_page_was_open():
    invitation, _token = an_invitation()
    withdraw_invitation(Invitation.objects.get(pk=invitation.pk), by=invitation.invited_by)
    with pytest.raises(InvitationGoneError):
        accept_invitation(invitation, **NAMES)
