"""The newest councils and colleagues on the dashboard."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from intranet.members import newcomers_panel
from intranet.members.enums import MembershipStatus, OrganisationKind
from intranet.members.models import Organisation, User
from intranet.members.newcomers_panel import newcomers
from intranet.panels import panels_for
from tests.factories.members import OrganisationFactory, PositionFactory, a_guest, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db
STANDING = 1
"""The person is read."""


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def request_of(user):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=user.pk)
    return request


def shown_to(user):
    panel = newcomers(request_of(user))
    if panel is None:
        return None
    return [found.name for found in panel.context["councils"]()], [
        found.full_name for found in panel.context["people"]()
    ]


def test_new_are_councils_of_this_year_and_people_of_the_last_weeks(monkeypatch):
    """The last year's are so in the first weeks of this one: a council of the year before is hardly new in November."""
    monkeypatch.setattr(newcomers_panel, "COUNCIL_NEW_FOR", timedelta())
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
    assert shown_to(reader) == (["Manresa"], ["Zoe Roca", "Berta Roca"])
    monkeypatch.setattr(newcomers_panel, "COUNCIL_NEW_FOR", timedelta(days=today().timetuple().tm_yday))
    assert shown_to(reader) == (["Manresa", "Reus"], ["Zoe Roca", "Berta Roca"])


def a_person(name):
    return User.objects.create_user(f"{name}@example.org", given_name=name, family_name="Roca")


def test_newcomers_are_not_for_guests_and_an_empty_panel_is_none():
    guest, reader = a_guest(), a_member()
    reader.positions.update(starts_on=today(-400))
    assert (shown_to(guest), shown_to(reader)) == (None, None)


def drawn(user):
    request = request_of(user)
    panel = newcomers(request)
    return render_to_string("members/panels/newcomers.html", {"panel": panel}, request) if panel else ""


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("make", [a_member, someone_of_coordination])
def test_what_was_drawn_once_is_one_statement_for_any_number(make, rows, django_assert_num_queries):
    user = make()
    for _number in range(rows):
        a_member(OrganisationFactory(joined_year=timezone.localdate().year))
    first = drawn(user)
    with django_assert_num_queries(1 + STANDING):
        assert drawn(user) == first


@pytest.mark.parametrize(
    "change",
    [
        {"given_name": "Noa"},
        {"photo": "photos/nova.jpg"},
        {"photo_visibility": "nobody"},
        {"ask_me_about": "Compra pública"},
        {"ask_me_about_visibility": "nobody"},
        {"is_active": False},
    ],
)
def test_what_a_person_changes_is_seen_at_once(change):
    reader, known = a_member(), a_member(photo="photos/antiga.jpg", ask_me_about="Mercats")
    before = drawn(reader)
    User.objects.filter(pk=known.pk).update(**change)
    assert drawn(reader) != before


def test_a_piece_that_is_kept_is_for_those_who_may_see_it_alone():
    """What a colleague asks about is shown within the council alone, also after somebody of the council has seen it."""
    council = OrganisationFactory()
    newcomer = a_member(council, ask_me_about="Coses de casa", ask_me_about_visibility="council")
    colleague, stranger = a_member(council), a_member()
    for reader in (colleague, stranger):
        reader.positions.update(starts_on=today(-400))
    shown = {who: "Coses de casa" in drawn(reader) for who, reader in (("c", colleague), ("s", stranger))}
    assert (shown, newcomer.full_name in drawn(stranger)) == ({"c": True, "s": False}, True)


def test_a_council_that_leaves_is_gone_at_once():
    council = OrganisationFactory(name="Vilanova", joined_year=timezone.localdate().year)
    OrganisationFactory(name="Reus", joined_year=timezone.localdate().year)
    reader = a_member()
    before = drawn(reader)
    Organisation.objects.filter(pk=council.pk).update(status=MembershipStatus.FORMER)
    after = drawn(reader)
    assert [("Vilanova" in said, "Reus" in said) for said in (before, after)] == [(True, True), (False, True)]


def test_the_panel_stands_on_the_dashboard(client_of):
    reader = a_member()
    a_member()
    page = client_of(reader).get("/")
    assert len(panels_for(page.wsgi_request, "dashboard:new")) > 0
