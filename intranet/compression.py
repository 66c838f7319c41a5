"""Pages go out compressed; files as they are, since a part of one, and its strong ETag, are of the bytes that it has (RFC 9110 §8.8.3.3)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = frozenset({"application/zip"})


class CompressionMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Accept-Ranges" in response or response.get("Content-Type") in COMPRESSED:
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
