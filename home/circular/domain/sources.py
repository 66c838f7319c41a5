"""The things of the site that can stand in a circular, each kind by the name of the entry's field that holds it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils import timezone

from agenda.models import Event
from forum.models import Topic
from home.circular.domain.said import Said
from home.circular.domain.said_events import said_by_events
from home.circular.domain.said_pages import said_by_news, said_by_resources, said_by_topics
from home.models.news import NewsPage
from repository.models import ResourcePage

__all__ = ["Said", "Source", "name_of", "said_by", "said_by_one"]

Source = Event | ResourcePage | Topic | NewsPage
NAMES: dict[type[Source], str] = {Event: "event", ResourcePage: "resource", Topic: "topic", NewsPage: "news"}


def name_of(source: Source) -> str:
    """The entry's field that holds it (`models.entries.SOURCES`)."""
    return NAMES[type(source)]


def said_by(name: str, keys: Collection[int], *, since: datetime | None = None) -> Mapping[int, Said]:
    """What the things of one kind say of themselves, by key: at most three statements for any number, none for none.

    `since`: from when on the date of an event is looked for; from now on without it.
    """
    if not keys:
        return {}
    if name == "event":
        return said_by_events(keys, since or timezone.now())
    return {"resource": said_by_resources, "topic": said_by_topics, "news": said_by_news}[name](keys)


def said_by_one(source: Source, *, since: datetime | None = None) -> Said:
    """As it is in the database now. Its `drop_reason` says whether it may stand in a circular at all.

    Raises KeyError when it is no more.
    """
    return said_by(name_of(source), [source.pk], since=since)[source.pk]
