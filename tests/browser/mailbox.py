"""The demo's mail, which a mailer brings within a second or two."""

import time

from playwright.sync_api import Page

PATIENCE_SECONDS = 20


def open_last_mail(page: Page, *, to: str) -> None:
    """The newest of `/correu/`, once it is one to this address."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        page.goto("/correu/")
        first = page.locator("main tbody tr").first
        if first.count() and to in first.inner_text():
            first.get_by_role("link").click()
            return
        page.wait_for_timeout(200)
    msg = f"No mail has come to {to}."
    raise AssertionError(msg)
