"""The way into every page of a resource: what one may not see is not there."""

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404, HttpRequest

from intranet.members.views.requests import PersonRequest
from repository.domain.looking import Seen, how_seen
from repository.models import ResourcePage

if TYPE_CHECKING:
    from repository.models import ResourceQuerySet

BESIDES = ("organisation", "group", "owner", "reviewed_by")


class Look(NamedTuple):
    """A resource as readers see it, and what it is to the one who looks at it."""

    page: ResourcePage
    seen: Seen

    @property
    def is_draft(self) -> bool:
        """Nothing of it is published: what there is, is its newest words."""
        return not self.page.live


def look_or_404(request: HttpRequest, slug: str) -> Look:
    """The resource, for those who may see it. Two statements."""
    # Read before the rule is asked: what is shown is no newer than the answer.
    page = first_or_404(ResourcePage.objects.all(), slug)
    seen = how_seen(request.user, page.pk)
    if not seen.is_visible:
        raise Http404
    return Look(page, seen)


def shown_or_404(request: PersonRequest, slug: str) -> ResourcePage:
    """What is published and meant for them: what they may keep at hand, use and talk about. One statement."""
    return first_or_404(ResourcePage.objects.shown_to(request.user), slug)


def kept_or_404(request: PersonRequest, slug: str) -> ResourcePage:
    """The resource, for those who may change it; for anyone else there is nothing at its address. One statement."""
    return first_or_404(ResourcePage.objects.kept_by(request.user), slug)


def first_or_404(pages: "ResourceQuerySet", slug: str) -> ResourcePage:
    found: ResourcePage | None = pages.select_related(*BESIDES).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
