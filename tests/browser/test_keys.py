"""Keys: one that is the second step only, and one that the site no longer knows but the device still offers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from tests.browser.accounts import ELECTED, PASSWORD
from tests.browser.conftest import sign_in
from tests.browser.test_coming_in import AUTHENTICATOR, send


class Device:
    """Keeps every key so that it would open the account by itself, as phones and laptops do whatever a site asks for."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.session = context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        self.named = {"authenticatorId": self.tell("addVirtualAuthenticator", options=AUTHENTICATOR)["authenticatorId"]}

    def tell(self, command: str, **details: Any) -> dict[str, Any]:
        return self.session.send(f"WebAuthn.{command}", details)

    def keep_all(self) -> None:
        """Chromium's own virtual device does as it is asked."""
        for key in self.tell("getCredentials", **self.named)["credentials"]:
            self.tell("removeCredential", **self.named, credentialId=key["credentialId"])
            self.tell("addCredential", **self.named, credential={**key, "isResidentCredential": True})


@pytest.fixture
def context(context_for, sessions: dict[str, StorageState]) -> Iterator[BrowserContext]:
    """The first second factor ends the person's other sessions: those that later tests would take up."""
    yield context_for()
    sessions.pop(ELECTED, None)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def device(context: BrowserContext, page: Page) -> Device:
    return Device(context, page)


def give_password(page: Page) -> None:
    page.locator("[name=password]").fill(PASSWORD)
    send(page)


def add_key(page: Page) -> None:
    page.goto("/compte/2fa/webauthn/add/")
    give_password(page)
    page.locator("[name=passwordless]").uncheck()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")


def remove_key(page: Page) -> None:
    page.goto("/compte/2fa/webauthn/")
    page.locator("main a[data-kind=danger]").click()
    give_password(page)
    send(page)
    expect(page.locator("main .empty, main a[href$='/webauthn/add/']").first).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/compte/logout/")
    send(page)


def refused_at_sign_in(page: Page) -> str:
    """What is said of the key in red, after trying to sign in with it alone."""
    page.goto("/compte/login/")
    page.locator("#passkey_login").click()
    refused = page.locator("[data-tone=danger]")
    expect(refused).to_have_count(1)
    said = refused.inner_text()
    page.goto("/membres/")
    expect(page).to_have_url(re.compile("/compte/login/"))
    return said


def test_a_key_for_the_second_step_opens_nothing_by_itself(page, device):
    sign_in(page, ELECTED)
    add_key(page)
    device.keep_all()
    sign_out(page)
    second_only = refused_at_sign_in(page)

    page.goto("/compte/login/")
    page.locator("[name=login]").fill(ELECTED)
    page.locator("[name=password]").fill(PASSWORD)
    send(page)
    page.wait_for_url("**/compte/2fa/authenticate/")
    expect(page.locator("main button").first).to_have_id("mfa_webauthn_authenticate")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("/")

    remove_key(page)
    sign_out(page)
    assert refused_at_sign_in(page) not in {"", second_only}
