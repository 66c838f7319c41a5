"""The whole bank for coordination, as a table and as files: made while it is sent."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from intranet.members.views.requests import PersonRequest
from repository.exports import archive_of, table_of
from repository.files.zipping import zipped


@require_safe
def resources_export(request: PersonRequest) -> HttpResponseBase:
    """`/recursos/exporta/recursos.csv`"""
    response: HttpResponseBase = (
        HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(table_of(request.user))
    )
    response["Content-Type"] = "text/csv; charset=utf-8"
    response["Content-Disposition"] = f'attachment; filename="recursos-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


@require_safe
def resources_export_files(request: PersonRequest) -> HttpResponseBase:
    """`/recursos/exporta/fitxers.zip`"""
    plain: HttpRequest = request
    return zipped(plain, f"recursos-{timezone.localdate():%Y-%m-%d}.zip", archive_of(request.user))
