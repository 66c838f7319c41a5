"""The dashboard: what each person finds there."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from agenda.enums import Review
from forum.enums import ReportReason
from forum.models import Report
from home import dashboard
from home.models import HomePage
from home.panels import latest_news, network_pages
from intranet import asks, panels, welcome
from intranet.members.enums import GroupAccess, GroupRole, MembershipState
from intranet.members.models import Invitation
from intranet.panels import Panel
from tests.factories.agenda import an_event
from tests.factories.forum import a_reply, a_topic
from tests.factories.home import a_news_page, a_section_page
from tests.factories.members import (
    FollowUpFactory,
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
)
from tests.factories.repository import a_resource
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db

STATEMENTS = {"guest": 7, "manager": 7, "coordination": 7}


@pytest.fixture
def own_panels(monkeypatch):
    """Only what the front door itself shows."""
    monkeypatch.setattr(panels, "_builders", {"dashboard:new": [(20, latest_news), (90, network_pages)]})
    monkeypatch.setattr(asks, "_sources", {})
    monkeypatch.setattr(welcome, "_sources", {})


def shown(response):
    """The headings of each band."""
    bands = response.context["bands"]
    return {name: [panel.title for panel in getattr(bands, name)] for name in ("week", "asks", "groups", "new")}


@pytest.mark.parametrize("role", ROLES)
def test_dashboard_is_for_everyone_with_access(role, roles, client_of):
    response = client_of(roles[role]).get("/")
    outside = {"anonymous": "/compte/login/", "former": "/compte/inactive/"}
    if role in outside:
        assert (response.status_code, response["Location"]) == (302, outside[role])
    else:
        assert (response.status_code, response.templates[0].name) == (200, "home/dashboard.html")
        assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "night"),
        (5, "night"),
        (6, "morning"),
        (13, "morning"),
        (14, "afternoon"),
        (19, "afternoon"),
        (20, "evening"),
    ],
)
def test_greeting_by_the_hour_in_catalonia(hour, words, roles):
    at = datetime(2026, 4, 16, hour, 30, tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)
    with translation.override("en"):
        greeting = dashboard.greeting(roles["member"], at)
    assert greeting == f"Good {words}, {roles['member'].given_name}"


def test_empty_dashboard_says_what_will_be_there(roles, client_of, own_panels):
    response = client_of(roles["member"]).get("/")
    bands = response.context["bands"]
    templates = [panel.template_name for band in (bands.week, bands.asks, bands.groups, bands.new) for panel in band]
    assert templates == [
        "home/panels/nothing_this_week.html",
        "home/panels/nothing_asked.html",
        "home/panels/own_groups.html",
        "home/panels/nothing_new.html",
    ]
    assert response.content.decode().count('class="empty"') == 4


def test_band_that_a_section_fills_has_that_alone(roles, client_of, own_panels):
    for place in ("week", "groups"):
        panels.register_panel(
            f"dashboard:{place}", 10, lambda _request: Panel("D'una secció", "home/panels/nothing_new.html")
        )
    asks.register_asks(asks.Source("one", 1, lambda _person, _rows: [asks.Ask("mail", "Fes-ho", "/", "Fet")]))
    titles = shown(client_of(roles["member"]).get("/"))
    assert [titles[place] for place in ("week", "asks", "groups")] == [
        ["D'una secció"],
        [_("Waiting for you")],
        ["D'una secció"],
    ]


def test_member_finds_news_pages_and_own_groups(roles, client_of, own_panels):
    group = WorkingGroupFactory(name="Cures")
    WorkingGroupFactory(name="D'altri")
    GroupMembershipFactory(group=group, user=roles["member"])
    for number in range(6):
        a_news_page(f"Notícia {number}")
    a_section_page("Qui som", show_in_menus=True)
    a_section_page("Racó amagat", show_in_menus=False)
    response = client_of(roles["member"]).get("/")
    bands = response.context["bands"]
    assert [news.title for news in bands.new[0].context["news"]] == [f"Notícia {number}" for number in (5, 4, 3, 2)]
    assert [page.title for page in bands.new[1].context["pages"]] == ["Qui som"]
    assert list(bands.groups[0].context["groups"]) == [group]
    text = response.content.decode()
    assert "Racó amagat" not in text
    assert "D&#x27;altri" not in text


def test_guest_finds_the_own_groups_and_nothing_of_the_network(client_of):
    group = WorkingGroupFactory(name="Agroecologia")
    WorkingGroupFactory(name="Comissió Executiva", access=GroupAccess.PRIVATE)
    guest = a_guest(group)
    a_news_page("Notícia interna")
    a_section_page("Pàgina interna", show_in_menus=True)
    home = HomePage.objects.get()
    home.intro = "<p>Avís intern</p>"
    home.save()
    response = client_of(guest).get("/")
    text = response.content.decode()
    assert list(response.context["bands"].groups[0].context["groups"]) == [group]
    assert response.context["bands"].new == []
    leaks = "Notícia interna", "Pàgina interna", "Avís intern", "Comissió Executiva"
    assert [leak for leak in leaks if leak in text] == []


def test_introduction_is_shown_to_the_network(roles, client_of):
    home = HomePage.objects.get()
    home.intro = "<p>Bona <b>Setmana</b> de l’ESS!</p>"
    home.save()
    assert "<p>Bona <b>Setmana</b> de l’ESS!</p>" in client_of(roles["member"]).get("/").content.decode()


def an_invitation(council, number):
    soon = timezone.now() + timedelta(days=3)
    Invitation.objects.create(
        email=f"i{number}@x.example", token_digest=str(number), organisation=council, expires_at=soon
    )


def fill(person, rows):
    """So many of each thing that the dashboard tells of or asks about."""
    council = person.positions.first().organisation if person.positions.exists() else OrganisationFactory()
    for number in range(rows):
        a_news_page(f"Notícia {number}")
        a_section_page(f"Pàgina {number}", show_in_menus=True)
        group = WorkingGroupFactory()
        GroupMembershipFactory(group=group, user=person, role=GroupRole.COORDINATOR)
        GroupMembershipFactory(group=group, user=a_member(council), state=MembershipState.REQUESTED)
        GroupMembershipFactory(user=person, state=MembershipState.INVITED)
        an_invitation(council, number)
        FollowUpFactory(next_contact_on=timezone.localdate())
        Report.objects.create(post=a_reply(a_topic(group)), reporter=person, reason=ReportReason.WRONG)
        an_event(person, title=f"Jornada {number}", review=Review.RETURNED)
        an_event(title=f"Trobada {number}")
        a_resource(person)


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("role", ["guest", "manager", "coordination"])
def test_statements_of_the_whole_page_do_not_grow(role, rows, roles, client_of, django_assert_num_queries):
    """Session, person, front page, bell; what is asked, with what the panels want to know; and the panels."""
    fill(roles[role], rows)
    client = client_of(roles[role])
    client.get("/")
    with django_assert_num_queries(STATEMENTS[role]):
        client.get("/")


def test_front_page_that_is_not_there_is_an_ordinary_404(roles, client_of):
    Site.objects.all().delete()
    assert client_of(roles["member"]).get("/").status_code == 404
