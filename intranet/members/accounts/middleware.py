from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.deprecation import MiddlewareMixin


class RefusedFormMiddleware(MiddlewareMixin):
    """allauth answers 200 to a form that it refuses; the house's forms answer 422, and so do these."""

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> HttpResponseBase:
        context: dict[str, Any] = response.context_data or {}
        form = context.get("form")
        mine = request.path_info.startswith("/compte/") and request.method == "POST"
        if mine and response.status_code == HTTPStatus.OK and form is not None and form.is_bound and form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response
