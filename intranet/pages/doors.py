"""Which pages the CMS speaks of. Several of Wagtail's screens name a page before they ask who may see it: here it is asked first."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail.models import Page
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

AREA = "admin/"
IN_ADDRESS = ("page_id", "parent_page_id", "page_pk", "page_to_move_id", "destination_id")
IN_QUERY = ("id", "childOf")
# It names the page of each kind that was edited last, whosever it is.
CLOSED = ("page_types_usage", "page_types_usage_results")
OF_MANY = ("wagtail_bulk_action", "wagtailadmin_choose_page_chosen_multiple")


class PageDoorsMiddleware:
    """Whoever asks the CMS for a page to which they do not come there gets 404, as for one that does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or not match.route.startswith(AREA):
            return
        asked = {*pages_in_address(match, kwargs), *pages_in_query(request, match, kwargs)}
        if (asked and not are_open(asked, request)) or (match.url_name in CLOSED and not request.user.is_superuser):
            raise Http404


def explorable(request: HttpRequest) -> "PageQuerySet":
    """The pages that the person comes to from the CMS's explorer."""
    pages: PageQuerySet = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages


def pages_in_address(match: ResolverMatch, kwargs: dict[str, Any]) -> set[str]:
    """The root is everybody's way down, and says nothing."""
    names = [name for name in IN_ADDRESS if name in kwargs]
    if match.namespaces[-1:] == ["wagtailadmin_pages"] and "pk" in kwargs:
        names.append("pk")
    if kwargs.get("model_name") == "page" and "object_id" in kwargs:
        names.append("object_id")
    return {str(kwargs[name]) for name in names} - {str(Page.get_first_root_node().pk)} if names else set()


def pages_in_query(request: HttpRequest, match: ResolverMatch, kwargs: dict[str, Any]) -> set[str]:
    """Of what is done with many at once: all below a page, but never all that there are."""
    if match.url_name not in OF_MANY or kwargs.get("model_name", "page") != "page":
        return set()
    asked = {one for name in IN_QUERY for one in request.GET.getlist(name)}
    return asked - {"all"} if request.GET.get("childOf") else asked


def are_open(asked: set[str], request: HttpRequest) -> bool:
    numbers = {int(one) for one in asked if one.isascii() and one.isdecimal() and len(one) < 10}  # noqa: PLR2004 - what a key can be
    return len(numbers) == len(asked) and explorable(request).filter(pk__in=numbers).count() == len(numbers)
