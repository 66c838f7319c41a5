"""The links in the mails: no more of a kind, of a group, of a digest, of one thing."""

import pytest
from django.test import Client

from intranet.links.signing import link_for
from intranet.members.enums import GroupAccess
from intranet.notifications.domain.preferences import ways_of
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.models import Mute, Notification, Preference
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_former_member, a_member
from tests.factories.notifications import a_kind, told_of_newcomers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def berta():
    return a_member(given_name="Berta")


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures")


def path_for(purpose, person, thing):
    return link_for(purpose, person=person, thing=thing).removeprefix("http://testserver")


def way_of(person, kind="newcomer", group=None):
    return ways_of([person], kind, group)[person.pk]


def words(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("body", [{}, ONE_CLICK])
def test_a_kind_is_stopped_at_once_without_signing_in(berta, group, body):
    told_of_newcomers(berta, group, 2, mail=Frequency.DAILY)
    path = path_for("unsubscribe", berta, "kind:newcomer")
    client = Client(enforce_csrf_checks=True)
    assert "Persones noves" in words(client.get(path))
    assert (way_of(berta).mail, Preference.objects.count()) == (Frequency.DAILY, 0)
    responses = [client.post(path, body) for _time in range(2)]
    assert [response.status_code for response in responses] == [200, 200]
    assert ["Persones noves" in words(response) for response in responses] == [True, True]
    assert (way_of(berta).mail, way_of(berta).site) == (Frequency.NEVER, True)
    assert Notification.objects.filter(mailed_at=None).count() == 0
    assert Preference.objects.count() == 1


def test_a_group_is_stopped(berta, group):
    Preference.objects.create(person=berta, group=group, channel=Channel.MAIL, frequency=Frequency.NOW)
    path = path_for("unsubscribe", berta, f"group:{group.pk}")
    assert "Cures" in words(Client().get(path))
    assert Client().post(path, ONE_CLICK).status_code == 200
    assert (way_of(berta, group=group).mail, way_of(berta).mail) == (Frequency.NEVER, Frequency.DAILY)


def undo_in(response):
    done = response.context["done"]
    return done.undo_url.removeprefix("http://testserver")


@pytest.mark.parametrize("before", ["", Frequency.WEEKLY])
@pytest.mark.parametrize("thing", ["kind:newcomer", "group:{}"])
def test_who_has_pressed_by_mistake_gets_them_as_before(berta, group, thing, before):
    if before:
        of = {"group": group} if "group" in thing else {"kind": "newcomer"}
        Preference.objects.create(person=berta, channel=Channel.MAIL, frequency=before, **of)
    ways = [way_of(berta, group=group)]
    path = path_for("unsubscribe", berta, thing.format(group.pk))
    undo = undo_in(Client().post(path))
    ways.append(way_of(berta, group=group))
    assert "<form" in words(Client(enforce_csrf_checks=True).get(undo))
    said = words(Client(enforce_csrf_checks=True).post(undo))
    assert ("Cures" if "group" in thing else "Persones noves") in said
    ways.append(way_of(berta, group=group))
    assert [way.mail for way in ways] == [ways[0].mail, Frequency.NEVER, ways[0].mail]
    assert Preference.objects.count() == bool(before)


def test_what_was_stopped_before_is_not_offered_to_be_taken_back(berta):
    path = path_for("unsubscribe", berta, "kind:newcomer")
    assert [bool(undo_in(Client().post(path))) for _time in range(2)] == [True, False]
    gone = a_former_member()
    assert undo_in(Client().post(path_for("unsubscribe", gone, "kind:newcomer"))) == ""


@pytest.mark.parametrize("thing", ["kind:newcomer", "group:{}"])
def test_a_link_that_was_followed_says_that_it_is_done(berta, group, thing):
    path = path_for("unsubscribe", berta, thing.format(group.pk))
    buttons = []
    for _time in range(2):
        buttons.append("<form" in words(Client().get(path)).partition("<main")[2].partition("</main")[0])
        Client().post(path, ONE_CLICK)
    assert buttons == [True, False]


def test_what_there_is_no_longer_explains_itself(berta, group, register):
    register(a_kind("duty", can_be_switched_off=False))
    things = ["kind:forgotten", f"group:{group.pk + 1}", "kind:duty"]
    responses = [Client().post(path_for("unsubscribe", berta, thing)) for thing in things]
    assert [response.status_code for response in responses] == [410] * 3
    assert Preference.objects.count() == 0


def test_a_group_that_is_no_longer_open_is_stopped_already(berta):
    private = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    GroupMembershipFactory(user=berta, group=private).delete()
    path = path_for("unsubscribe", berta, f"group:{private.pk}")
    for response in (Client().get(path), Client().post(path)):
        assert (response.status_code, "Executiva" in words(response)) == (410, False)
    assert Preference.objects.count() == 0


def test_whoever_has_left_may_still_stop_a_kind():
    former = a_former_member()
    assert Client().post(path_for("unsubscribe", former, "kind:newcomer"), ONE_CLICK).status_code == 200
    assert way_of(former).mail == Frequency.NEVER


def test_a_digest_is_stopped_and_nothing_else(berta, group, register):
    register(a_kind("weekly", mail=Frequency.WEEKLY))
    register(a_kind("at_once", mail=Frequency.NOW))
    register(a_kind("duty", mail=Frequency.DAILY, can_be_switched_off=False))
    Preference.objects.create(person=berta, group=group, channel=Channel.MAIL, frequency=Frequency.DAILY)
    path = path_for("digest", berta, "daily")
    assert Client().get(path).status_code == 200
    assert Preference.objects.count() == 1
    assert Client().post(path, ONE_CLICK).status_code == 200
    ways = {name: way_of(berta, name).mail for name in ("newcomer", "weekly", "at_once", "duty")}
    assert ways == {"newcomer": "never", "weekly": "weekly", "at_once": "now", "duty": "daily"}
    assert way_of(berta, "newcomer", group).mail == Frequency.NEVER


def test_whoever_has_left_may_still_stop_a_digest(group):
    former = a_former_member()
    Preference.objects.create(person=former, group=group, channel=Channel.MAIL, frequency=Frequency.WEEKLY)
    assert Client().post(path_for("digest", former, "weekly"), ONE_CLICK).status_code == 200
    assert way_of(former, group=group).mail == Frequency.NEVER


def test_one_thing_is_muted_by_its_button_alone(berta, group):
    row = told_of_newcomers(berta, group, 2, mail=Frequency.DAILY)[0]
    path = path_for("mute", berta, str(row.pk))
    assert "ve a Cures" in words(Client().get(path))
    assert (Client().post(path, ONE_CLICK).status_code, Mute.objects.count()) == (422, 0)
    assert [Client().post(path).status_code for _time in range(2)] == [200, 200]
    assert [(mute.person, mute.about_id) for mute in Mute.objects.all()] == [(berta, group.pk)]
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_a_link_does_not_tell_what_one_may_no_longer_see(berta):
    private = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(user=berta, group=private)
    (row,) = told_of_newcomers(berta, private)
    seat.delete()
    path = path_for("mute", berta, str(row.pk))
    for response in (Client().get(path), Client().post(path)):
        assert (response.status_code, "Executiva" in words(response)) == (410, False)
    assert Mute.objects.count() == 0


def test_a_link_mutes_nothing_for_others(berta, group):
    (row,) = told_of_newcomers(a_member(), group)
    assert (Client().post(path_for("mute", berta, str(row.pk))).status_code, Mute.objects.count()) == (410, 0)
