"""`/recursos/dades-obertes.json?page=<n>`: for programs of whoever it may be, from any site."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from repository.open_data import as_json, open_data_page

HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}


@require_safe
def open_data(request: HttpRequest) -> HttpResponseBase:
    """The same for everyone, signed in or not. A page that there is not answers 404."""
    page = open_data_page(request.GET.get("page"))
    if page is None:
        raise Http404
    data = as_json(page)
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(data, content_type="application/json")
        response["ETag"] = etag
    for name, value in HEADERS.items():
        response[name] = value
    return response
