"""A form that arrives when the session has ended: it is held until its writer has signed in again, and shown to them alone.

It lies in the session of the browser that sent it. Only forms that carry a `writer` (who they were drawn for, signed) are
held, of the places named here, so that nobody can fill sessions from outside.
"""

import json
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from intranet.members.models import User

# The forms whose page takes back what was held, by the names of their addresses. Drafts are kept of the same ones.
PLACES = frozenset(
    {
        "circular_comment",
        "circular_entry",
        "circular_entry_edit",
        "circular_intro",
        "circular_propose",
        "desk_edit",
        "attendees_message",
        "event_edit",
        "event_new",
        "event_review",
        "event_state",
        "experience_edit",
        "experience_new",
        "occurrence_cancel",
        "occurrence_move",
        "post_edit",
        "post_remove",
        "post_report",
        "registration",
        "registration_colleagues",
        "registration_edit",
        "report_decide",
        "resource_edit",
        "resource_from_topic",
        "resource_propose",
        "resource_review",
        "topic_new",
        "topic_reply",
    }
)
WRITER, HELD = "writer", "held"
NOT_HELD = frozenset({"csrfmiddlewaretoken", WRITER})
MOST_BYTES = 100_000


def signer() -> Signer:
    return Signer(salt="intranet.held")


def writer_field(request: HttpRequest) -> SafeString:
    """The hidden field that says for whom the form was drawn."""
    return format_html('<input type="hidden" name="{}" value="{}">', WRITER, signer().sign(str(request.user.pk)))


def writer_of(request: HttpRequest) -> int | None:
    """The key of the person for whom the form that was sent had been drawn."""
    try:
        return int(signer().unsign(request.POST.get(WRITER, "")))
    except (BadSignature, ValueError):
        return None


def hold(request: HttpRequest) -> bool:
    """Keep the form that `request` sends, if it is one to be kept; the person is told so. Whether it is."""
    match, writer = request.resolver_match, None
    if request.method == "POST" and match is not None and match.url_name in PLACES:
        writer = writer_of(request)
    if writer is None or (request.user.is_authenticated and request.user.pk != writer):
        return False
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_HELD}
    if len(json.dumps(fields, ensure_ascii=False).encode()) > MOST_BYTES:
        return False
    request.session[HELD] = {"path": request.path, WRITER: writer, "fields": fields}
    if not request.user.is_authenticated:
        messages.warning(
            request, _("Your session had ended. What you wrote is kept: sign in, and you will find it in its form.")
        )
    if request.FILES:
        messages.warning(request, _("The files that you had chosen are not kept: choose them again."))
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """What was held of the form at this address, once: for its writer alone, when they open the form."""
    found: dict[str, Any] | None = request.session.get(HELD)
    if found is None or request.method != "GET":
        return None
    is_writer = found[WRITER] == request.user.pk
    if is_writer and found["path"] != request.path:
        return None
    del request.session[HELD]
    if not is_writer:
        return None
    data = QueryDict(mutable=True)
    for name, values in found["fields"].items():
        data.setlist(name, values)
    return data


def forget_others(request: HttpRequest | None, user: object, **_signal: object) -> None:
    """Somebody else has signed in with this browser. Receiver of `user_logged_in`."""
    found = request.session.get(HELD) if request else None
    if request and found is not None and found[WRITER] != cast("User", user).pk:
        del request.session[HELD]
