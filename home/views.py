from functools import lru_cache
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from wagtail.models import Site

from home.models import HomePage
from intranet.prepared import Objects

SITE = ("pk", "hostname", "port", "root_page_id")


@lru_cache(maxsize=1)
def front_page() -> Objects[HomePage]:
    """How the front page is loaded, with the site that begins there."""
    site = {f"site_{name}": F(f"sites_rooted_here__{name}") for name in SITE}
    return Objects.of(HomePage.objects.filter(sites_rooted_here__is_default_site=True).annotate(**site).order_by())


def dashboard(request: HttpRequest) -> TemplateResponse:
    """`/`. The page that Wagtail would find itself, in one statement instead of the four of its routing."""
    page: Any = front_page().first({})
    if page is None:
        raise Http404
    site = Site(**{name: getattr(page, f"site_{name}") for name in SITE}, is_default_site=True)
    request._wagtail_site = site  # type: ignore[attr-defined]  # noqa: SLF001 - where Site.find_for_request keeps it
    response: TemplateResponse = page.serve(request)
    return response
