"""Predicates: who may do what."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from intranet.members import rules
from intranet.members.enums import MembershipStatus
from intranet.members.models import GroupMembership, Invitation, Organisation
from tests.factories.members import OrganisationFactory, PositionFactory, WorkingGroupFactory, a_manager
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db

CARERS = {"coordination", "administrator"}
INSIDERS = {"member", "group_coordinator", "manager", *CARERS}


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (rules.has_access, INSIDERS | {"guest"}),
        (rules.belongs_to_network, INSIDERS),
        (rules.is_coordination, CARERS),
        (rules.is_administrator, {"administrator"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_rule_about_everybody(roles, rule, allowed):
    assert {role for role in ROLES if rule(roles[role] or AnonymousUser())} == allowed


SIGNED_IN = [role for role in ROLES if role != "anonymous"]


def allowed(roles, rule, *about) -> set[str]:
    return {role for role in SIGNED_IN if rule(roles[role], *about)}


def test_can_manage_the_own_council_only(roles):
    own = Organisation.objects.get(positions__user=roles["manager"])
    assert allowed(roles, rules.can_manage, own) == CARERS | {"manager"}
    assert allowed(roles, rules.can_manage, OrganisationFactory()) == CARERS


def test_manager_of_a_council_that_has_left_manages_nothing():
    council = OrganisationFactory(status=MembershipStatus.FORMER)
    assert rules.can_manage(a_manager(council), council) is False


def test_manager_whose_position_has_ended_manages_nothing():
    position = PositionFactory(is_manager=True, ends_on=timezone.localdate())
    assert rules.can_manage(position.user, position.organisation) is False


def test_can_manage_invitation(roles):
    own = Organisation.objects.get(positions__user=roles["manager"])
    invitation = Invitation.objects.create(email="a@example.org", token_digest="a", organisation=own)
    assert allowed(roles, rules.can_manage_invitation, invitation) == CARERS | {"manager"}


def test_coordinates_the_own_group_only(roles):
    group = GroupMembership.objects.get(user=roles["group_coordinator"]).group
    assert allowed(roles, rules.coordinates, group) == {"group_coordinator"}
    assert allowed(roles, rules.coordinates, WorkingGroupFactory()) == set()


def test_coordinator_until_a_date_coordinates_no_longer(roles):
    seat = GroupMembership.objects.get(user=roles["group_coordinator"])
    seat.until = timezone.localdate() - timedelta(days=1)
    seat.save()
    assert rules.coordinates(seat.user, seat.group) is False
