"""One page's statements and time, as the web server would ask for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from importlib import import_module
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import get_random_string

from forum.views.kept import POSTS
from intranet.members.models import User

SLOW = " slower than its budget"
WARM_UP = 5
ROUNDS = 15
REQUESTS_A_ROUND = 10


@dataclass(frozen=True)
class Page:
    """An address and what it may cost; without a budget it is only shown.

    `cold`: nothing of the conversations is drawn yet. `by`: by whom it is asked for, if not by any member.
    """

    label: str
    path: str
    statements: int | None = None
    ratio: float | None = None
    size: int | None = None
    cold: bool = False
    by: str = ""


@dataclass(frozen=True)
class Cost:
    statements: int
    seconds: float
    size: int


Ask = Callable[[], bytes]


def cookies(user: User, backend: str) -> str:
    """What the browser of `user` sends along, signed in through `backend`: the session, and the secret of the forms."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    secret = get_random_string(CSRF_SECRET_LENGTH, CSRF_ALLOWED_CHARS)
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={secret}"


def asker(path: str, user: User, *, backend: str, middleware: list[str]) -> Ask:
    """Asks for `path` through a handler of its own. Raises when the answer is not the page."""
    with override_settings(MIDDLEWARE=middleware):
        handler = WSGIHandler()
    cookie = cookies(user, backend)
    address, _, query = path.partition("?")
    given = RequestFactory(SERVER_NAME="localhost").get(address, QUERY_STRING=query).environ

    def ask() -> bytes:
        status, written = list[str](), list[bytes]()

        def start(line: str, _headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], object]:
            status.append(line)
            return written.append

        response = handler({**given, "HTTP_COOKIE": cookie}, start)
        body = b"".join([*response, *written])
        response.close()
        if not status[0].startswith(str(HTTPStatus.OK.value)):
            msg = f"{path} answers {status[0]}"
            raise RuntimeError(msg)
        return body

    return ask


def coldly(ask: Ask) -> Ask:
    """As `ask`, with nothing drawn yet of what the forum keeps."""

    def ask_coldly() -> bytes:
        caches[POSTS].clear()
        return ask()

    return ask_coldly


def statements_of(ask: Ask) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def seconds_of(ask: Ask) -> float:
    """Asked once before: the page measured just now may have thrown away what was drawn."""
    ask()
    begin = time.perf_counter()
    for _ in range(REQUESTS_A_ROUND):
        ask()
    return (time.perf_counter() - begin) / REQUESTS_A_ROUND


def measure(askers: dict[Page, Ask]) -> dict[Page, Cost]:
    """All pages in turn, round after round, so that a busy moment of the machine weighs on all alike."""
    for ask in askers.values():
        for _ in range(WARM_UP):
            ask()
    times: dict[Page, list[float]] = {page: [] for page in askers}
    for _ in range(ROUNDS):
        for page, ask in askers.items():
            times[page].append(seconds_of(ask))
    return {page: Cost(statements_of(ask), median(times[page]), len(ask())) for page, ask in askers.items()}
