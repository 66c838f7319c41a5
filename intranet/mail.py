"""Mail in the house's dress: one call composes text, HTML and subject from `templates/mail/<name>…`."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from css_inline import CSSInliner
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from intranet.outbox.domain import put
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message
from intranet.outbox.stored import new_message_id

if TYPE_CHECKING:
    from intranet.members.models import User

# Mail programs read the styles on the elements; what depends on the screen stays in the head.
inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def absolute(path: str) -> str:
    """The full address of a page, wherever the request that led to the mail came from."""
    return f"{settings.SITE_URL}{path}"


def compose(
    name: str, *, to: str, context: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """The mail made of `mail/<name>_subject.txt`, `mail/<name>.txt` and `mail/<name>.html`.

    The templates know `site_name`, `site_url`, `subject` and what `context` says. Links are to be absolute. It gets a
    Message-ID of its own, unless `headers` has one that is to stay the same.
    """
    values = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **(context or {})}
    values["subject"] = " ".join(render_to_string(f"mail/{name}_subject.txt", values).split())
    message = EmailMultiAlternatives(
        subject=values["subject"],
        body=tidy(render_to_string(f"mail/{name}.txt", values)),
        to=[to],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": new_message_id(), **(headers or {})},
    )
    message.attach_alternative(inliner.inline(render_to_string(f"mail/{name}.html", values)), "text/html")
    return message


def send(
    name: str,
    *,
    to: str,
    context: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    person: "User | None" = None,
    key: str | None = None,
    about: str = "",
    urgent: bool = False,
    secret: bool = False,
) -> Message | None:
    """Compose the mail and put it into the outbox, as part of the caller's transaction: see `intranet.outbox.domain.put`.

    `urgent`: somebody waits for it. `secret`: it carries a code or a link that lets in.
    """
    message = compose(name, to=to, context=context, headers=headers)
    return put(message, kind=name, person=person, key=key, about=about, urgent=urgent, secret=secret)


def fates_of(abouts: Iterable[str]) -> dict[str, MessageState]:
    """What became of the latest mail about each of these, if there was one."""
    found = Message.objects.filter(about__in=list(abouts)).order_by("pk")
    return {about: MessageState(state) for about, state in found.values_list("about", "state")}


def tidy(text: str) -> str:
    """Paragraphs parted by one empty line, whatever the template's tags have left between them."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
