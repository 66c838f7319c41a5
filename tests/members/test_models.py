"""What the data refuses, and what it says of itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from intranet.members.enums import GroupRole, InvitationState, OrganisationKind
from intranet.members.models import Invitation, Organisation, Position, User
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    a_manager,
    a_member,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def refused(make) -> str:
    """The name of the constraint that the database holds up; the row must not get in even past the forms."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    return "refused"


def an_invitation(**fields) -> Invitation:
    given = {"email": "new@example.org", "token_digest": fields.get("email", "x"), **fields}
    if "guest_until" not in given:
        given.setdefault("organisation", OrganisationFactory())
    return Invitation.objects.create(**given)


def test_position_cannot_end_before_it_starts():
    today = TODAY()
    assert refused(lambda: PositionFactory(starts_on=today, ends_on=today - timedelta(days=1))) == "refused"
    assert PositionFactory(starts_on=today, ends_on=today).is_open() is False


def test_one_open_position_each_in_an_organisation():
    position = PositionFactory()
    again = {"user": position.user, "organisation": position.organisation}
    assert refused(lambda: PositionFactory(**again)) == "refused"
    position.ends_on = TODAY()
    position.save()
    assert PositionFactory(**again).is_open() is True


def test_one_representative_of_a_council_at_a_time():
    position = PositionFactory(is_representative=True)
    assert refused(lambda: PositionFactory(organisation=position.organisation, is_representative=True)) == "refused"
    assert PositionFactory(is_representative=True).is_representative is True
    position.ends_on = TODAY()
    position.save()
    assert PositionFactory(organisation=position.organisation, is_representative=True).pk is not None


def test_form_says_in_words_what_the_database_refuses():
    position = PositionFactory(is_representative=True)
    second = PositionFactory.build(user=UserFactory(), organisation=position.organisation, is_representative=True)
    with pytest.raises(ValidationError) as error:
        second.full_clean()
    assert len(error.value.messages) == 1


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "is_open"),
    [(-1, None, True), (0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False), (-9, -1, False)],
)
def test_position_is_open_until_the_day_it_ends(starts_in, ends_in, is_open):
    day = TODAY()
    position = PositionFactory(
        starts_on=day + timedelta(days=starts_in), ends_on=None if ends_in is None else day + timedelta(days=ends_in)
    )
    assert position.is_open() is is_open
    assert list(Position.objects.open()) == ([position] if is_open else [])
    assert position.user.standing.has_access is is_open


@pytest.mark.parametrize(
    ("kind", "gives_access"), [("ajuntament", True), ("consell_comarcal", True), ("ateneu", False)]
)
def test_only_positions_in_councils_give_access(kind, gives_access):
    person = a_member(OrganisationFactory(kind=kind))
    assert person.standing.has_access is gives_access


def test_invitation_needs_a_council_or_a_date():
    assert refused(lambda: Invitation.objects.create(email="a@example.org", token_digest="a")) == "refused"
    assert an_invitation(guest_until=TODAY()).is_guest is True
    assert an_invitation(email="b@example.org").is_guest is False


def test_invitations_secret_is_stored_once():
    an_invitation(email="a@example.org", token_digest="same")
    assert refused(lambda: an_invitation(email="b@example.org", token_digest="same")) == "refused"


def test_invitation_lasts_fourteen_days():
    left = an_invitation().expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)


NOW = timezone.now
STATES = {
    InvitationState.PENDING: dict,
    InvitationState.EXPIRED: lambda: {"expires_at": NOW()},
    InvitationState.WITHDRAWN: lambda: {"withdrawn_at": NOW()},
    InvitationState.ACCEPTED: lambda: {"accepted_at": NOW(), "expires_at": NOW()},
}


@pytest.mark.parametrize("state", InvitationState)
def test_state_of_an_invitation_is_the_same_in_python_and_in_the_database(state):
    for other, dates in STATES.items():
        an_invitation(email=f"{other}@example.org", **dates())
    found = list(Invitation.objects.in_state(state))
    assert [(invitation.email, invitation.state) for invitation in found] == [(f"{state}@example.org", state)]
    assert [invitation.is_pending for invitation in found] == [state == InvitationState.PENDING]


def test_invitations_are_managed_by_coordination_and_the_councils_own_managers(roles):
    council = OrganisationFactory()
    mine, others = an_invitation(organisation=council), an_invitation(email="other@example.org")
    managed = {
        role: set(Invitation.objects.managed_by(roles[role]))
        for role in ("former", "guest", "member", "group_coordinator", "manager", "coordination", "administrator")
    }
    everything = {mine, others}
    assert managed == {
        "former": set(),
        "guest": set(),
        "member": set(),
        "group_coordinator": set(),
        "manager": set(),
        "coordination": everything,
        "administrator": everything,
    }
    assert set(Invitation.objects.managed_by(a_manager(council))) == {mine}


def test_guest_of_a_group_needs_an_end():
    assert refused(lambda: GroupMembershipFactory(role=GroupRole.GUEST)) == "refused"


def test_person_is_in_a_group_once():
    seat = GroupMembershipFactory()
    assert refused(lambda: GroupMembershipFactory(group=seat.group, user=seat.user)) == "refused"


def test_ine_code_is_unique_within_a_kind():
    OrganisationFactory(ine_code="08113")
    assert refused(lambda: OrganisationFactory(ine_code="08113")) == "refused"
    assert OrganisationFactory(ine_code="08113", kind=OrganisationKind.COUNTY_COUNCIL).pk is not None
    assert [OrganisationFactory(ine_code="").ine_code for _ in range(2)] == ["", ""]


def test_council_is_not_its_own_mentor():
    council = OrganisationFactory()
    assert refused(lambda: Organisation.objects.filter(pk=council.pk).update(mentor=council)) == "refused"


@pytest.mark.parametrize(
    ("kind", "name", "full_name"),
    [
        ("ajuntament", "Manresa", "Ajuntament de Manresa"),
        ("ajuntament", "L'Hospitalet de Llobregat", "Ajuntament de l'Hospitalet de Llobregat"),
        ("consell_comarcal", "Osona", "Consell Comarcal d'Osona"),
        ("ateneu", "Coòpolis", "Coòpolis"),
    ],
)
def test_full_name_of_an_organisation(kind, name, full_name):
    assert str(OrganisationFactory(kind=kind, name=name)) == full_name


def test_address_of_a_person_is_unique_whatever_its_case():
    UserFactory(email="Berta@Example.org")
    assert User.objects.get().email == "berta@example.org"
    assert refused(lambda: User.objects.bulk_create([User(email="BERTA@example.org")])) == "refused"
    assert User.objects.get_by_natural_key(" BERTA@example.org ").email == "berta@example.org"


def test_person_without_name_goes_by_the_address():
    assert str(UserFactory(given_name="", family_name="", email="a@example.org")) == "a@example.org"
    assert UserFactory(given_name="Àlex", family_name="de Pau").initials == "ÀD"
