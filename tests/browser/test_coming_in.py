"""A new colleague comes in: invited by the council's manager, then without password, with a passkey."""

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.browser.accounts import MANAGER
from tests.browser.mailbox import open_last_mail

NEWCOMER = "nova.companya@manresa.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def newcomer(context_for) -> BrowserContext:
    return context_for()


@pytest.fixture
def page(newcomer: BrowserContext) -> Page:
    return newcomer.new_page()


@pytest.fixture
def device(newcomer: BrowserContext, page: Page) -> tuple[CDPSession, str]:
    """A device that answers for the newcomer, as a phone or a laptop with a fingerprint would."""
    session = newcomer.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, added["authenticatorId"]


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def invite(page: Page, email: str) -> None:
    page.goto("/municipis/manresa/invitacions/nova/")
    page.locator("[name=email]").fill(email)
    send(page)
    page.wait_for_url("**/municipis/manresa/invitacions/")
    expect(page.locator("main")).to_contain_text(email)


def open_invitation(page: Page) -> None:
    """From the last mail that the demo has kept."""
    open_last_mail(page, to=NEWCOMER)
    page.locator("a[href*='/invitacio/']").first.click()


def test_a_colleague_is_invited_and_gets_in_with_a_passkey(context_for, page, device):
    session, authenticator = device
    invite(context_for(MANAGER).new_page(), NEWCOMER)

    open_invitation(page)
    expect(page.locator("main")).to_contain_text("Ajuntament de Manresa")
    send(page)
    page.wait_for_url("**/compte/signup/")
    page.locator("[name=given_name]").fill("Nova")
    page.locator("[name=family_name]").fill("Companya Roca")
    page.locator("[name=privacy]").check()
    send(page)
    page.wait_for_url("/")

    page.goto("/compte/2fa/webauthn/add/")
    add = page.locator("#mfa_webauthn_add")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    add.click()
    expect(page.locator("passkey-notice")).to_be_visible()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    add.click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".codes li")).to_have_count(10)

    page.goto("/compte/logout/")
    send(page)
    page.goto("/compte/login/?next=/municipis/manresa/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/municipis/manresa/")
    expect(page.locator("main")).to_contain_text("Nova Companya Roca")
