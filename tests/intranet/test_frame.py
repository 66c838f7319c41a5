"""What stands around every page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from intranet import frame as frame_module
from intranet.frame import Frame, is_within, register_section
from intranet.members.models import User
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db

EVERYONE = ["/", "/grups/", "/agenda/", "/recursos/", "/membres/"]
NETWORK = [
    *("/", "/grups/", "/agenda/", "/recursos/", "/experiencies/", "/membres/", "/municipis/"),
    *("/circular/", "/noticies/"),
]


def frame_of(rf, user, path="/"):
    request = rf.get(path)
    # As the site loads it: with everything that `standing` needs.
    request.user = User.objects.with_standing().get(pk=user.pk) if user else AnonymousUser()
    return Frame(request)


def sections_of(rf, user):
    return [link.href for link in frame_of(rf, user).sections]


def test_sections_of_each_role(rf, roles, monkeypatch):
    monkeypatch.setattr(frame_module, "_sections", dict(frame_module._sections))  # noqa: SLF001 - as the registry is
    assert {role: sections_of(rf, roles[role]) for role in ROLES} == {
        "anonymous": [],
        "former": [],
        "guest": EVERYONE,
        "member": NETWORK,
        "group_coordinator": NETWORK,
        "manager": NETWORK,
        "coordination": NETWORK,
        "administrator": NETWORK,
    }


def test_admin_is_shown_to_those_who_may_enter_it(rf, roles):
    shown = [role for role in ROLES if frame_of(rf, roles[role]).sees_admin]
    assert shown == ["coordination", "administrator"]


def test_registered_section_comes_in_its_order_to_those_it_is_for(rf, roles, monkeypatch):
    monkeypatch.setattr(frame_module, "_sections", dict(frame_module._sections))  # noqa: SLF001
    register_section("Debats", "/debats/", "calendar", 22, visible=lambda user: user.standing.in_network)
    assert sections_of(rf, roles["member"]) == [*NETWORK[:2], "/debats/", *NETWORK[2:]]
    assert sections_of(rf, roles["guest"]) == EVERYONE


def test_later_sections_are_behind_a_button_on_a_phone(rf, roles):
    assert [link.href for link in frame_of(rf, roles["member"]).later_sections] == NETWORK[4:]
    assert frame_of(rf, roles["guest"]).later_sections == []
    assert [frame_of(rf, roles["member"], path).is_in_later_section for path in ("/grups/", "/noticies/")] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["/"]),
        ("/grups/", ["/grups/"]),
        ("/grups/cures/temes/3/", ["/grups/"]),
        ("/membres/12/", ["/membres/"]),
        ("/grupsmusicals/", []),
        ("/compte/perfil/", []),
    ],
)
def test_current_section(rf, roles, path, current):
    assert [link.href for link in frame_of(rf, roles["member"], path).sections if link.is_current] == current


def test_is_within():
    assert is_within("/", "/")
    assert not is_within("/grups/", "/")


def test_account_links_lead_to_the_persons_own_rooms(rf, roles):
    links = frame_of(rf, roles["guest"], "/compte/sessions/").account_links
    assert [link.href for link in links] == [
        "/compte/perfil/",
        "/compte/avisos/",
        "/compte/2fa/",
        "/compte/password/change/",
        "/compte/email/",
        "/compte/sessions/",
        "/compte/privacitat/",
    ]
    assert [link.href for link in links if link.is_current] == ["/compte/sessions/"]


def test_nobody_signed_in_has_no_account_links(rf):
    assert frame_of(rf, None).account_links == []


def test_request_refused_before_it_was_known_who_asks_has_a_frame(rf):
    frame = Frame(rf.get("/"))
    assert (frame.user, frame.sections, frame.account_links, frame.sees_admin) == (None, [], [], False)


@pytest.mark.parametrize("role", ["member", "guest", "coordination"])
def test_frame_makes_one_statement_for_the_bell(rf, roles, role, django_assert_num_queries):
    request = rf.get("/disseny/")
    request.user = User.objects.with_standing().get(pk=roles[role].pk)
    page = Template('{% extends "base.html" %}')
    with django_assert_num_queries(1):
        drawn = page.render(Context({"frame": Frame(request), "request": request, "csrf_token": "x", "messages": []}))
    assert drawn.count("<main ") == 1


def test_page_has_its_landmarks_and_the_skip_link_first(client):
    page = client.get("/compte/login/").content.decode()
    assert page.index('href="#main"') < page.index("<header") < page.index('<main class="main" id="main"')
    assert page.index("<main") < page.index("<footer")
    assert [page.count(piece) for piece in ("<h1", "<main", "<footer")] == [1, 1, 1]
    for path in ("/accessibilitat/", "/privacitat/", "/avis-legal/"):
        assert f'href="{path}"' in page
