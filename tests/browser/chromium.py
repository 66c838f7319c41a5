"""Which Chromium the tests drive, and what its pages must not do."""

import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests need Chromium, and there is none. Install it (Debian: apt-get install chromium; "
    "elsewhere: .venv/bin/playwright install chromium) or say where it is: CHROMIUM=/path/to/chromium"
)
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
)
# The policy's own event: also for what the console does not say.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`Policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


def executable() -> str | None:
    """The program named by CHROMIUM, or the first that is installed."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


def arguments() -> list[str]:
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@dataclass
class Watch:
    """Everything that went wrong in a context's pages: what they said, what they asked others, what did not come."""

    site: str
    wrong: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Paths whose own answer is an error, as the test expects: the browser notes that in its console."""

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.wrong.append(f"{error.page and error.page.url}: {error.error}"))
        context.on("request", self.asked)
        context.on("requestfailed", self.failed)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        source = str(message.location.get("url", ""))
        if message.text.startswith("Failed to load resource") and urlsplit(source).path in self.refused:
            return
        self.wrong.append(f"{message.page and message.page.url}: {message.type}: {message.text} ({source})")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.wrong.append(f"asked another host: {request.url}")

    def failed(self, request: Request) -> None:
        # Leaving a page stops what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"failed: {request.url} {request.failure}")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window, once it has taken the window's size."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
