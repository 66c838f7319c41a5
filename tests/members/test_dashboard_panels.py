"""What this app shows on the dashboard: to whom, what, and with how many statements."""

import re
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from intranet.members.enums import MembershipStatus, OrganisationKind
from intranet.members.models import Invitation, User
from intranet.members.panels import asks, newcomers
from intranet.panels import panels_for
from tests.factories.members import (
    FollowUpFactory,
    OrganisationFactory,
    PositionFactory,
    a_guest,
    a_manager,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

KNOWN = {"photo": "photos/x.jpg", "bio": "Faig de tècnica.", "confirmed_at": timezone.now()}


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def request_of(user):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=user.pk)
    return request


def icons(user):
    """What waits for `user`, by its icon."""
    panel = asks(request_of(user))
    return [ask.icon for ask in panel.context["asks"]] if panel else []


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
    assert asks(request_of(make(**KNOWN))) is None


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
        "coordination": ["hourglass"],
    }


def test_the_numbers_are_those_of_the_council():
    council = OrganisationFactory()
    invite_all_round(council)
    invite_all_round(OrganisationFactory())
    words = [
        re.search(r"\d+", ask.text).group() for ask in asks(request_of(a_manager(council, **KNOWN))).context["asks"]
    ]
    assert words == ["2", "1"]


def test_coordination_hears_whom_to_get_in_touch_with():
    FollowUpFactory(next_contact_on=today())
    FollowUpFactory(next_contact_on=today(1))
    FollowUpFactory()
    assert icons(someone_of_coordination(**KNOWN)) == ["phone"]
    assert icons(a_manager(**KNOWN)) == []


def shown_to(user):
    panel = newcomers(request_of(user))
    if panel is None:
        return None
    return [found.name for found in panel.context["councils"]], [found.full_name for found in panel.context["people"]]


def test_new_are_councils_of_this_year_and_the_last_and_people_of_the_last_weeks():
    year = timezone.localdate().year
    reader = a_member(OrganisationFactory(joined_year=2017), given_name="Anna", family_name="Mas")
    reader.positions.update(starts_on=today(-400))
    for name, joined, fields in [
        ("Manresa", year, {}),
        ("Reus", year - 1, {}),
        ("Vic", year - 2, {}),
        ("Tàrrega", None, {}),
        ("Antiga", year, {"status": MembershipStatus.FORMER}),
        ("Coòpolis", year, {"kind": OrganisationKind.ATENEU}),
    ]:
        OrganisationFactory(name=name, joined_year=joined, **fields)
    begin = {"Zoe": -1, "Berta": -40, "Carla": -90, "Demà": 1}
    for name, days in begin.items():
        PositionFactory(user=a_person(name), starts_on=today(days))
    back = a_person("Enric")
    PositionFactory(user=back, starts_on=today(-900), ends_on=today(-300))
    PositionFactory(user=back, starts_on=today(-2))
    assert shown_to(reader) == (["Manresa", "Reus"], ["Zoe Roca", "Berta Roca"])


def a_person(name):
    return User.objects.create_user(f"{name}@example.org", given_name=name, family_name="Roca")


def test_newcomers_are_not_for_guests_and_an_empty_panel_is_none():
    guest, reader = a_guest(), a_member()
    reader.positions.update(starts_on=today(-400))
    assert (shown_to(guest), shown_to(reader)) == (None, None)


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("make", "statements"), [(a_member, 6), (a_manager, 6), (someone_of_coordination, 7)])
def test_the_panels_make_the_same_statements_for_any_number(make, statements, rows, django_assert_num_queries):
    user = make(**KNOWN)
    council = user.positions.get().organisation if user.positions.exists() else OrganisationFactory()
    for _number in range(rows):
        invite_all_round(council)
        FollowUpFactory(next_contact_on=today())
        a_member(OrganisationFactory(joined_year=timezone.localdate().year))
    request = request_of(user)
    with django_assert_num_queries(statements):
        assert (asks(request), newcomers(request)) != (None, None)


def test_the_panels_stand_on_the_dashboard(client_of):
    reader = a_member()
    a_member()
    page = client_of(reader).get("/")
    places = [len(panels_for(page.wsgi_request, place)) > 0 for place in ("dashboard:asks", "dashboard:new")]
    assert places == [True, True]
