"""What comes next, on the dashboard: one's own, and what the network has besides."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import gettext as _

from agenda.domain.coming import FEW, MOST_OWN, NEXT
from agenda.domain.series import cancel_occurrence
from agenda.models import Event
from agenda.panels import coming_week
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.agenda import a_group_event, a_series, an_event, in_days
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.registration import a_desk, a_registration

pytestmark = pytest.mark.django_db
STANDING = 1
"""The person is read."""


def panel_of(person):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=person.pk)
    return coming_week(request)


def titles(entries):
    return [entry.row.title for entry in entries()]


def told(person):
    """The titles of one's own, and of the others."""
    panel = panel_of(person)
    return (titles(panel.context["own"]), titles(panel.context["others"])) if panel else None


def seated(person, **facts):
    group = WorkingGroupFactory(**facts)
    GroupMembershipFactory(group=group, user=person)
    return group


def test_the_week_is_that_of_the_person(client_of):
    a_group_event(WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Secret", start=in_days(1))
    for days, title in [(7, "Massa lluny"), (6, "D’aquí sis dies"), (0, "Avui"), (-3, "Passat")]:
        an_event(start=in_days(days), title=title)
    an_event(start=in_days(-1), hours=72, title="Fira que dura")
    person = a_member()
    assert told(person) == ([], ["Fira que dura", "Avui", "D’aquí sis dies"])
    shown = client_of(person).get("/").content.decode()
    assert ("D’aquí sis dies" in shown, "Secret" in shown, 'href="/agenda/"' in shown) == (True, False, True)
    assert told(a_guest(WorkingGroupFactory())) is None


def test_a_week_with_little_goes_on_with_what_comes_next():
    an_event(start=in_days(2), title="Aquesta setmana")
    for days in (20, 30, 40, 120):
        an_event(start=in_days(days), title=f"D’aquí {days}")
    panel = panel_of(a_member())
    assert titles(panel.context["others"]) == ["Aquesta setmana", "D’aquí 20", "D’aquí 30"][:NEXT]
    assert panel.title == _("What comes next")


def test_ones_own_come_first_and_say_why():
    person = a_member()
    desk = a_desk(an_event(start=in_days(30), title="Hi vaig"))
    a_registration(desk, person)
    a_registration(a_desk(an_event(start=in_days(1), title="Hi van altres")))
    a_group_event(seated(person, name="Cures"), title="Reunió", start=in_days(9))
    a_group_event(title="D’un altre grup", start=in_days(2))
    panel = panel_of(person)
    found = [(entry.row.title, entry.is_registered, entry.group) for entry in panel.context["own"]()]
    assert found == [("Reunió", False, "Cures"), ("Hi vaig", True, "")]
    assert titles(panel.context["others"]) == ["Hi van altres", "D’un altre grup"]


def test_a_series_is_one_of_ones_own_by_its_next_date():
    person = a_member()
    group = seated(person)
    a_series(group=group, visibility="group", start=in_days(1), times=5, title="Sessió")
    a_group_event(group, title="Reunió", start=in_days(40))
    assert told(person) == (["Sessió", "Reunió"], [])


def test_only_the_date_for_which_one_is_registered_is_ones_own():
    person = a_member()
    series = a_series(start=in_days(1), times=3, title="Sessió")
    second = series.occurrences.order_by("start")[1]
    a_registration(a_desk(series, occurrence=second), person)
    panel = panel_of(person)
    assert [entry.row.start for entry in panel.context["own"]()] == [second.start]
    assert len(panel.context["others"]()) == NEXT - 1


def test_what_is_cancelled_is_told_to_those_who_go():
    person = a_member()
    event = an_event(start=in_days(1), title="Taller")
    a_registration(a_desk(event), person)
    cancel_occurrence(event.occurrences.get(), by=event.author, reason="La sala és tancada.")
    (entry,) = panel_of(person).context["own"]()
    assert (entry.is_registered, entry.row.state) == (True, "cancelled")


def test_what_one_may_not_see_any_more_is_gone_whatever_one_is_registered_for():
    person = a_member()
    event = an_event(start=in_days(1), title="Taller")
    a_registration(a_desk(event), person)
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    Event.objects.filter(pk=event.pk).update(visibility="group", group=group)
    assert told(person) is None


def test_guests_find_what_is_their_groups_and_public():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    guest = a_guest(group)
    a_group_event(group, title="Del grup", start=in_days(3))
    an_event(title="De la xarxa", start=in_days(2))
    an_event(title="Oberta", start=in_days(1), visibility="public")
    assert told(guest) == (["Del grup"], ["Oberta"])


def test_a_full_week_shows_a_few_and_the_way_to_the_rest():
    person = a_member()
    group = seated(person)
    for _turn in range(FEW + 1):
        an_event(start=in_days(2))
        a_group_event(group, start=in_days(2))
    own, others = told(person)
    assert (len(own), len(others)) == (MOST_OWN, FEW - MOST_OWN)
    assert panel_of(person).context["found"].has_more


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize("make", [a_member, someone_of_coordination, lambda: a_guest(WorkingGroupFactory())])
def test_the_panel_is_two_statements_for_any_number(make, number, django_assert_num_queries):
    person = make()
    group = seated(person) if person.standing.in_network else person.memberships.get().group
    for turn in range(number):
        an_event(start=in_days(2), visibility="public")
        a_group_event(group, start=in_days(3 + turn))
    drawn = render_to_string("agenda/panels/week.html", {"panel": panel_of(person)})
    with django_assert_num_queries(2 + STANDING):
        assert render_to_string("agenda/panels/week.html", {"panel": panel_of(person)}) == drawn
