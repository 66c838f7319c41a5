"""What waits for a person among the people, as the dashboard asks it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import npgettext

from intranet.members.asks import follow_ups, words_of_all
from intranet.members.enums import GroupRole, GroupState, MembershipState
from intranet.members.models import Invitation
from intranet.unions import Row
from tests.asking import asked
from tests.factories.members import (
    FollowUpFactory,
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_manager,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

KNOWN = {"photo": "photos/x.jpg", "bio": "Faig de tècnica.", "confirmed_at": timezone.now()}


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


NAMES = "profile", "group_invitations", "group_requests", "invitations", "follow_ups"


def icons(user):
    """What waits for `user`, by its icon."""
    return [ask.icon for ask in asked(user, *NAMES)]


def invitation(organisation, *, expires, **fields):
    number = Invitation.objects.count()
    moment = timezone.now() + timedelta(days=expires)
    return Invitation.objects.create(
        email=f"i{number}@example.org", token_digest=str(number), organisation=organisation, expires_at=moment, **fields
    )


@pytest.mark.parametrize("lacking", [{"photo": ""}, {"bio": ""}, {"confirmed_at": None}])
@pytest.mark.parametrize("make", [a_member, a_guest, someone_of_coordination])
def test_whoever_lacks_something_is_asked_to_complete_the_profile(make, lacking):
    assert icons(make(**{**KNOWN, **lacking})) == ["circle-user"]


@pytest.mark.parametrize("make", [a_member, a_guest, a_manager, someone_of_coordination])
def test_nothing_waits_for_those_who_have_done_all(make):
    assert asked(make(**KNOWN), *NAMES) == []


def invite_all_round(council):
    """One invitation waits and two expired; those that were taken or taken back count for nobody."""
    invitation(council, expires=3)
    invitation(council, expires=-1)
    invitation(council, expires=-9)
    invitation(council, expires=-1, withdrawn_at=timezone.now())
    invitation(council, expires=3, accepted_at=timezone.now())


def test_managers_hear_of_their_own_councils_invitations_and_coordination_of_the_expired_ones():
    council = OrganisationFactory()
    invite_all_round(council)
    heard = {
        "manager": icons(a_manager(council, **KNOWN)),
        "colleague": icons(a_member(council, **KNOWN)),
        "another manager": icons(a_manager(**KNOWN)),
        "coordination": icons(someone_of_coordination(**KNOWN)),
    }
    assert heard == {
        "manager": ["hourglass", "mail"],
        "colleague": [],
        "another manager": [],
        "coordination": ["hourglass", "mail"],
    }


def numbers(asks):
    return [re.search(r"\d+", ask.text).group() for ask in asks]


def test_the_numbers_are_those_of_the_council():
    council = OrganisationFactory()
    invite_all_round(council)
    invite_all_round(OrganisationFactory())
    assert numbers(asked(a_manager(council, **KNOWN), *NAMES)) == ["2", "1"]
    assert numbers(asked(someone_of_coordination(**KNOWN), *NAMES)) == ["4", "2"]


def test_coordination_hears_whom_to_get_in_touch_with():
    FollowUpFactory(next_contact_on=today())
    FollowUpFactory(next_contact_on=today(1))
    FollowUpFactory()
    assert icons(someone_of_coordination(**KNOWN)) == ["phone"]
    assert icons(a_manager(**KNOWN)) == []


def test_a_person_is_asked_about_the_groups_that_want_them_and_not_about_those_that_are_over():
    person = a_member(**KNOWN)
    for name, fields in [("Xarxa", {}), ("Àgora", {}), ("Tancat", {"state": GroupState.CLOSED})]:
        group = WorkingGroupFactory(name=name, **fields)
        GroupMembershipFactory(group=group, user=person, state=MembershipState.INVITED)
    GroupMembershipFactory(state=MembershipState.INVITED)
    found = asked(person, *NAMES)
    assert [name in ask.text for name, ask in zip(("Àgora", "Xarxa"), found, strict=True)] == [True, True]


def test_who_coordinates_a_group_is_asked_who_may_come_in():
    group, coordinator = WorkingGroupFactory(name="Cures"), a_member(**KNOWN)
    GroupMembershipFactory(group=group, user=coordinator, role=GroupRole.COORDINATOR)
    for _number in range(2):
        GroupMembershipFactory(group=group, user=a_member(), state=MembershipState.REQUESTED)
    GroupMembershipFactory(user=a_member(), state=MembershipState.REQUESTED)
    (ask,) = asked(coordinator, *NAMES)
    assert (ask.url, numbers([ask]), "Cures" in ask.text) == (f"/grups/{group.slug}/sollicituds/", ["2"], True)
    assert asked(someone_of_coordination(**KNOWN), *NAMES) == []


def test_one_and_many_are_asked_about_in_their_own_words():
    """And what is feminine in Catalan is: «Mostra quina», «Mostra quines», «Mostra quins»."""
    row = Row(key=0, label="", second="", number=1, at=None)
    asked_about = [words_of_all(row).action, words_of_all(row._replace(number=2)).action]
    asked_about += [ask.action for ask in follow_ups(a_member(), [row, row._replace(number=2)])]
    expected = [
        npgettext(context, "See which one", "See which", n) for context in ("invitations", "councils") for n in (1, 2)
    ]
    assert asked_about == expected
