from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from wagtail.models import Site


def dashboard(request: HttpRequest) -> TemplateResponse:
    """`/`. The page that Wagtail would find itself, in one statement instead of the four of its routing."""
    site = Site.objects.select_related("root_page__homepage").filter(is_default_site=True).first()
    if site is None:
        raise Http404
    request._wagtail_site = site  # type: ignore[attr-defined]  # noqa: SLF001 - where Site.find_for_request keeps it
    response: TemplateResponse = site.root_page.homepage.serve(request)
    return response
