"""The addresses outside that a circular names, and what was found when somebody last knocked there."""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from home.circular.domain.knocking import Answer, knock
from home.circular.enums import EntryState
from home.circular.models import CircularEntry, CircularPage, LinkCheck

GOOD_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=90)
AT_ONCE, AT_ONE_DOOR = 8, 4
SECONDS = 60
"""Of the worker, for one turn: what is not known by then, another one looks at."""
LONGEST = 500
MOST = 300
"""Addresses of one circular: more are nobody's circular."""


def is_outside(url: str) -> bool:
    """Of the web, and not of this site."""
    is_web = url.startswith(("http://", "https://")) and len(url) <= LONGEST
    return is_web and host_of(url) not in {"", host_of(settings.SITE_URL)}


def host_of(url: str) -> str:
    """Empty, of what is no address."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def links_of(circular: CircularPage, entries: Iterable[CircularEntry]) -> dict[str, CircularEntry | None]:
    """The addresses outside, with the first of `entries` that leads there; None for those in the introduction. No statement."""
    found: dict[str, CircularEntry | None] = dict.fromkeys(links_in(circular.intro))
    for entry in entries:
        if entry.link and not entry.source_name:
            found.setdefault(entry.link, entry)
    return {url: entry for url, entry in found.items() if is_outside(url)}


def links_in(html: str) -> list[str]:
    if "href" not in html:
        return []
    return [str(link["href"]) for link in BeautifulSoup(html, "html.parser").find_all("a", href=True)]


def unlooked(circular: CircularPage, *, now: datetime | None = None) -> list[str]:
    """Addresses of `circular` that nobody has knocked at for a day. Two statements."""
    told = circular.entries.exclude(state=EntryState.REJECTED).exclude(link="")
    accepted_first = told.order_by("state", "pk")
    urls = list(links_of(circular, accepted_first))[:MOST]
    fresh = LinkCheck.objects.filter(url__in=urls, checked_at__gt=(now or timezone.now()) - GOOD_FOR)
    known = set(fresh.values_list("url", flat=True))
    return [url for url in urls if url not in known]


def look_outside(key: int) -> int:
    """Knock at what nobody has for a day, several doors at once; how many. In no transaction: it takes as long as others take."""
    circular = CircularPage.objects.filter(pk=key).first()
    urls = unlooked(circular) if circular else []
    if not urls:
        return 0
    answers = answers_of(urls)
    now = timezone.now()
    checks = [
        LinkCheck(url=url, state=answer.state, answer=answer.said, checked_at=now) for url, answer in answers.items()
    ]
    LinkCheck.objects.bulk_create(
        checks, update_conflicts=True, unique_fields=["url"], update_fields=["state", "answer", "checked_at"]
    )
    return len(checks)


def answers_of(urls: Iterable[str]) -> dict[str, Answer]:
    """Of those that answered, or were given up, within one turn."""
    left, going, found = list(urls), dict[Future[Answer], str](), dict[str, Answer]()
    until = monotonic() + SECONDS
    some = ThreadPoolExecutor(AT_ONCE)
    while (left or going) and monotonic() < until:
        for url in next_of(left, list(going.values())):
            left.remove(url)
            going[some.submit(knock, url)] = url
        done, _others = wait(going, timeout=until - monotonic(), return_when=FIRST_COMPLETED)
        found |= {going.pop(one): one.result() for one in done}
    some.shutdown(wait=False, cancel_futures=True)
    return found


def next_of(left: Iterable[str], going: list[str]) -> list[str]:
    """At which one may knock beside those that are `going`: nobody's door is beleaguered."""
    taken, chosen = Counter(map(host_of, going)), list[str]()
    for url in left:
        if len(going) + len(chosen) < AT_ONCE and taken[host_of(url)] < AT_ONE_DOOR:
            taken[host_of(url)] += 1
            chosen.append(url)
    return chosen


def states_of(urls: Iterable[str]) -> dict[str, LinkCheck]:
    """What is known, by address. One statement."""
    return {check.url: check for check in LinkCheck.objects.filter(url__in=list(urls))}


def forget_old() -> None:
    """The job of every week: what no circular has asked about for long."""
    LinkCheck.objects.filter(checked_at__lt=timezone.now() - KEPT_FOR).delete()
