"""What comes next, on the dashboard: one's own, and what the network has besides."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.domain.coming import FEW, MOST_OWN
from agenda.domain.series import cancel_occurrence
from agenda.enums import Review
from agenda.models import Event
from agenda.panels import coming_week
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.agenda import a_group_event, a_series, an_event, in_days
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
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


def test_what_comes_next_is_what_the_person_sees(client_of):
    a_group_event(WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Secret", start=in_days(1))
    for days, title in [(92, "Massa lluny"), (6, "D’aquí sis dies"), (0, "Avui"), (-3, "Passat")]:
        an_event(start=in_days(days), title=title)
    an_event(start=in_days(-1), hours=72, title="Fira que dura")
    person = a_member()
    assert told(person) == ([], ["Fira que dura", "Avui", "D’aquí sis dies"])
    shown = client_of(person).get("/").content.decode()
    assert ("D’aquí sis dies" in shown, "Secret" in shown, 'href="/agenda/"' in shown) == (True, False, True)
    assert told(a_guest(WorkingGroupFactory())) is None


def test_a_week_with_little_goes_on_with_what_comes_next():
    """Until there are a few; that there is more is said of the week alone."""
    an_event(start=in_days(2), title="Aquesta setmana")
    found = []
    for days in (20, 30, 40, 50, 60, 70, 120):
        an_event(start=in_days(days), title=f"D’aquí {days}")
        panel = panel_of(a_member())
        found.append(len(titles(panel.context["others"])))
    assert titles(panel.context["others"]) == ["Aquesta setmana", *(f"D’aquí {days}" for days in (20, 30, 40, 50, 60))]
    assert found == [2, 3, 4, 5, FEW, FEW, FEW]
    assert (panel.title, panel.context["found"].has_more) == (_("What comes next"), False)


def test_the_network_comes_after_ones_own_though_those_are_many():
    """What one's groups and councils hold does not take the place of what the others do."""
    council = OrganisationFactory()
    person = a_member(council)
    group = seated(person)
    for facts in ({"group": group, "visibility": "group"}, {"organisation": council}, {"co_organisers": [council]}):
        a_series(start=in_days(1), times=30, frequency="DAILY", **facts)
    for days in (40, 50):
        an_event(start=in_days(days), title=f"D’aquí {days}")
    assert told(person)[1] == ["D’aquí 40", "D’aquí 50"]


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


def test_what_ones_council_organises_is_ones_own_and_says_so(client_of):
    """Alone or with others, from the day on which one comes to it until one leaves."""
    council, second = OrganisationFactory(name="Alella"), OrganisationFactory(name="Reus")
    person, today = a_member(council), timezone.localdate()
    PositionFactory(user=person, organisation=second)
    former, to_come = OrganisationFactory(), OrganisationFactory()
    PositionFactory(
        user=person, organisation=former, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    PositionFactory(user=person, organisation=to_come, starts_on=today + timedelta(days=1))
    an_event(start=in_days(5), title="Nostra", organisation=council)
    an_event(start=in_days(6), title="Amb altres", organisation=OrganisationFactory(), co_organisers=[council])
    an_event(start=in_days(7), title="Dels dos", organisation=second, co_organisers=[council])
    an_event(start=in_days(-1), hours=72, title="Que dura", organisation=council)
    for days, whose in ((1, former), (2, to_come), (3, OrganisationFactory())):
        an_event(start=in_days(days), title=f"D’altri {days}", organisation=whose)
    panel = panel_of(person)
    assert [(entry.row.title, entry.is_registered, entry.group, entry.council) for entry in panel.context["own"]()] == [
        ("Que dura", False, "", "Ajuntament d'Alella"),
        ("Nostra", False, "", "Ajuntament d'Alella"),
        ("Amb altres", False, "", "Ajuntament d'Alella"),
        ("Dels dos", False, "", "Ajuntament de Reus"),
    ]
    assert titles(panel.context["others"]) == ["D’altri 1", "D’altri 2"]
    marks = client_of(person).get("/").content.decode().split('class="timeline__mark"')[1:]
    assert [name in mark.partition("</p>")[0] for mark, name in zip(marks, ["Alella"] * 3 + ["Reus"], strict=True)] == [
        True
    ] * 4


def test_that_one_goes_says_more_than_whose_group_it_is_and_that_more_than_whose_council():
    council = OrganisationFactory(name="Reus")
    person = a_member(council)
    group = seated(person, name="Cures")
    both = {"organisation": council, "group": group, "visibility": "group"}
    an_event(start=in_days(1), title="Del consell", organisation=council)
    an_event(start=in_days(2), title="Del grup", **both)
    a_registration(a_desk(an_event(start=in_days(3), title="Hi vaig", **both)), person)
    found = [
        (entry.row.title, entry.is_registered, entry.group, entry.council)
        for entry in panel_of(person).context["own"]()
    ]
    assert found == [
        ("Del consell", False, "", "Ajuntament de Reus"),
        ("Del grup", False, "Cures", ""),
        ("Hi vaig", True, "", ""),
    ]


def test_what_ones_council_organises_pushes_out_nothing_where_one_goes():
    council = OrganisationFactory()
    person = a_member(council)
    for days in range(1, MOST_OWN + 2):
        an_event(start=in_days(days), title=f"Del consell {days}", organisation=council)
    a_registration(a_desk(an_event(start=in_days(20), title="On vaig")), person)
    own, _others = told(person)
    assert own == [*(f"Del consell {days}" for days in range(1, MOST_OWN)), "On vaig"]


def test_what_ones_council_organises_and_one_may_not_see_is_not_told():
    council = OrganisationFactory()
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    a_group_event(group, title="Secret", organisation=council)
    a_group_event(group, title="Secret amb altres", co_organisers=[council])
    assert told(a_member(council)) is None


def test_what_waits_for_review_is_not_told_among_the_dates_nor_takes_their_place():
    person = a_member()
    group = seated(person)
    waiting = {"review": Review.WAITING, "author": person}
    a_series(start=in_days(1), times=30, frequency="DAILY", group=group, visibility="group", **waiting)
    a_series(start=in_days(1), times=30, frequency="DAILY", **waiting)
    a_group_event(group, title="Reunió", start=in_days(40))
    an_event(start=in_days(50), title="De la xarxa")
    assert told(person) == (["Reunió"], ["De la xarxa"])


def test_what_others_keep_for_themselves_takes_no_place():
    """However many of their dates come before."""
    closed = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    a_series(start=in_days(1), times=30, frequency="DAILY", group=closed, visibility="group")
    an_event(start=in_days(50), title="De la xarxa")
    assert told(a_member()) == ([], ["De la xarxa"])


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
    assert len(panel.context["others"]()) == 2


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
    councils = [position.organisation for position in person.positions.all()]
    for turn in range(number):
        an_event(start=in_days(2), visibility="public")
        an_event(start=in_days(2), visibility="public", co_organisers=councils)
        a_group_event(group, start=in_days(3 + turn))
    drawn = render_to_string("agenda/panels/week.html", {"panel": panel_of(person)})
    with django_assert_num_queries(2 + STANDING):
        assert render_to_string("agenda/panels/week.html", {"panel": panel_of(person)}) == drawn
