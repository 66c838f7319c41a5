"""How long the search takes, query by query, and what is suggested while one types; against a bare page of the same run."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import quote_plus

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.measure import SLOW, WARM_UP, Ask, asker, statements_of
from intranet.demo.scale_words import word_of
from intranet.members.models import Organisation, Subject, User

TIMES = 20
SEARCH, SUGGESTIONS = 25.0, 6.0
"""How many bare pages they may cost at the 95th percentile, on PostgreSQL."""


@dataclass(frozen=True)
class Line:
    """One address, how many statements it makes, and what it costs in bare pages, in the middle and at worst."""

    label: str
    statements: int
    middle: float
    worst: float


@dataclass(frozen=True)
class Pace:
    """`p95`: of all requests together."""

    label: str
    lines: list[Line]
    p95: float
    budget: float


def searches() -> dict[str, str]:
    """Queries as people type them: of rare and common words, of one and of several, narrowed down, mistyped and in vain."""
    words = {
        "a rare word": word_of(20_000),
        "a word of some": word_of(300),
        "a word of many": word_of(20),
        "a word of most": "cooperativa",
        "another of most": "pressupost",
        "in titles": "jornada",
        "a plural": "licitacions",
        "without accents": "procediment intervencio",
        "two words": "compra pública",
        "three words": "clàusules socials plec",
        "common and rare": f"cooperativa {word_of(700)}",
        "rare and rare": f"{word_of(40)} {word_of(90)}",
        "a sentence": "com ho feu per començar sense pressupost",
        "a beginning": "coop",
        "two letters": "co",
        "a beginning of a rare one": word_of(8_000)[:5],
        "in files": "borsa de sòl masoveria",
        "a name": "mireia casadevall",
        "a council": "sabadell",
        "a group": "agroecologia",
        "mistyped": "coperatvia",
        "found nowhere": "zzyzx qwrtplk",
    }
    asked = {label: f"/cerca/?q={quote_plus(query)}" for label, query in words.items()}
    council, subject = Organisation.objects.councils().present()[0], Subject.objects.all()[0]
    today = timezone.localdate()
    return asked | {
        "most, one kind": "/cerca/?q=cooperativa&kind=post",
        "most, of a council": f"/cerca/?q=cooperativa&organisation={council.pk}",
        "most, of a subject": f"/cerca/?q=jornada&subject={subject.pk}",
        "most, since today": f"/cerca/?q=jornada&from={today.isoformat()}",
        "most, page 20": "/cerca/?q=cooperativa&pagina=20",
    }


def suggestions() -> dict[str, str]:
    begun = ("co", "coop", "comp", "compra pú", "jor", "sab", "mir", word_of(300)[:5], "clàusules soc", "zzyzx")
    return {words: f"/cerca/suggeriments/?q={quote_plus(words)}" for words in begun}


def paces_of_searching(viewer: User, stock: Ask) -> list[Pace]:
    return [
        pace_of("search", searches(), SEARCH, viewer, stock),
        pace_of("suggestions", suggestions(), SUGGESTIONS, viewer, stock),
    ]


def pace_of(label: str, addresses: dict[str, str], budget: float, viewer: User, stock: Ask) -> Pace:
    """Each address in turn, round after round, with a bare page before it."""
    backend = settings.AUTHENTICATION_BACKENDS[0]
    asks = {
        name: asker(path, viewer, backend=backend, middleware=settings.MIDDLEWARE) for name, path in addresses.items()
    }
    for ask in (stock, *asks.values()):
        for _ in range(WARM_UP):
            ask()
    bare, times = list[float](), {name: list[float]() for name in asks}
    for _ in range(TIMES):
        for name, ask in asks.items():
            bare.append(seconds(stock))
            times[name].append(seconds(ask))
    plain = median(bare)
    lines = [
        Line(name, statements_of(ask), median(times[name]) / plain, max(times[name]) / plain)
        for name, ask in asks.items()
    ]
    return Pace(label, lines, quantiles([one for some in times.values() for one in some], n=20)[-1] / plain, budget)


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def lines_of(paces: list[Pace]) -> str:
    return "\n".join(line for pace in paces for line in lines_of_one(pace))


def lines_of_one(pace: Pace) -> list[str]:
    """The budget is PostgreSQL's; on SQLite it is only told."""
    judged = connection.vendor == "postgresql"
    slow = SLOW if judged and pace.p95 > pace.budget else ""
    budget = f"budget {pace.budget:.0f}" if judged else "no budget on SQLite"
    rows = [
        f"  {line.label:<28} {line.statements:>10} {line.middle:>8.1f} {line.worst:>8.1f}"
        for line in sorted(pace.lines, key=lambda line: -line.middle)
    ]
    head = f"\n{pace.label}: {pace.p95:.1f} × plain at p95 of {len(pace.lines)} queries ({budget}){slow}"
    return [head, f"  {'query':<28} {'statements':>10} {'× plain':>8} {'at worst':>8}", *rows]
