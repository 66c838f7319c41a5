"""What the front door itself shows on the dashboard."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from home.models import NewsPage, SectionPage
from intranet.panels import Panel

if TYPE_CHECKING:
    from intranet.members.models import User

SHOWN_NEWS = 4
NEWS_ADDRESS = "/noticies/"


def latest_news(request: HttpRequest) -> Panel | None:
    """The latest news; guests of a group are not told the network's."""
    if not cast("User", request.user).standing.in_network:
        return None
    news = list(NewsPage.objects.latest_first()[:SHOWN_NEWS])
    if not news:
        return None
    return Panel(_("News"), "home/panels/latest_news.html", {"news": news}, NEWS_ADDRESS, _("All news"), "newspaper")


def network_pages(request: HttpRequest) -> Panel | None:
    """The pages that coordination wants at hand: those just below the front page that ask to be shown there."""
    if not cast("User", request.user).standing.in_network:
        return None
    pages = list(SectionPage.objects.live().in_menu().filter(depth=3).order_by("path"))
    return (
        Panel(_("About the network"), "home/panels/network_pages.html", {"pages": pages}, icon="info")
        if pages
        else None
    )
