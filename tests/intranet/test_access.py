"""Who may come in where: every address, every role, against the policy that `intranet.policy` declares."""

import logging
from urllib.parse import urlencode

import pytest
from django.urls import resolve, reverse

from intranet.access import UndeclaredAddressError, audience_of
from intranet.policy import PAGES, POLICY, TREES, Audience
from tests.factories.roles import ROLES, Roles
from tests.intranet.addresses import EXAMPLES, Address, addresses

ALL = tuple(addresses())
OURS = tuple(address for address in ALL if not address.is_third_partys_screen)
SCREENS = tuple(address for address in ALL if address.is_third_partys_screen)

IN, SIGN_IN, SIGNED_OUT, NOTHING, FORBIDDEN = "in", "asked to sign in", "signed out", "nothing here", "forbidden"
WITHIN = {
    Audience.PUBLIC: set(ROLES),
    Audience.SIGNED_IN: set(ROLES) - {"anonymous", "former"},
    Audience.OPEN: set(ROLES) - {"former"},
    Audience.GUESTS: set(ROLES) - {"anonymous", "former"},
    Audience.NETWORK: set(ROLES) - {"anonymous", "former", "guest"},
    Audience.COORDINATION: {"coordination", "administrator"},
}
SIGNED_IN = set(ROLES) - {"anonymous"}

# Addresses whose own rule is narrower than their audience: who is answered what. Everyone else gets in.
NOBODYS = dict.fromkeys(ROLES, NOTHING)  # there is nothing behind the example, whoever asks
MANAGERS = dict.fromkeys(WITHIN[Audience.NETWORK] - {"manager", "coordination", "administrator"}, NOTHING)
ANNOUNCED_TO_NETWORK = {"anonymous": SIGN_IN, "guest": NOTHING}
MODERATORS = dict.fromkeys(("guest", "member", "manager"), NOTHING)  # the examples are of the coordinator's group
# The example is the group coordinator's own: nobody changes or takes back what another has proposed.
AUTHORS = dict.fromkeys(WITHIN[Audience.NETWORK] - {"group_coordinator"}, NOTHING)
NARROWER: dict[str, dict[str, str]] = {
    "attachment_remove": NOBODYS,
    "draft_discard": NOBODYS,
    "certificate": NOBODYS,
    "certificate_check": NOBODYS,
    "attendee": MODERATORS,
    "attendee_add": MODERATORS,
    "attendees": MODERATORS,
    "attendees_act": MODERATORS,
    "attendees_export": MODERATORS,
    "attendees_message": MODERATORS,
    "attendees_totals": MODERATORS,
    "check_in": MODERATORS,
    "check_in_code": MODERATORS,
    "circular_entry_edit": AUTHORS,
    "circular_entry_withdraw": AUTHORS,
    "circular_picture": NOBODYS,
    "collection": ANNOUNCED_TO_NETWORK,
    "collection_delete": MODERATORS,
    "collection_edit": MODERATORS,
    "collection_files": ANNOUNCED_TO_NETWORK,
    "collection_order": MODERATORS,
    "collection_progress": {"guest": NOTHING},
    "desk_edit": MODERATORS,
    "walk_in": MODERATORS,
    "certificates": MODERATORS,
    "event": ANNOUNCED_TO_NETWORK,
    "event_edit": MODERATORS,
    "event_ics": ANNOUNCED_TO_NETWORK,
    "event_interest": {"guest": NOTHING},
    "event_materials": MODERATORS,
    "event_publish_again": MODERATORS,
    "event_state": MODERATORS,
    "event_withdraw": MODERATORS,
    "experience_edit": MODERATORS,
    "experience_new": {"guest": NOTHING},
    "group": {"guest": NOTHING},
    "group_agenda": {"guest": NOTHING},
    "group_edit": MODERATORS,
    "group_experiences": {"guest": NOTHING},
    "group_invitation": NOBODYS,
    "group_invite": MODERATORS,
    "group_leave": NOBODYS,
    "group_members": {"guest": NOTHING},
    "group_request": MODERATORS,
    "group_requests": MODERATORS,
    "group_resources": {"guest": NOTHING},
    "group_seat": MODERATORS,
    "invitation": NOBODYS,
    "invitation_new": MANAGERS,
    "invitation_resend": MANAGERS,
    "invitation_withdraw": MANAGERS,
    "invitations": MANAGERS,
    "link": NOBODYS,
    "media": NOBODYS,
    "material_remove": MODERATORS,
    "mention_people": NOBODYS,  # no group is named
    "mfa_deactivate_totp": NOBODYS,
    "mfa_download_recovery_codes": NOBODYS,
    "mfa_view_recovery_codes": NOBODYS,
    "moderation": MODERATORS,
    "moderation_log": MODERATORS,
    "notice": NOBODYS,
    "move_dates": MODERATORS,
    "occurrence": ANNOUNCED_TO_NETWORK,
    "occurrence_cancel": MODERATORS,
    "occurrence_move": MODERATORS,
    "occurrence_restore": MODERATORS,
    "password_gate": dict.fromkeys(SIGNED_IN, FORBIDDEN),
    "person": {"guest": NOTHING},
    "person_vcard": {"guest": NOTHING},
    "position_edit": MANAGERS,
    "position_end": MANAGERS,
    "position_reopen": MANAGERS,
    "post_edit": MODERATORS,
    "post_history": {"guest": NOTHING},
    "post_remove": MODERATORS,
    "post_report": {"guest": NOTHING},
    "post_restore": MODERATORS,
    "post_solve": MODERATORS,
    "registration": ANNOUNCED_TO_NETWORK,
    "registration_change": NOBODYS,
    "registration_edit": NOBODYS,
    "resource": ANNOUNCED_TO_NETWORK,
    "resource_consent": NOBODYS,
    "resource_discard": MODERATORS,
    "resource_edit": MODERATORS,
    "resource_file": ANNOUNCED_TO_NETWORK,
    "resource_history": MODERATORS,
    "resource_save": {"guest": NOTHING},
    "resource_submit": MODERATORS,
    "resource_thumbnail": ANNOUNCED_TO_NETWORK,
    "resource_taken_out": NOBODYS,
    "resource_upload": MODERATORS,
    "resource_validity": MODERATORS,
    "resource_version": MODERATORS,
    "resource_zip": ANNOUNCED_TO_NETWORK,
    "report_decide": MODERATORS,
    "sign_in_sheet": MODERATORS,
    "ticket": NOBODYS,
    "ticket_certificate": NOBODYS,
    "ticket_change": NOBODYS,
    "ticket_edit": NOBODYS,
    "ticket_ics": NOBODYS,
    "ticket_qr": NOBODYS,
    "topic_manage": MODERATORS,
    "topic_move": MODERATORS,
    "topic_new": {"guest": NOTHING},
    "topic_reply": {"guest": NOTHING},
    **{
        name: {"guest": NOTHING}
        for name in ("post", "topic", "topic_follow", "topic_react", "topic_unread", "topics", "topics_read")
    },
    "unmute": NOBODYS,
    "wagtail_serve": NOBODYS,
    "wagtailcore_authenticate_with_password": NOBODYS,
    "wagtailcore_login": dict.fromkeys(SIGNED_IN, FORBIDDEN),
    "wagtaildocs_authenticate_with_password": NOBODYS,
    "wagtaildocs_serve": NOBODYS,
}
# Declared, but there in the demo alone.
DEMO_ALONE = {"mailbox", "mailbox_html", "mailbox_message"}


def outcome(client, path: str) -> str:
    response = client.get(path)
    if response.status_code == 405:
        response = client.post(path)
    back = "" if path == "/" else f"?{urlencode({'next': path})}"
    if response.status_code == 302 and response["Location"] == reverse("account_login") + back:
        return SIGN_IN
    if response.status_code == 302 and response["Location"] == reverse("account_inactive"):
        return SIGNED_OUT if "_auth_user_id" not in client.session else "still signed in"
    if response.status_code >= 500:
        return f"error {response.status_code}"
    return {403: FORBIDDEN, 404: NOTHING}.get(response.status_code, IN)


def expected(audience: Audience, path: str, name: str = "") -> dict[str, str]:
    refusal = FORBIDDEN if path.startswith("/admin/") else NOTHING
    policy = {role: IN if role in WITHIN[audience] else refusal for role in ROLES} | NARROWER.get(name, {})
    if audience == Audience.PUBLIC:
        return policy
    return policy | ({} if audience == Audience.OPEN else {"anonymous": SIGN_IN}) | {"former": SIGNED_OUT}


def outcomes(roles, client_of, path: str) -> dict[str, str]:
    return {role: outcome(client_of(roles[role]), path) for role in ROLES}


def path_to(address: Address, roles: Roles) -> str:
    if address.parameters and address.name not in EXAMPLES:
        pytest.fail(f"Say in tests/intranet/addresses.py (EXAMPLES) how to reach {address.name!r}: {address.route}")
    return address.path_of(EXAMPLES[address.name](roles) if address.parameters else {})


def test_every_address_is_declared():
    missing = [f"{address.name}: {address.route}" for address in ALL if not address.is_declared]
    assert missing == [], "Declare them in intranet.policy.POLICY."


def test_every_declaration_has_its_address():
    names = {address.name for address in ALL}
    assert [name for name in POLICY if name not in names | DEMO_ALONE] == []
    assert [tree for tree in TREES if not any(address.route.startswith(tree) for address in ALL)] == []


def test_every_example_has_its_address():
    names = {address.name for address in OURS}
    assert [name for name in (*EXAMPLES, *NARROWER) if name not in names] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", OURS, ids=lambda address: address.route)
def test_each_role_at_each_address(address, roles, client_of, settings):
    """And of whoever must have a second factor, it is asked before anything else."""
    path = path_to(address, roles)
    audience = audience_of(resolve(path), path)
    settings.SECOND_FACTOR_REQUIRED = True
    response = client_of(roles["coordination"]).get(path)
    asked = response.status_code == 302 and response["Location"] == reverse("second_factor")
    assert asked == (audience > Audience.SIGNED_IN)
    settings.SECOND_FACTOR_REQUIRED = False
    assert outcomes(roles, client_of, path) == expected(audience, path, address.name)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_each_role_at_each_page_of_the_cms(path, roles, client_of):
    assert outcomes(roles, client_of, path) == expected(PAGES[path], path)


@pytest.mark.django_db
def test_no_screen_of_the_cms_opens_to_the_network(roles, client_of, caplog):
    caplog.set_level(logging.ERROR)  # each refusal is a WARNING, and there are hundreds
    clients = {role: client_of(roles[role]) for role in ROLES if role not in WITHIN[Audience.COORDINATION]}
    paths = [path for address in SCREENS if (path := address.some_path())]
    assert len(paths) == len(SCREENS)
    refusals = expected(Audience.COORDINATION, "/admin/")
    wrong = {}
    for path in paths:
        if resolve(path).view_name in POLICY:  # one of ours stands before it, and has its own test
            continue
        for role, client in clients.items():
            if role == "former":
                client.force_login(roles[role])
            found = outcome(client, path)
            if found != refusals[role]:
                wrong[role, path] = found
    assert wrong == {}


def test_undeclared_address_is_closed():
    match = resolve("/salut/")
    match.view_name = match.url_name = "nobody_thought_of_me"
    with pytest.raises(UndeclaredAddressError, match="nobody_thought_of_me"):
        audience_of(match, "/salut/")


@pytest.mark.django_db
def test_form_sent_signed_out_goes_to_the_front_page_after_signing_in(client):
    response = client.post("/compte/password/change/", {"oldpassword": "x"})
    assert (response.status_code, response["Location"]) == (302, "/compte/login/")


@pytest.mark.django_db
def test_piece_of_a_page_asked_for_signed_out_takes_the_whole_page_along(client):
    response = client.get("/compte/sessions/", headers={"HX-Request": "true"})
    expected_url = "/compte/login/?next=%2Fcompte%2Fsessions%2F"
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, expected_url)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/"])
def test_bare_password_gets_nobody_past_the_gate(path, client, roles):
    member = roles["administrator"]
    response = client.post(path, {"username": member.email, "password": "correct-horse-battery"})
    assert (response.status_code, response["Location"]) == (302, "/compte/login/?next=%2Fadmin%2F")
    assert "_auth_user_id" not in client.session
