"""What is new in the bank, for programs that read feeds (RSS 2.0), in the name of the person whose token it is."""

import hashlib
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from forum.feeds import writable
from intranet.mail import absolute
from intranet.members.feeds import Feed
from intranet.members.models import User
from repository.models import ResourcePage

MOST_RESOURCES = 30
OWN = "?ambits=meus"


def feeds_of_bank(_person: User, token: str) -> Iterator[Feed]:
    url = absolute(reverse("resources_feed", args=[token]))
    yield Feed(_("New in the resource bank"), url)
    yield Feed(_("New in the resource bank, in my subjects"), f"{url}{OWN}")


def resources_for_feed(person: User, *, is_own: bool) -> list[ResourcePage]:
    """The newest that the person is shown, of their groups alone as well; `is_own`: of their subjects. One statement."""
    pages = ResourcePage.objects.shown_to(person).current().select_related("organisation")
    if is_own:
        pages = pages.filter(pk__in=ResourcePage.objects.filter(subjects__in=person.subjects.all()).values("pk"))
    return list(pages.defer("body").order_by("-first_published_at", "-pk")[:MOST_RESOURCES])


def etag_of(resources: Sequence[ResourcePage]) -> str:
    """Another whenever the feed reads otherwise."""
    parts = [f"{page.pk}.{page.version}.{page.last_published_at}.{council_of(page)}" for page in resources]
    return f'"{hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def feed_of(resources: Sequence[ResourcePage]) -> str:
    """The feed as XML. Its own address is not in it: whoever passes on what they read shall not pass on the key."""
    feed = Rss201rev2Feed(
        title=writable(_("Resource bank · %(site)s") % {"site": settings.SITE_NAME}),
        link=absolute(reverse("resources")),
        description=_("Good practices, guides, models and campaign material of the network."),
        language=settings.LANGUAGE_CODE,
    )
    for page in resources:
        link = absolute(page.get_absolute_url())
        feed.add_item(
            title=writable(f"{page.get_kind_display()}: {page.title}"),
            link=link,
            description=writable(page.summary),
            author_name=writable(council_of(page)),
            pubdate=page.first_published_at or timezone.now(),
            unique_id=link,
            unique_id_is_permalink=True,
        )
    return str(feed.writeString("utf-8"))


def council_of(page: ResourcePage) -> str:
    """Of a person there is nothing in the feed."""
    return page.organisation.full_name if page.organisation else ""
