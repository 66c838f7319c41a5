"""Which pages the CMS speaks of. Several of Wagtail's screens name a page before they ask who may see it: here it is asked first."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

AREA = "admin/"
IN_ADDRESS = ("page_id", "parent_page_id", "page_pk", "page_to_move_id", "destination_id")
REVISIONS_IN_ADDRESS = ("revision_id", "revision_id_a", "revision_id_b")
EARLIEST, LATEST = "earliest", "latest"
IN_QUERY = ("id", "childOf")
ALL = "all"
# It names the page of each kind that was edited last, whosever it is.
CLOSED = ("page_types_usage", "page_types_usage_results")
# What its screens never ask for. It would copy, move or take back a page with what is in the body, past these doors.
CLOSED_TO_ALL = "wagtailadmin_api:pages:action"
BULK = "wagtail_bulk_action"
OF_MANY = (BULK, "wagtailadmin_choose_page_chosen_multiple")


class PageDoorsMiddleware:
    """Whoever asks the CMS for a page to which they do not come there gets 404, as for one that does not exist.

    Who asks for a former wording that the page hides gets its history, and is told why.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith(AREA):
            return None
        if match.view_name == CLOSED_TO_ALL:
            raise Http404
        asked = {*pages_in_address(match, kwargs), *pages_in_query(request, match, kwargs)}
        if (asked and not are_open(asked, request)) or (match.url_name in CLOSED and not request.user.is_superuser):
            raise Http404
        if is_of_all(request, match, kwargs) and not request.user.is_superuser:
            choose_all(request, kwargs["action"])
        if (page := page_of_revisions(match, kwargs)) and (why := why_hidden(page, kwargs)):
            messages.error(request, why)
            return redirect("wagtailadmin_pages:history", page.pk)
        return None


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
    """Of what is done with many at once; «all» are chosen by `choose_all`."""
    if match.url_name not in OF_MANY or kwargs.get("model_name", "page") != "page":
        return set()
    asked = {one for name in IN_QUERY for one in request.GET.getlist(name)}
    return asked - {ALL} if match.url_name == BULK else asked


def is_of_all(request: HttpRequest, match: ResolverMatch, kwargs: dict[str, Any]) -> bool:
    return match.url_name == BULK and kwargs.get("model_name") == "page" and ALL in request.GET.getlist("id")


def choose_all(request: HttpRequest, action: str) -> None:
    """«All» of a listing or a search, asked for anew with the pages of it to which the person comes: Wagtail would take every one."""
    found = bulk_action_registry.get_bulk_action_class("wagtailcore", "page", action)
    if found is None:
        return
    listed = found(request, Page).get_all_objects_in_listing_query(request.GET.get("childOf"))
    # What is searched for comes as keys, what is listed as a query.
    within = listed if isinstance(listed, QuerySet) else list(listed)
    open_ones = explorable(request).filter(pk__in=within).values_list("pk", flat=True)
    query = request.GET.copy()
    query.setlist("id", [str(pk) for pk in open_ones])
    request.GET = query  # type: ignore[assignment]  # what Django has read of the address


def page_of_revisions(match: ResolverMatch, kwargs: dict[str, Any]) -> Page | None:
    """The page of whose revisions the address names some."""
    if match.namespaces[-1:] != ["wagtailadmin_pages"] or not any(name in kwargs for name in REVISIONS_IN_ADDRESS):
        return None
    return Page.objects.filter(pk__in=keys_in({str(kwargs.get("page_id", kwargs.get("pk")))})).first()


def why_hidden(page: Page, kwargs: dict[str, Any]) -> str:
    """What the page says of the first of these revisions that it hides; "" when it hides none."""
    page = page.specific
    asked = {str(kwargs[name]) for name in REVISIONS_IN_ADDRESS if name in kwargs}
    revisions = [*page.revisions.filter(pk__in=keys_in(asked))]
    if EARLIEST in asked:
        revisions += page.revisions.order_by("created_at", "pk")[:1]
    if LATEST in asked:
        revisions += page.revisions.filter(pk=page.latest_revision_id)
    return next(filter(None, map(page.hides, revisions)), "")


def are_open(asked: set[str], request: HttpRequest) -> bool:
    numbers = keys_in(asked)
    return len(numbers) == len(asked) and explorable(request).filter(pk__in=numbers).count() == len(numbers)


def keys_in(words: set[str]) -> set[int]:
    return {int(one) for one in words if one.isascii() and one.isdecimal() and len(one) < 10}  # noqa: PLR2004 - what a key can be
