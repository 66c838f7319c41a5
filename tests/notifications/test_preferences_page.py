"""`/compte/avisos/`: how a person wants to be told."""

import pytest
from bs4 import BeautifulSoup

from intranet.members.enums import GroupAccess
from intranet.notifications.domain.preferences import mute, set_preference
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.kinds import registered_kinds
from intranet.notifications.models import Mute, Notification, Preference
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member
from tests.factories.notifications import a_kind, a_newcomer, told_of_newcomers
from tests.factories.roles import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]

PAGE = "/compte/avisos/"


@pytest.fixture
def person():
    return a_member()


@pytest.fixture
def client(client_of, person):
    return client_of(person)


@pytest.fixture
def group(person):
    return GroupMembershipFactory(user=person).group


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def filled(response):
    """What a browser without JavaScript sends when nothing is touched."""
    form = soup(response).select_one("form.told-form")
    data = {box["name"]: "on" for box in form.select("input[type=checkbox][checked]")}
    return data | {select["name"]: select.select_one("option[selected]")["value"] for select in form.select("select")}


def choices(person):
    rows = Preference.objects.filter(person=person).order_by("pk")
    return {(row.kind, row.group_id, row.channel): row.frequency for row in rows}


def test_the_page_shows_the_defaults_to_those_who_chose_nothing(client, group):
    data = filled(client.get(PAGE))
    shown = {name: data.get(name) for name in ("mail", "site_newcomer", "mail_newcomer", f"group_{group.pk}")}
    assert shown == {"mail": "on", "site_newcomer": "on", "mail_newcomer": "daily", f"group_{group.pk}": ""}


def test_saving_without_touching_anything_chooses_nothing(client, person, group):
    response = client.post(PAGE, filled(client.get(PAGE)), follow=True)
    assert (response.redirect_chain, choices(person)) == ([(PAGE, 302)], {})


def test_what_is_chosen_is_kept_shown_and_taken_back(client, person, group):
    data = filled(client.get(PAGE))
    chosen = {**data, "mail_newcomer": "weekly", f"group_{group.pk}": "now"}
    del chosen["site_newcomer"], chosen["mail"]
    client.post(PAGE, chosen)
    assert choices(person) == {
        ("", None, "mail"): "never",
        ("newcomer", None, "site"): "never",
        ("newcomer", None, "mail"): "weekly",
        ("", group.pk, "mail"): "now",
    }
    assert filled(client.get(PAGE)) == chosen
    client.post(PAGE, data)
    assert choices(person) == {}


def test_what_is_below_stays_as_it_was_while_there_is_no_mail_at_all(client, person):
    set_preference(person, kind="newcomer", channel=Channel.MAIL, frequency=Frequency.WEEKLY)
    data = filled(client.get(PAGE))
    del data["mail"]
    client.post(PAGE, data)
    assert filled(client.get(PAGE))["mail_newcomer"] == "weekly"
    client.post(PAGE, {**data, "mail": "on"})
    assert choices(person) == {("newcomer", None, "mail"): "weekly"}


def test_what_waits_for_a_mail_follows(client, person, group):
    told_of_newcomers(person, group, mail=Frequency.DAILY)
    client.post(PAGE, {**filled(client.get(PAGE)), "mail_newcomer": "weekly"})
    assert Notification.objects.get().mail == Frequency.WEEKLY


def test_a_refused_form_keeps_what_was_typed(client, person):
    data = {**filled(client.get(PAGE)), "mail_newcomer": "hourly", "mail_group_joined": "never"}
    response = client.post(PAGE, data)
    assert (response.status_code, choices(person)) == (422, {})
    assert len(soup(response).select(".form-errors")) == 1
    assert filled_choice(response, "mail_group_joined") == "never"


def filled_choice(response, name):
    return soup(response).select_one(f"[name={name}] option[selected]")["value"]


def test_what_cannot_be_switched_off_is_said_and_not_asked(client, person, register):
    register(a_kind("safety", label="Seguretat del compte", can_be_switched_off=False))
    page = soup(client.get(PAGE))
    assert [words(name) for name in page.select(".told:has(.told__fixed) .told__name")][-1] == "Seguretat del compte"
    assert page.select("[name=mail_safety], [name=site_safety]") == []
    client.post(PAGE, {**filled(client.get(PAGE)), "mail_safety": "never", "site_safety": ""})
    assert choices(person) == {}


def test_a_guest_is_offered_what_guests_are_told_of(client_of, roles):
    offered = [
        {
            kind.name
            for kind in registered_kinds()
            if str(kind.label) in client_of(roles[role]).get(PAGE).content.decode()
        }
        for role in ("guest", "member")
    ]
    of_all = {"group_joined", "newcomer"}
    of_all |= {"new_topic", "reply", "mention", "topic_solved", "moderated", "report_decided", "group_week"}
    of_all |= {"event_new", "event_changed", "event_cancelled", "event_reminder"}
    of_all |= {"resource_new", "resource_of_my_words"}
    of_network = {"event_reviewed", "news", "invitation_accepted", "duties_passed", "reported"}
    of_network |= {"group_offered", "group_answered", "group_requested", "group_coordinated"}
    of_network |= {"resource_valid_asked", "resource_archiving", "resource_archived"}
    of_network |= {"resource_reviewed", "resource_consent_asked", "resource_consent_answered"}
    of_network |= {"circular", "circular_decided"}
    assert offered == [of_all, of_all | of_network]


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"anonymous", "former"}])
def test_only_own_groups_are_there(client_of, roles, role):
    private = WorkingGroupFactory(name="Secretíssim", access=GroupAccess.PRIVATE)
    own = GroupMembershipFactory(user=roles["member"], group=private)
    client = client_of(roles[role])
    page = client.get(PAGE)
    assert ("Secretíssim" in page.content.decode()) == (role == "member")
    client.post(PAGE, {**filled(page), f"group_{own.group_id}": "never"})
    assert (("", private.pk, "mail") in choices(roles[role])) == (role == "member")


def test_statements_do_not_grow(client, person, django_assert_num_queries):
    counts = []
    for _round in range(3):
        group = GroupMembershipFactory(user=person).group
        mute(person, a_newcomer(group))
        client.get(PAGE)
        with django_assert_num_queries(13):  # the muted seats are looked for among the targets of each kind
            counts.append(len(soup(client.get(PAGE)).select(".told--group")))
    assert counts == [1, 2, 3]


# Muted things


def muted(response):
    return [words(row.select_one("p")) for row in soup(response).select(".told-muted")]


def test_a_muted_thing_is_named_and_heard_of_again(client, person, group):
    seat = a_newcomer(group)
    mute(person, seat)
    page = soup(client.get(PAGE))
    assert page.select_one(".told-muted a")["href"] == f"/grups/{group.slug}/membres/#m{seat.pk}"
    response = client.post(page.select_one(".told-muted form")["action"], follow=True)
    assert (response.redirect_chain, muted(response), Mute.objects.count()) == ([(PAGE, 302)], [], 0)


def test_a_muted_thing_that_is_open_no_longer_is_not_named(client, person):
    group = WorkingGroupFactory(name="Secretíssim", slug="secretissim", access=GroupAccess.PRIVATE)
    own = GroupMembershipFactory(user=person, group=group)
    mute(person, a_newcomer(group))
    assert "Secretíssim" in client.get(PAGE).content.decode()
    own.delete()
    response = client.get(PAGE)
    assert ("ecret" in response.content.decode(), len(muted(response))) == (False, 1)


def test_nobody_unmutes_for_another(client_of, person, group, roles):
    mute(person, a_newcomer(group))
    answers = {
        role: client_of(roles[role]).post(f"{PAGE}silenci/{Mute.objects.get().pk}/").status_code for role in ROLES
    }
    assert answers == dict.fromkeys(ROLES, 404) | {"anonymous": 302, "former": 302}
    assert Mute.objects.count() == 1


# Starting again


def test_defaults_are_restored_after_being_asked(client, person, group):
    set_preference(person, kind="newcomer", channel=Channel.MAIL, frequency=Frequency.NEVER)
    set_preference(person, channel=Channel.MAIL, frequency=Frequency.NEVER)
    set_preference(person, group=group, channel=Channel.MAIL, frequency=Frequency.NOW)
    of_another = a_member()
    set_preference(of_another, kind="newcomer", channel=Channel.MAIL, frequency=Frequency.NEVER)
    mute(person, a_newcomer(group))
    url = soup(client.get(PAGE)).select_one("confirm-dialog a")["href"]
    assert len(soup(client.get(url)).select("main form button[type=submit]")) == 1
    assert len(choices(person)) == 3
    client.post(url)
    assert (choices(person), len(choices(of_another)), Mute.objects.count()) == ({}, 1, 1)


def test_the_page_is_reached_from_the_persons_menu_and_tabs(client):
    page = soup(client.get(PAGE))
    assert [
        len(page.select(f"{place} a[href='{PAGE}'][aria-current=page]")) for place in (".profile-menu", ".tabs")
    ] == [1, 1]
