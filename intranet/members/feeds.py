"""Private feeds: addresses that open without signing in, for programs that read in a person's name.

The token in them is derived and never stored, so that it can be shown again; a new nonce ends all that were given. Whoever
reads a feed asks anew what its person may see.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from intranet.members.models import FeedKey, User
from intranet.members.models.feed_keys import new_nonce
from intranet.statements import PERSON, Statement

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SALT = "intranet.members.feeds"
TOKEN = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{40})")


RSS, CALENDAR = "application/rss+xml", "text/calendar"


@dataclass(frozen=True)
class Feed:
    """`url` is absolute, and a secret."""

    label: "StrPromise | str"
    url: str
    media_type: str = RSS

    @property
    def icon(self) -> str:
        return "calendar" if self.media_type == CALENDAR else "rss"

    @property
    def subscribe_url(self) -> str:
        """What a calendar program opens by itself, to keep up to date what it once brought in."""
        return f"webcal:{self.url.partition(':')[2]}" if self.media_type == CALENDAR else self.url


Builder = Callable[[User, str], Iterable[Feed]]
_builders: dict[str, Builder] = {}


def register_feeds(name: str, build: Builder) -> None:
    """Have `build(person, token)` asked for the feeds that the person's page of their own data names.

    From `AppConfig.ready`. Raises ValueError when the name is taken.
    """
    if _builders.setdefault(name, build) != build:
        msg = f"There are feeds named {name!r} already."
        raise ValueError(msg)


def feeds_of(person: User) -> list[Feed]:
    token = feed_token(person)
    return [feed for build in _builders.values() for feed in build(person, token)]


def feed_token(person: User) -> str:
    """What stands in the addresses of all feeds of `person`, the same until it is renewed. One statement, and no write."""
    nonce = next((nonce for (nonce,) in nonce_of().rows({PERSON: person.pk})), None)
    return f"{person.pk}-{digest(person.pk, nonce, settings.SECRET_KEY)}"


@lru_cache(maxsize=1)
def nonce_of() -> Statement:
    return Statement.of(FeedKey.objects.filter(person=PERSON).order_by().values_list("nonce"))


def person_of(token: str) -> User | None:
    """Whose token it is, as they stand today; None when it is nobody's, or they have no access. One statement."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    people = User.objects.with_standing().annotate(nonce=F("feed_key__nonce"))
    person: User | None = people.filter(pk=int(found[1]), is_active=True).first()
    if person is None or not is_genuine(person, found[2]) or not person.standing.has_access:
        return None
    return person


def is_genuine(person: User, given: str) -> bool:
    """`person` with their `nonce`. A key that the site has laid down keeps opening what it made, as for sessions."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    nonce = getattr(person, "nonce", None)
    return any(constant_time_compare(digest(person.pk, nonce, key), given) for key in keys)


def digest(pk: int, nonce: str | None, key: str) -> str:
    """160 bits. Whoever never renewed has no nonce yet."""
    return salted_hmac(SALT, f"{pk}:{nonce or ''}", secret=key, algorithm="sha256").hexdigest()[:40]


def renew(person: User) -> None:
    """All addresses given so far open nothing from now on."""
    changed = {"nonce": new_nonce(), "renewed_at": timezone.now()}
    FeedKey.objects.update_or_create(person=person, defaults=changed)
