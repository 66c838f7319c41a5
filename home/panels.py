"""What the front door itself shows on the dashboard. It is drawn anew only when what it shows is another."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.models import NewsPage, SectionPage
from intranet.glances import glance, register_glance
from intranet.panels import Panel, register_panel
from intranet.unions import listed

if TYPE_CHECKING:
    from intranet.members.models import User

SHOWN_NEWS = 4
NEWS_ADDRESS = "/noticies/"
NEWS, PAGES = "news", "network_pages"


@dataclass(frozen=True)
class PageLine:
    """A page as a list tells it: `path` is where it stands in the tree, `day` the date of a piece of news."""

    pk: int
    title: str
    path: str
    day: date | None = None

    @cached_property
    def page(self) -> Page:
        """What the tags of the CMS need to know of it."""
        return Page(pk=self.pk, title=self.title, url_path=self.path)


def register() -> None:
    register_glance(NEWS, rows_of_news)
    register_glance(PAGES, rows_of_pages)
    register_panel("dashboard:new", 20, latest_news)
    register_panel("dashboard:new", 90, network_pages)


def rows_of_news(user: "User") -> "QuerySet[Any, Any] | None":
    """Guests of a group are not told the network's."""
    if not user.standing.in_network:
        return None
    rows = listed(NewsPage.objects.live(), key="pk", label="title", second="url_path", at=Cast("date", DateTimeField()))
    return rows.order_by("-date", "-pk")[:SHOWN_NEWS]


def latest_news(request: HttpRequest) -> Panel | None:
    """The latest news."""
    rows = sorted(glance(request, NEWS), key=lambda row: (row.at, row.key), reverse=True)
    news = [PageLine(row.key, row.label, row.second, row.at.date() if row.at else None) for row in rows]
    if not news:
        return None
    context = {"news": news, "year": timezone.localdate().year}
    return Panel(_("News"), "home/panels/latest_news.html", context, NEWS_ADDRESS, _("All news"), "newspaper")


def rows_of_pages(user: "User") -> "QuerySet[Any, Any] | None":
    """By their place in the menu, and where they are found."""
    if not user.standing.in_network:
        return None
    few = SectionPage.objects.order_by().values("pk")  # SQLite would rather begin with all the pages of the site
    pages = SectionPage.objects.live().in_menu().filter(depth=3, pk__among_rows=few)
    return listed(
        pages, key="pk", label="title", second=Concat("path", Value("|"), "url_path", output_field=TextField())
    )


def network_pages(request: HttpRequest) -> Panel | None:
    """The pages that coordination wants at hand: those just below the front page that ask to be shown there."""
    rows = sorted(glance(request, PAGES), key=lambda row: row.second)
    pages = [PageLine(row.key, row.label, row.second.partition("|")[2]) for row in rows]
    return (
        Panel(_("About the network"), "home/panels/network_pages.html", {"pages": pages}, icon="info")
        if pages
        else None
    )
