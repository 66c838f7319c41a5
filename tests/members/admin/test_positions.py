"""Positions in coordination's area."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import ModelLogEntry

from intranet.members.enums import PositionRole
from intranet.members.models import Position
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    WorkingGroupFactory,
)
from tests.members.admin.pages import errors, messages, rows, soup, titles

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/position/", "/admin/position/new/"


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def written(position, **changes):
    """What the form of `position` sends."""
    marks = {name: "on" for name in ("is_representative", "is_manager") if getattr(position, name)}
    return {"role": position.role, "title": position.title, "starts_on": position.starts_on, **marks, **changes}


def edit(client, position, **changes):
    return client.post(reverse("position:edit", args=[position.pk]), written(position, **changes))


def test_list_says_who_is_what_where_since_when(client):
    PositionFactory(
        user=UserFactory(given_name="Anna", family_name="Puig"),
        organisation=OrganisationFactory(name="Reus"),
        role="elected",
        title="Regidora",
        is_representative=True,
        starts_on=today().replace(year=2023, month=6, day=17),
    )
    assert rows(client.get(LIST)) == [
        [
            "Anna Puig",
            "Ajuntament de Reus",
            str(PositionRole.ELECTED.label),
            "Regidora",
            pgettext("position", "Open today"),
            _("Representative"),
            "17/06/2023",
            "",
        ]
    ]


@pytest.fixture
def three(db):
    """One open, one ended today, one to come."""
    return [
        PositionFactory(user=UserFactory(family_name="A"), role="elected", is_representative=True),
        PositionFactory(user=UserFactory(family_name="B"), ends_on=today()),
        PositionFactory(user=UserFactory(family_name="C"), starts_on=today(5), is_manager=True),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "open"}, [0]),
        ({"state": "ended"}, [1]),
        ({"state": "coming"}, [2]),
        ({"role": ["elected"]}, [0]),
        ({"is_representative": "true"}, [0]),
        ({"is_manager": "true"}, [2]),
        ({}, [0, 1, 2]),
    ],
)
def test_filters(client, three, query, found):
    assert titles(client.get(LIST, query)) == [str(three[number].user) for number in found]


def test_filter_by_organisation(client, three):
    assert titles(client.get(LIST, {"organisation": three[1].organisation.pk})) == [str(three[1].user)]


def test_it_is_created_and_one_goes_back_to_where_one_came_from(client):
    person, organisation = UserFactory(), OrganisationFactory()
    back = f"/admin/users/edit/{person.pk}/"
    form = client.get(ADD, {"user": person.pk, "organisation": "999", "next": back})
    assert soup(form).find("input", {"name": "user"})["value"] == str(person.pk)
    assert not soup(form).find("input", {"name": "organisation"}).get("value")
    action = soup(form).find(id="w-editor-form")["action"]
    response = client.post(
        action, {"user": person.pk, "organisation": organisation.pk, "role": "technical", "starts_on": today()}
    )
    assert (response.status_code, response["Location"]) == (302, back)
    created = Position.objects.get()
    assert (created.user, created.organisation, created.is_open()) == (person, organisation, True)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org"])
def test_one_never_goes_back_to_another_site(client, elsewhere):
    person, organisation = UserFactory(), OrganisationFactory()
    response = client.post(
        f"{ADD}?next={elsewhere}",
        {"user": person.pk, "organisation": organisation.pk, "role": "technical", "starts_on": today()},
    )
    assert response["Location"] == LIST


def test_a_second_representative_is_refused_by_name(client):
    first = PositionFactory(is_representative=True, user=UserFactory(given_name="Anna", family_name="Puig"))
    second = PositionFactory(organisation=first.organisation)
    response = edit(client, second, is_representative="on")
    assert errors(response) == {
        "is_representative": _("%(name)s is already the representative. Take the mark from them first.")
        % {"name": "Anna Puig"}
    }
    second.refresh_from_db()
    assert second.is_representative is False


def test_a_second_representative_is_refused_when_created(client):
    first = PositionFactory(is_representative=True)
    given = {"user": UserFactory().pk, "organisation": first.organisation.pk, "role": "other", "starts_on": today()}
    response = client.post(ADD, {**given, "is_representative": "on"})
    assert list(errors(response)) == ["is_representative"]
    assert Position.objects.count() == 1


def test_the_same_position_twice_is_refused_at_the_person(client):
    position = PositionFactory()
    given = {"user": position.user.pk, "organisation": position.organisation.pk, "role": "other", "starts_on": today()}
    assert list(errors(client.post(ADD, given))) == ["user"]


def test_a_dated_position_beside_another_is_refused_at_the_person(client):
    position = PositionFactory()
    place = {"user": position.user.pk, "organisation": position.organisation.pk, "role": "other"}
    response = client.post(ADD, {**place, "starts_on": today(), "ends_on": today(30)})
    assert (list(errors(response)), Position.objects.count()) == (["user"], 1)


def test_a_beginning_that_overlaps_another_position_is_refused_at_its_field(client):
    former = PositionFactory(starts_on=today(-90), ends_on=today(-60))
    position = PositionFactory(user=former.user, organisation=former.organisation)
    assert list(errors(edit(client, position, starts_on=today(-61)))) == ["starts_on"]
    assert edit(client, position, starts_on=today(-60)).status_code == 302
    position.refresh_from_db()
    assert position.starts_on == today(-60)


def test_a_representative_to_come_is_refused_while_there_will_be_another(client):
    first = PositionFactory(is_representative=True)
    given = {
        "user": UserFactory().pk,
        "organisation": first.organisation.pk,
        "role": "other",
        "is_representative": "on",
    }
    response = client.post(ADD, {**given, "starts_on": today(1), "ends_on": today(300)})
    assert (list(errors(response)), Position.objects.count()) == (["is_representative"], 1)


def test_what_is_done_stands_in_the_history(client):
    person, organisation = UserFactory(), OrganisationFactory()
    client.post(ADD, {"user": person.pk, "organisation": organisation.pk, "role": "other", "starts_on": today()})
    position = Position.objects.get()
    edit(client, position, title="Cap")
    logged = ModelLogEntry.objects.for_instance(position).order_by("pk").values_list("action", "content_changed")
    assert list(logged) == [("wagtail.create", True), ("wagtail.edit", True)]


def test_coordination_is_told_what_does_not_simply_pass(client):
    position = PositionFactory()
    colleague = PositionFactory(organisation=position.organisation)
    for name, access in {"Compra": "closed", "Secrets": "private"}.items():
        GroupMembershipFactory(user=position.user, group=WorkingGroupFactory(name=name, access=access))
    given = {"on": today(3), "successor": colleague.user.pk, "with_groups": "on"}
    response = client.post(reverse("position:end", args=[position.pk]), given, follow=True)
    shown = [[name for name in ("Compra", "Secrets") if name in message] for message in messages(response)]
    assert sorted(shown) == [[], ["Compra"], ["Secrets"]]


def test_an_end_before_the_beginning_is_refused(client):
    given = {"user": UserFactory().pk, "organisation": OrganisationFactory().pk, "role": "other", "starts_on": today()}
    assert list(errors(client.post(ADD, {**given, "ends_on": today(-1)}))) == ["ends_on"]


def test_editing_changes_neither_person_nor_council_nor_end(client):
    position = PositionFactory()
    response = edit(
        client, position, title="Cap", user=UserFactory().pk, organisation=OrganisationFactory().pk, ends_on=today(-1)
    )
    assert response.status_code == 302
    changed = Position.objects.get(pk=position.pk)
    assert (changed.title, changed.user, changed.organisation, changed.ends_on) == (
        "Cap", position.user, position.organisation, None,
    )  # fmt: skip


def test_it_ends_through_the_domain_and_a_colleague_takes_over(client):
    position = PositionFactory(is_representative=True)
    colleague = PositionFactory(organisation=position.organisation)
    url = reverse("position:end", args=[position.pk])
    assert position.organisation.full_name in client.get(url).content.decode().replace("&#x27;", "'")
    position.refresh_from_db()
    assert position.ends_on is None
    response = client.post(url, {"on": today(), "successor": colleague.user.pk, "with_duties": "on"})
    assert (response.status_code, response["Location"]) == (302, reverse("position:edit", args=[position.pk]))
    position.refresh_from_db()
    colleague.refresh_from_db()
    assert (position.ends_on, position.successor, colleague.is_representative) == (today(), colleague.user, True)


@pytest.mark.parametrize("wrong", ["on", "successor"])
def test_an_impossible_end_is_refused_at_its_field(client, wrong):
    position = PositionFactory()
    given = {"on": {"on": today(-400)}, "successor": {"on": today(), "successor": PositionFactory().user.pk}}[wrong]
    response = client.post(reverse("position:end", args=[position.pk]), given)
    assert list(errors(response)) == [wrong]
    position.refresh_from_db()
    assert position.ends_on is None


def test_what_has_ended_cannot_end_again(client):
    position = PositionFactory(ends_on=today(-2))
    response = client.post(reverse("position:end", args=[position.pk]), {"on": today()}, follow=True)
    assert len(messages(response)) == 1
    position.refresh_from_db()
    assert position.ends_on == today(-2)


def test_it_is_never_deleted(client):
    position = PositionFactory()
    assert client.post(f"/admin/position/delete/{position.pk}/").status_code == 404
    assert "delete" not in client.get(LIST).content.decode().partition('id="listing-results"')[2]
