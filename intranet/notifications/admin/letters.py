"""What a mail of the outbox says, for those who look after it, who are no readers of other people's mail."""

from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.mailbox.views import LETTER_POLICY, LINKS_LEAVE_THE_FRAME
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message


@dataclass(frozen=True)
class Letter:
    text: str
    html: str


def may_be_read(message: Message) -> bool:
    """Only mails of kinds that never tell of a group, and none with a code or a link that lets in."""
    return mail_kind(message.kind).is_open and not message.is_secret


def heading_of(message: Message) -> str:
    """The subject where it may be read; else what kind of mail it is: a subject may name what a private group speaks of."""
    return (message.subject if may_be_read(message) else "") or str(mail_kind(message.kind))


def letter_of(message: Message) -> Letter | None:
    """None when it may not be read, and when it is no longer kept."""
    if not may_be_read(message) or not message.raw:
        return None
    parsed = BytesParser(policy=policy.default).parsebytes(bytes(message.raw))
    return Letter(part(parsed, "plain"), part(parsed, "html"))


def part(parsed: Any, subtype: str) -> str:
    body = parsed.get_body((subtype,))
    return str(body.get_content()) if body else ""


@never_cache
@require_safe
@csp_replace(LETTER_POLICY)  # type: ignore[arg-type]  # django-csp knows no views with arguments
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the frame in the message's page: a policy without scripts, and a sandbox."""
    letter = letter_of(get_object_or_404(Message, pk=pk)) if request.user.has_perm("outbox.view_message") else None
    if letter is None or not letter.html:
        raise Http404
    return HttpResponse(LINKS_LEAVE_THE_FRAME + letter.html)
