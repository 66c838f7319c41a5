"""The network is told when a piece of news comes out."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Revision
from wagtail.signals import page_published

from home.models import NewsPage
from intranet.members.models import User
from intranet.notifications.domain.audience import in_network, network_among
from intranet.notifications.domain.notify import notify
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Happening, Kind, register_kind


def published_news(person: User) -> "QuerySet[NewsPage]":
    """News are for those of the network; guests of a group are not told them."""
    news: QuerySet[NewsPage] = NewsPage.objects.live()
    return news if person.standing.in_network else news.none()


def readers_of_news(people: "QuerySet[User]", page: NewsPage) -> "QuerySet[User]":
    return network_among(people) if page.live else people.none()


def line_of(happening: Happening) -> str:
    return _("News: %(title)s") % {"title": happening.target.title}


NEWS = Kind(
    "news",
    label=pgettext_lazy("notification", "A piece of news comes out"),
    section=gettext_lazy("News"),
    icon="newspaper",
    model=NewsPage,
    visible_to=published_news,
    recipients_who_see=readers_of_news,
    line=line_of,
    url=lambda page: page.url,
    excerpt=lambda page: page.lead,
    mail=Frequency.WEEKLY,
    concerns=in_network,
)


def tell_the_network(instance: NewsPage, revision: Revision | None = None, **_kwargs: Any) -> None:
    """The first time alone, be it by hand or by the clock; never of what was published elsewhere long before."""
    if not instance.live or instance.first_published_at != instance.last_published_at:
        return
    publisher = revision.user if revision is not None else None
    notify("news", User.objects.in_network(), actor=publisher or instance.owner, target=instance)


def register_news() -> None:
    register_kind(NEWS)
    page_published.connect(tell_the_network, sender=NewsPage)
