"""How long it takes to write the circulars of all members and put them into the outbox, in how much memory, and what pages wait for meanwhile."""

import json
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from statistics import median
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from agenda.models import Event
from benchmarks.mail import sink
from benchmarks.measure import SLOW, Ask, asker
from home.circular.domain.months import being_prepared
from home.circular.domain.sending import begin_sending
from home.circular.domain.turns import stamp_of
from home.circular.enums import EntryState, Section
from home.circular.letter.feeding import feed
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import Organisation, User
from intranet.members.models.people_queries import COORDINATION
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message

ENTRIES, FROM_EVENTS = 40, 25
SECONDS, SLOWER, GROWS = 60, 1.3, 1.1
PAGES = ("/", "/agenda/", "/membres/", "/recursos/")
ROUNDS = 30
TEXT = "El taller explica, amb casos de tres ajuntaments, com s’inclouen clàusules socials en un contracte menor. " * 3


class Sending(NamedTuple):
    """`half`, `whole`: the most memory in MB after half of the mails and after all; `slower`: how many times as long each page takes."""

    mails: int
    begin: float
    seconds: float
    half: float
    whole: float
    slower: dict[str, float]


def sending_of_circular(viewer: User) -> Sending:
    """Written by one worker and sent by one mailer, each in a process of its own, as in the site that runs."""
    circular = a_full_circular()
    asks = {
        path: asker(path, viewer, backend=settings.AUTHENTICATION_BACKENDS[0], middleware=settings.MIDDLEWARE)
        for path in PAGES
    }
    began = time.perf_counter()
    begin_sending(circular, by=coordinator())
    begin = time.perf_counter() - began
    before = seconds_of(asks)  # the dashboard tells of it already
    with a_mailer(), a_worker(circular.pk) as (said, is_over):
        during = seconds_of(asks, until=is_over)
    facts = json.loads(said())
    mails = Message.objects.filter(about=f"circular:{circular.pk}").count()
    if mails != circular.deliveries.count():
        msg = "Not everybody has a mail."
        raise RuntimeError(msg)
    slower = {page: during[page] / before[page] for page in PAGES}
    return Sending(mails, begin, facts["seconds"], facts["half"], facts["whole"], slower)


def coordinator() -> User:
    person = User.objects.in_network().order_by("pk")[0]
    person.groups.add(Group.objects.get_or_create(name=COORDINATION)[0])
    found: User = User.objects.with_standing().get(pk=person.pk)
    return found


def a_full_circular() -> CircularPage:
    circular = being_prepared()
    CircularPage.objects.filter(pk=circular.pk).update(intro="<p>Benvolgudes i benvolguts, això és el mes.</p>")
    councils = list(Organisation.objects.councils().present()[:ENTRIES])
    ahead = Event.objects.published().filter(start__gt=timezone.now(), circular_entry=None)
    events = list(ahead.select_related("group")[:FROM_EVENTS])
    author = coordinator()
    for number in range(ENTRIES):
        event = events[number] if number < len(events) else None
        CircularEntry.objects.create(
            circular=circular,
            section=Section.AGENDA if event else list(Section)[number % len(Section)],
            state=EntryState.ACCEPTED,
            position=number,
            title=event.title if event else f"Ajuts a la compra pública responsable, {number}a convocatòria",
            text=TEXT,
            day=timezone.localdate() + timedelta(days=number),
            event=event,
            group=event.group if event else None,
            author=None if event else author,
            organisation=None if event else councils[number % len(councils)],
        )
    circular.refresh_from_db()
    return circular


@contextmanager
def a_worker(key: int) -> Iterator[tuple[Callable[[], str], Callable[[], bool]]]:
    """What it says of itself when it has written all, and whether it has."""
    hear, tell = os.pipe()
    connections.close_all()
    pid = os.fork()
    if not pid:
        os.write(tell, json.dumps(write_all(key)).encode())
        os._exit(0)
    os.close(tell)
    over: list[bool] = []

    def is_over() -> bool:
        if not over and os.waitpid(pid, os.WNOHANG)[0]:
            over.append(True)
        return bool(over)

    yield lambda: os.read(hear, 10_000).decode(), is_over
    while not is_over():
        time.sleep(0.05)


@contextmanager
def a_mailer() -> Iterator[None]:
    """It sends what is put in, to a server that forgets it, for as long as the block lasts."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with sink() as port, override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        connections.close_all()
        pid = os.fork()
        if not pid:
            try:
                Mailer().run()
            finally:
                os._exit(0)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)


def write_all(key: int) -> dict[str, Any]:
    """Slice after slice, as the tasks come one after the other."""
    circular, began, half = CircularPage.objects.get(pk=key), time.perf_counter(), 0.0
    everyone = circular.deliveries.count()
    while circular.fed_at is not None:
        feed(key, stamp_of(circular))
        circular.refresh_from_db()
        if not half and circular.deliveries.waiting().count() <= everyone / 2:
            half = most_memory()
    return {"seconds": time.perf_counter() - began, "half": half, "whole": most_memory()}


def most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds_of(asks: dict[str, Ask], *, until: Callable[[], bool] | None = None) -> dict[str, float]:
    """The middle of how long each page takes, asked in turn: so many rounds, or for as long as something lasts."""
    times: dict[str, list[float]] = {page: [] for page in asks}
    for ask in asks.values():
        ask()
    for _round in count() if until else range(ROUNDS):
        for page, ask in asks.items():
            begin = time.perf_counter()
            ask()
            times[page].append(time.perf_counter() - begin)
        if until and until():
            break
    return {page: median(taken) for page, taken in times.items()}


def lines_of(sending: Sending) -> str:
    page, slower = max(sending.slower.items(), key=lambda one: one[1])
    grows = " grows" if sending.whole > sending.half * GROWS else ""
    slow = SLOW if sending.seconds > SECONDS or slower > SLOWER or grows else ""
    return (
        f"\ncircular: begun in {sending.begin:.1f} s; {sending.mails} mails written and put in within {sending.seconds:.1f} s "
        f"(budget {SECONDS}); {sending.half:.0f} MB after half of them, {sending.whole:.0f} MB after all{grows}; "
        f"pages take {slower:.2f} × as long meanwhile at most ({page}, budget {SLOWER}){slow}"
    )
