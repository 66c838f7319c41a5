"""The circulars, for programs that read feeds (RSS 2.0), in the name of the person whose token it is."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from forum.domain.discretion import may_leave
from forum.feeds import writable
from home.circular.domain.arranging import Part, arranged, interests_of
from home.circular.models import CircularEntry, CircularPage
from intranet.mail import absolute
from intranet.members.feeds import Feed
from intranet.members.models import User

MOST_CIRCULARS = 6


@dataclass(frozen=True)
class Item:
    """A circular with all of it that the person may see, as HTML whose links lead here from anywhere."""

    circular: CircularPage
    content: str


def feeds_of_circular(person: User, token: str) -> Iterator[Feed]:
    """Guests of a group read no circular: to them none is named."""
    if person.standing.in_network:
        yield Feed(_("The circular of the month"), absolute(reverse("circular_feed", args=[token])))


def items_for_feed(person: User) -> list[Item]:
    """The latest circulars as the person may read them today, without failures. Four statements, one when there is none."""
    out = CircularPage.objects.visible_to(person).out().order_by("-month")
    circulars = {circular.pk: circular for circular in out[:MOST_CIRCULARS]}
    if not circulars:
        return []
    found = CircularEntry.objects.filter(circular__in=circulars).printed().visible_to(person).with_sources()
    leaving = found.filter(may_leave("topic__"))
    entries = leaving.order_by("circular", "section", "position", "pk")
    of_each = {key: list(some) for key, some in groupby(entries, key=lambda entry: entry.circular_id)}
    interests = interests_of([person.pk])[person.pk]
    return [
        Item(circular, content_of(circular, arranged(of_each.get(key, ()), interests)))
        for key, circular in circulars.items()
    ]


def content_of(circular: CircularPage, parts: list[Part]) -> str:
    html = render_to_string("circular/feed_item.html", {"circular": circular, "parts": parts})
    return html.replace('href="/', f'href="{absolute("/")}')


def etag_of(items: list[Item]) -> str:
    """Another whenever the feed reads otherwise."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(f"{item.circular.pk} {item.circular.title} {item.content}".encode())
    return f'"{digest.hexdigest()[:32]}"'


def feed_of(items: list[Item]) -> str:
    """The feed as XML. Its own address is not in it: whoever passes on what they read shall not pass on the key."""
    feed = Rss201rev2Feed(
        title=writable(_("Circular · %(site)s") % {"site": settings.SITE_NAME}),
        link=absolute(reverse("circulars")),
        description=_("What the councils and the ecosystem of the social and solidarity economy do, once a month."),
        language=settings.LANGUAGE_CODE,
    )
    for item in items:
        link = absolute(item.circular.get_absolute_url())
        feed.add_item(
            title=writable(item.circular.title),
            link=link,
            description=writable(item.content),
            pubdate=item.circular.begun_at or timezone.now(),
            unique_id=link,
            unique_id_is_permalink=True,
        )
    return str(feed.writeString("utf-8"))
