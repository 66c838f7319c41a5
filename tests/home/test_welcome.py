"""The first steps of newcomers: each ticks itself off, they end by themselves, and can be put away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet import welcome
from intranet.members.enums import MembershipState
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.choosing import choose, wishes_of
from tests.factories.forum import a_topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member

pytestmark = pytest.mark.django_db

PUT_AWAY, AGAIN = "/compte/primers-passos/", "/compte/primers-passos/torna/"


@pytest.fixture
def everyone():
    return WorkingGroup.objects.filter(holds_everyone=True).first() or WorkingGroupFactory(
        name="Xarxa", slug="xarxa", holds_everyone=True
    )


@pytest.fixture
def newcomer(everyone):
    return a_member()


def steps(client):
    """Where each step is done, and whether it is."""
    return [(step.url, step.is_done) for step in client.get("/").context["bands"].steps]


def test_newcomers_see_what_is_to_be_done(client_of, newcomer):
    page = client_of(newcomer).get("/")
    assert [step.url for step in page.context["bands"].steps if not step.is_done] == [
        "/compte/perfil/",
        "/compte/perfil/#id_photo",
        "/compte/perfil/#id_bio",
        "/grups/",
        "/grups/xarxa/temes/",
        "/compte/avisos/",
    ]
    assert "css/components/welcome" in page.content.decode()


def test_each_step_ticks_itself_off(client_of, newcomer, everyone):
    client, done = client_of(newcomer), list[bool]()
    seat = {"group": WorkingGroupFactory(), "user": newcomer, "state": MembershipState.REQUESTED}
    for act in (
        lambda: User.objects.filter(pk=newcomer.pk).update(confirmed_at=timezone.now()),
        lambda: User.objects.filter(pk=newcomer.pk).update(photo="photos/x.jpg"),
        lambda: User.objects.filter(pk=newcomer.pk).update(ask_me_about="Compra pública"),
        lambda: GroupMembershipFactory(**seat),
        lambda: a_topic(everyone, author=newcomer),
    ):
        act()
        done.append([is_done for _url, is_done in steps(client)])
    assert done == [[True] * number + [False] * (6 - number) for number in range(1, 6)]
    choose(newcomer, wishes_of(newcomer))  # what stands is a choice too
    assert steps(client) == []
    assert "css/components/welcome" not in client.get("/").content.decode()


def test_they_end_sixty_days_after_one_came(client_of, newcomer):
    client, now = client_of(newcomer), timezone.now()
    shown = []
    for age in (timedelta(days=59), timedelta(days=60, minutes=1)):
        User.objects.filter(pk=newcomer.pk).update(created_at=now - age)
        shown.append(len(steps(client)))
    assert (welcome.LASTS.days, shown) == (60, [6, 0])


def test_they_are_put_away_and_come_back(client_of, newcomer):
    client = client_of(newcomer)
    away = client.post(PUT_AWAY, follow=True)
    assert (away.redirect_chain, away.context["bands"].steps) == ([("/", 302)], [])
    assert f'action="{AGAIN}"' in away.content.decode()
    back = client.post(AGAIN, follow=True)
    assert (back.redirect_chain, len(back.context["bands"].steps)) == ([("/", 302)], 6)
    assert [client.get(path).status_code for path in (PUT_AWAY, AGAIN)] == [405, 405]


def test_they_ask_for_the_profile_instead_of_what_waits(client_of, newcomer):
    client = client_of(newcomer)
    links = [client.get("/").content.decode().count('href="/compte/perfil/"')]
    client.post(PUT_AWAY)
    links.append(client.get("/").content.decode().count('href="/compte/perfil/"'))
    asked = [len(panel.context.get("asks", ())) for panel in client.get("/").context["bands"].asks]
    assert (links[0], asked) == (links[1], [1])


def test_guests_have_steps_of_their_own_and_none_of_the_network(client_of, everyone):
    assert [url for url, _done in steps(client_of(a_guest()))] == [
        "/compte/perfil/",
        "/compte/perfil/#id_photo",
        "/compte/perfil/#id_bio",
        "/compte/avisos/",
    ]
