"""Whoever a group refused or took out comes back by a decision of the group or of coordination, and by nothing else."""

import json
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from intranet.members.domain.acceptance import enrol
from intranet.members.domain.coordinating import take_out
from intranet.members.domain.exports import export_of
from intranet.members.domain.joining import answer_offer, answer_request, join_group, leave_group
from intranet.members.domain.offers import offer_seats, withdraw_offer
from intranet.members.domain.positions import end_position, reopen_position
from intranet.members.enums import GroupAccess, GroupJoining, MembershipState
from intranet.members.models import GroupMembership, Invitation, Succession, User, WorkingGroup
from intranet.notifications.models import Notification
from intranet.outbox.models import Message
from intranet.templatetags.intranet import day_words
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    WorkingGroupFactory,
    a_manager,
    a_member,
)
from tests.factories.roles import a_group_coordinator
from tests.members.admin.pages import soup, words

pytestmark = pytest.mark.django_db

ACTIVE, REFUSED = MembershipState.ACTIVE, MembershipState.REFUSED
REASON = "Ara no."
PROPOSED = (
    "Proposed on %(day)s by whoever hands over the place of a colleague who leaves. "
    "They do not know of the group unless you let them in."
)


def seat_in(group, person):
    return GroupMembership.objects.filter(group=group, user=person).first()


# --- Every order of what may happen to a seat ---


def invite_by_council(world):
    """An invitation to another council that names the group, written by a manager who does not decide for it."""
    enrol(world.person, world.group, Invitation(invited_by=world.manager))


def hand_over(world):
    """A colleague who is in the group leaves, and the person takes over."""
    leaver = PositionFactory(organisation=world.council).user
    GroupMembershipFactory(group=world.group, user=leaver)
    end_position(leaver.positions.get(), by=world.manager, on=timezone.localdate(), successor=world.person)


def undo_handover(world):
    reopen_position(Succession.objects.get().position, by=world.manager)


def on_seat(act):
    def step(world):
        seat = seat_in(world.group, world.person)
        if seat is None:
            raise PermissionDenied
        act(seat, world)

    return step


OWN = {
    "join": lambda world: join_group(world.group, person=world.person, note="Hola"),
    "leave": lambda world: leave_group(world.group, person=world.person),
    "accept": lambda world: answer_offer(world.group, person=world.person, accepts=True),
    "decline": lambda world: answer_offer(world.group, person=world.person, accepts=False),
    "by council": invite_by_council,
}
TURNING_AWAY = {
    "take out": on_seat(lambda seat, world: take_out(seat, by=world.by, answer=REASON)),
    "refuse": on_seat(lambda seat, world: answer_request(seat, by=world.by, accepts=False, answer=REASON)),
}
LETTING_IN = {
    "offer": lambda world: offer_seats(world.group, by=world.by, people=[world.person]),
    "let in": on_seat(lambda seat, world: answer_request(seat, by=world.by, accepts=True)),
}
WITHDRAWING = {"withdraw offer": on_seat(lambda seat, world: withdraw_offer(seat, by=world.by))}
STEPS = {**OWN, **TURNING_AWAY, **LETTING_IN, **WITHDRAWING}
BY_COLLEAGUES = {"handover": hand_over, "undo handover": undo_handover}


@pytest.fixture
def world():
    council, group = OrganisationFactory(), WorkingGroupFactory()
    return SimpleNamespace(
        council=council,
        group=group,
        by=a_group_coordinator(group),
        person=a_member(council),
        manager=a_manager(council),
    )


def go(world, name):
    """Whether the step could be made."""
    try:
        with transaction.atomic():
            {**STEPS, **BY_COLLEAGUES}[name](world)
    except (PermissionDenied, ValidationError):
        return False
    return True


def where(world):
    """All that the next step depends on."""
    seats = GroupMembership.objects.filter(group=world.group, user=world.person)
    return seats.values_list("state", "role", "turned_away", "answer", "until").first()


def walk(world, seen, *, away=False, path=()):
    """Every order of steps, of any length; `away` while the person is turned away and nobody has let them in since."""
    now = seat_in(world.group, world.person)
    if away:
        assert now is not None, path
        assert (now.is_in_force, now.turned_away, now.answer) == (False, True, REASON), path
    if (where(world), away) in seen:
        return
    seen.add((where(world), away))
    for name in STEPS:
        point = transaction.savepoint()
        if go(world, name):
            invited = now is not None and now.state == MembershipState.INVITED
            lets_in = name in LETTING_IN or (invited and name in {"join", "accept"})
            after = seat_in(world.group, world.person)
            is_in = after is not None and after.is_in_force
            still = name in TURNING_AWAY or (away and not (lets_in and is_in))
            walk(world, seen, away=still, path=(*path, name))
        transaction.savepoint_rollback(point)


def test_whoever_was_turned_away_comes_back_by_a_decision_of_the_group_alone(world):
    seen = set()
    walk(world, seen)
    assert {(place[0], away) for place, away in seen if place} == {
        ("active", False), ("invited", False), ("invited", True), ("refused", True), ("requested", True),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (("join", "take out", "handover"), "requested"),
        (("join", "take out", "join", "handover"), "requested"),
        (("join", "take out", "handover", "leave"), "refused"),
        (("join", "take out", "handover", "undo handover"), "refused"),
        (("join", "take out", "handover", "let in"), "active"),
        (("handover", "take out", "join", "undo handover"), "requested"),
    ],
)
def test_a_colleagues_handover_seats_nobody_whom_the_group_turned_away(steps, state, world):
    assert [go(world, name) for name in steps] == [True] * len(steps)
    seat = seat_in(world.group, world.person)
    assert (seat.state, seat.turned_away) == (state, state != ACTIVE)


def test_a_refusal_outlasts_the_handover_that_asked_for_them(world):
    WorkingGroup.objects.filter(pk=world.group.pk).update(joining=GroupJoining.ON_REQUEST, access=GroupAccess.CLOSED)
    for name in ("handover", "refuse", "join", "undo handover"):
        assert go(world, name)
    assert (seat_in(world.group, world.person).state, seat_in(world.group, world.person).answer) == (REFUSED, REASON)


@pytest.mark.parametrize("back", ["leave", "decline", "withdraw offer"])
def test_what_is_taken_back_after_a_refusal_is_told_to_nobody_and_the_reason_stays(back, world):
    for name in ("join", "take out", "join" if back == "leave" else "offer"):
        assert go(world, name)
    assert Notification.objects.count() == 1
    assert go(world, back)
    seat = seat_in(world.group, world.person)
    assert (seat.state, seat.answer, seat.note, Notification.objects.count()) == (REFUSED, REASON, "", 0)
    assert join_group(world.group, person=world.person).state == MembershipState.REQUESTED


def test_whoever_is_let_in_after_a_refusal_starts_anew(world):
    for name in ("join", "take out", "join", "let in", "leave"):
        assert go(world, name)
    assert join_group(world.group, person=world.person).is_in_force


# --- What a private group was asked for somebody ---


@pytest.fixture
def secret(world):
    """A private group that the person has never heard of and that a colleague, in it too, hands on to them."""
    WorkingGroup.objects.filter(pk=world.group.pk).update(
        name="Operació Tramuntana", slug="tramuntana", access=GroupAccess.PRIVATE, welcome="Benvinguda a bord."
    )
    world.group.refresh_from_db()
    GroupMembershipFactory(group=world.group, user=world.manager)
    hand_over(world)
    assert seat_in(world.group, world.person).state == MembershipState.REQUESTED
    return world.group


def all_that_is_shown_to(person, client_of):
    person = User.objects.with_standing().get(pk=person.pk)
    client = client_of(person)
    names = ("dashboard", "groups", "notices", "notices_bell", "preferences", "privacy", "profile")
    pages = [client.get(reverse(name)).content.decode() for name in names]
    mails = [bytes(mail.raw).decode() for mail in Message.objects.filter(to=person.email)]
    return "\n".join([*pages, json.dumps(export_of(person), ensure_ascii=False), *mails])


@pytest.mark.parametrize("answer", [None, "refuse"])
def test_nothing_names_a_private_group_before_it_lets_the_heir_in(answer, secret, world, client_of):
    assert Notification.objects.get(kind="group_requested").recipient == world.by
    if answer:
        assert go(world, answer)
    shown = all_that_is_shown_to(world.person, client_of)
    assert [word for word in ("Tramuntana", "tramuntana", REASON, "a bord") if word in shown] == []
    client = client_of(User.objects.get(pk=world.person.pk))
    for name in ("group", "group_join", "group_leave", "group_invitation", "group_members"):
        assert client.get(reverse(name, args=[secret.slug])).status_code == 404
    assert not Notification.objects.filter(recipient=world.person, kind="group_answered").exists()


def test_the_heir_hears_of_the_private_group_once_it_lets_them_in(secret, world, client_of):
    assert go(world, "let in")
    assert "Operació Tramuntana" in all_that_is_shown_to(world.person, client_of)
    assert go(world, "take out")
    assert REASON in all_that_is_shown_to(world.person, client_of)


def test_the_group_learns_that_the_heir_does_not_know_of_it(secret, world, client_of):
    client = client_of(world.by)
    home = client.get(reverse("group", args=[secret.slug]))
    requests = reverse("group_requests", args=[secret.slug])
    assert soup(home).select_one(f'.alert a[href="{requests}"]') is not None
    rows = soup(client.get(requests)).select(".group-request")
    assert len(rows) == 1
    seat = seat_in(secret, world.person)
    assert " ".join((gettext(PROPOSED) % {"day": day_words(seat.since)}).split()) in words(rows[0])
    answer = {"action": "refuse", "answer": REASON}
    client.post(reverse("group_request", args=[secret.slug, seat.pk]), answer)
    told = gettext("%(name)s does not come in, and does not know that the group was asked.")
    assert told % {"name": world.person.full_name} in client.get(requests).content.decode()
