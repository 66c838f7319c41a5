"""Everything that people have uploaded goes through here: first whether one may have it, then all the rest.

A folder of the storage is closed until its section says who may read from it (`register_media_rule`). Wagtail's
documents have no rule: they are served by their own view, which also looks at the privacy of their collection.
"""

import posixpath
from collections.abc import Callable
from datetime import datetime
from hashlib import md5
from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

if TYPE_CHECKING:
    from intranet.members.models import User

MediaRule = Callable[["User", str], bool]
NameOf = Callable[[str], str]
_rules: dict[str, MediaRule] = {}
_names: dict[str, NameOf] = {}

# What a browser may show in place, because it runs none of it. Anything else is kept as a file.
SHOWN_IN_PLACE = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".webp": "image/webp",
}
KEPT_AS_FILE = "application/octet-stream"
MINUTES = 10  # a list of faces need not ask for each of them again on the next page
NOTHING_RUNS = "default-src 'none'"


def register_media_rule(prefix: str, rule: MediaRule, *, name_of: NameOf = posixpath.basename) -> None:
    """Open the files under `prefix`, which ends with a slash, to those for whom `rule(user, path)` is true.

    `user` has access to the intranet, as a guest at least; `path` is the file's name in the storage, prefix included.
    `name_of(path)`: under which name people keep it.
    """
    _rules[prefix] = rule
    _names[prefix] = name_of


def prefix_of(path: str) -> str:
    """The longest prefix that `path` lies under; none for a path that is not written plainly."""
    plain = path == posixpath.normpath(path) and not path.startswith(("/", "../")) and not {"\\", "\0"} & set(path)
    return max((prefix for prefix in _rules if plain and path.startswith(prefix)), key=len, default="")


def rule_for(path: str) -> MediaRule | None:
    return _rules.get(prefix_of(path))


def name_for(path: str) -> str:
    """Asked for once somebody may have the file."""
    return _names.get(prefix_of(path), posixpath.basename)(path)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """`/media/<path>`. Whatever one may not have is not there, so that nobody learns what exists."""
    rule = rule_for(path)
    if rule is None or not rule(cast("User", request.user), path):
        raise Http404
    send = by_proxy if settings.MEDIA_ACCEL_PREFIX else by_ourselves
    return as_private(send(request, path), path)


def by_proxy(_request: HttpRequest, path: str) -> HttpResponse:
    """Have the web server before us send the file: an `internal` location of nginx under `MEDIA_ACCEL_PREFIX`."""
    if not default_storage.exists(path):
        raise Http404
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.MEDIA_ACCEL_PREFIX.rstrip('/')}/{quote(path)}"})


def by_ourselves(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send the file from the storage, or say that the browser's copy is still good. Ranges are not offered."""
    if not default_storage.exists(path):
        raise Http404
    changed = changed_at(path)
    if changed is None:
        return whole(path)
    etag, seconds = etag_of(path, changed), int(changed.timestamp())
    response: HttpResponseBase = get_conditional_response(request, etag, seconds) or whole(path)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(seconds)
    return response


def whole(path: str) -> FileResponse:
    try:
        return FileResponse(default_storage.open(path, "rb"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error


def changed_at(path: str) -> datetime | None:
    """When the file was written; unknown where the storage keeps no dates."""
    try:
        return default_storage.get_modified_time(path)
    except NotImplementedError:
        return None


def etag_of(path: str, changed: datetime) -> str:
    """Changes whenever the file does."""
    state = f"{path}\n{default_storage.size(path)}\n{changed.isoformat()}"
    return f'"{md5(state.encode(), usedforsecurity=False).hexdigest()}"'


def as_private(response: HttpResponseBase, path: str) -> HttpResponseBase:
    """Only this person's browser may keep it, under the type it has, and it runs nothing of it."""
    if response.status_code == HTTPStatus.OK:
        kind = SHOWN_IN_PLACE.get(posixpath.splitext(path)[1].lower())
        response["Content-Type"] = kind or KEPT_AS_FILE
        response["Content-Disposition"] = content_disposition_header(kind is None, name_for(path)) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    patch_cache_control(response, private=True, max_age=MINUTES * 60)
    return response


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """`/documents/<id>/<filename>`: Wagtail's own view, kept out of shared caches."""
    response: HttpResponseBase = serve(request, document_id, filename)
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return response
