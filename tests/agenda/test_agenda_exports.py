"""What a person takes along of the agenda: what they announced and count on, and nothing of where they may not look."""

import json

import pytest

from agenda.domain.interests import set_interest
from agenda.enums import MaterialKind
from agenda.exports import export_of
from agenda.models import Change, Event, Material
from agenda.registration.own_data import registrations_of
from intranet.members.domain.exports import export_of as whole_export_of
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.agenda import a_group_event, an_event
from tests.factories.members import GroupMembershipFactory, OrganisationFactory, WorkingGroupFactory, a_member
from tests.factories.registration import a_desk, a_question, a_registration

pytestmark = pytest.mark.django_db


def stored(person):
    return User.objects.with_standing().get(pk=person.pk)


def test_own_announcements_interests_and_materials_go_along():
    council = OrganisationFactory(name="Manresa")
    berta = a_member(council)
    own, other = an_event(berta, title="Meva", organisation=council), an_event(title="D’altri")
    set_interest(other, stored(berta))
    Material.objects.create(event=own, title="Acta", kind=MaterialKind.MINUTES, url="https://x.example", added_by=berta)
    data = export_of(stored(berta))
    (announced,) = data["announced"]
    assert {name: announced[name] for name in ("id", "title", "council", "group", "review", "state")} == {
        "id": own.pk,
        "title": "Meva",
        "council": "Ajuntament de Manresa",
        "group": None,
        "review": "published",
        "state": "scheduled",
    }
    assert [(one["event"], one["title"]) for one in data["interests"]] == [(other.pk, "D’altri")]
    assert [(one["title"], one["url"]) for one in data["materials"]] == [("Acta", "https://x.example")]
    assert [(one["event"], one["kind"]) for one in data["changes"]] == [(own.pk, "announced")]
    assert json.loads(json.dumps(whole_export_of(stored(berta))))["agenda"] == data


def test_own_registrations_go_along_and_nothing_of_others(django_assert_num_queries):
    berta = a_member()
    rows = []
    for title in ("Oberta", "Reservada", "Una altra"):
        desk = a_desk(an_event(title=title))
        asked = a_question(desk, "Com veniu?")
        rows.append(a_registration(desk, berta, answers={asked.key: "Amb tren"}, diet="Vegana"))
        a_registration(desk, diet="Sense gluten")
    Event.objects.filter(title="Reservada").update(review="withdrawn")
    berta = stored(berta)
    Event.objects.visible_to(berta).exists()
    with django_assert_num_queries(4):
        data = registrations_of(berta)
    assert [one["title"] for one in data] == ["Oberta", None, "Una altra"]
    assert {(one["diet"], tuple(one["answers"].items())) for one in data} == {("Vegana", (("Com veniu?", "Amb tren"),))}
    assert (export_of(berta)["registrations"], [one["state"] for one in data]) == (data, ["confirmed"] * 3)


def test_what_one_sees_no_longer_goes_without_its_words():
    group = WorkingGroupFactory(name="Secretíssim", access=GroupAccess.PRIVATE)
    berta = GroupMembershipFactory(group=group, user=a_member(), role="coordinator").user
    event = a_group_event(group, berta, title="Pla reservat", summary="Paraules de dins")
    inside = a_group_event(group, title="Un altre de dins")
    set_interest(inside, stored(berta))
    assert "Pla reservat" in json.dumps(export_of(stored(berta)))
    berta.memberships.all().delete()
    data = export_of(stored(berta))
    assert data["announced"] == [{"id": event.pk, "announced_at": event.created_at.isoformat()}]
    assert [(one["event"], one["title"]) for one in data["interests"]] == [(inside.pk, None)]
    text = json.dumps(data, ensure_ascii=False)
    leaks = ("Pla reservat", "Paraules de dins", "Un altre de dins", "Secretíssim")
    assert [word for word in leaks if word in text] == []
    assert Change.objects.filter(by=berta).count() == 1
