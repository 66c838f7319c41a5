"""The images of a circular, for mail programs that have no session."""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from home.circular.domain.pictures import find_pictured
from intranet.media import NOTHING_RUNS, by_ourselves, by_proxy

DAY = 24 * 60 * 60


@require_safe
def circular_picture(request: HttpRequest, token: str) -> HttpResponseBase:
    """`/circular/imatge/<token>/`: of what is printed, without signing in; another image has another address.

    Programs that show the mail, and those that stand between, keep it for a day.
    """
    entry = find_pictured(token)
    if entry is None:
        raise Http404
    send = by_proxy if settings.MEDIA_ACCEL_PREFIX else by_ourselves
    response = send(request, str(entry.picture.name))
    response["Content-Type"] = "image/jpeg"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    patch_cache_control(response, public=True, max_age=DAY)
    return response
