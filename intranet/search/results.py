"""What is found for a few words, kind by kind: only what the person may see, and the way to more of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from agenda.models import Event
from forum.models import Topic
from home.circular.domain.finding import entries_with
from home.models import NewsPage, SectionPage
from intranet.members.filters.people import directory_for
from intranet.members.models import Organisation, User, WorkingGroup
from repository.catalogue.bank import Line
from repository.catalogue.seeing import catalogue_for
from repository.catalogue.snippets import snippets_of
from repository.catalogue.words import find_all

SHOWN = 5
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Kind:
    """One kind of thing that was found: the first few of `count`, and where all are, if there is such a place."""

    key: str
    title: str
    icon: str
    found: list[Any]
    count: int
    more_url: str = ""

    @property
    def template_name(self) -> str:
        return f"search/{self.key}.html"


class FoundResource(NamedTuple):
    """A resource, and markup that says where in its text the words stand."""

    line: Line
    snippet: str

    def __str__(self) -> str:
        return self.line.title


def search_for(user: User, words: str) -> list[Kind]:
    """The kinds of which something was found, people first; none for words that say nothing."""
    words = words.strip()[:LONGEST_SEARCH]
    if not words:
        return []
    searches = (people, councils, groups, resources, events, topics, circulars, pages)
    return [kind for kind in (search(user, words) for search in searches) if kind.count]


def people(user: User, words: str) -> Kind:
    found = directory_for(user).named(words).order_by("sort_key")
    shown = found.with_closeness(user).with_open_positions()[:SHOWN]
    return Kind("people", _("People"), "users", list(shown), found.count(), more("people", words))


def councils(user: User, words: str) -> Kind:
    found = Organisation.objects.visible_to(user).named(words).order_by("sort_key")
    shown = found.with_logos()[:SHOWN]
    return Kind("councils", _("Councils"), "landmark", list(shown), found.count(), more("organisations", words))


def groups(user: User, words: str) -> Kind:
    found = WorkingGroup.objects.visible_to(user).named(words).order_by("sort_key")
    return Kind(
        "groups",
        _("Working groups"),
        "messages-square",
        list(found[:SHOWN]),
        found.count(),
        more("groups", words),
    )


def resources(user: User, words: str) -> Kind:
    """By their words and those inside their files, the best first; what is archived does not count."""
    catalogue = catalogue_for(user)
    current = [at for at in find_all(catalogue, words).ranked if catalogue.current >> at & 1]
    lines = catalogue.lines_of(current[:SHOWN])
    snippets = snippets_of(words, lines)
    shown = [FoundResource(line, snippets.get(line.pk, "")) for line in lines]
    return Kind("resources", pgettext("section", "Resources"), "library", shown, len(current), more("resources", words))


def events(user: User, words: str) -> Kind:
    """By their titles, places and organisers, the latest first."""
    found = Event.objects.visible_to(user).named(words).order_by("-start", "-pk")
    shown = found.defer("body", "programme", "told")[:SHOWN]
    return Kind("events", _("Agenda"), "calendar-days", list(shown), found.count(), more("agenda_list", words))


def topics(user: User, words: str) -> Kind:
    """By their titles, the newest first."""
    found = Topic.objects.visible_to(user).titled(words).order_by("-last_posted_at", "-pk")
    return Kind("topics", _("Topics"), "messages-square", list(found.select_related("group")[:SHOWN]), found.count())


def circulars(user: User, words: str) -> Kind:
    """What circulars have told, the latest first."""
    found = entries_with(words, user)
    return Kind("circular", pgettext("section", "Circular"), "scroll-text", list(found[:SHOWN]), found.count())


def pages(user: User, words: str) -> Kind:
    """News and pages are the network's: a guest of a group finds none."""
    found: Iterable[Page] = ()
    count = 0
    if user.standing.in_network:
        results = Page.objects.live().type(NewsPage, SectionPage).search(words)
        found, count = results[: SHOWN * 2], results.count()
    return Kind("pages", _("News and pages"), "newspaper", list(found), count)


def more(list_name: str, words: str) -> str:
    return f"{reverse(list_name)}?{urlencode({'q': words})}"
