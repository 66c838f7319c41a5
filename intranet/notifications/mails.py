"""The mails that tell people: what stands in them, and the headers by which mail programs sort and stop them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import pgettext

from intranet.links.signing import link_for
from intranet.mail import absolute, compose
from intranet.members.models import User, WorkingGroup
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Offer
from intranet.notifications.models import Digest, Notification

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from intranet.notifications.domain.tellable import Item

QUOTED_LETTERS = 600
QUOTED_LETTERS_IN_DIGEST = 160
LINES_IN_DIGEST = 40


@dataclass(frozen=True)
class MailLine:
    """One item, as a mail's template takes it. `url` is absolute; `group` is the name of the group, or nothing."""

    text: str
    url: str
    moment: datetime
    group: str = ""
    excerpt: str = ""
    subject: str = ""
    offer: Offer | None = None


@dataclass(frozen=True)
class MailSection:
    """Lines of one group; without title, of the network as a whole."""

    title: str
    lines: Sequence[MailLine]


def line_of(item: "Item", person: User, *, letters: int = QUOTED_LETTERS) -> MailLine:
    kind, happening, group = item.kind, item.happening, item.newest.group
    return MailLine(
        text=item.text,
        url=absolute(kind.url(happening.target)),
        moment=item.newest.created_at,
        group=group.name if group else "",
        excerpt=Truncator(kind.excerpt(happening.target).strip()).chars(letters),
        subject=str(kind.subject(happening)) if kind.subject else item.text,
        offer=kind.offer(happening.target, person),
    )


def notification_mail(item: "Item", person: User, *, name: str) -> "EmailMultiAlternatives":
    """The mail of one item. `name` is that of the mail, for good."""
    with translation.override(language_of(person)):
        stop_url = stop_link(item, person)
        context = {
            "line": line_of(item, person),
            "label": item.kind.label,
            "stops_group": item.by_group,
            "stop_url": stop_url,
            "mute_url": mute_link(item, person),
            "preferences_url": absolute(reverse("preferences")),
        }
        headers = {
            "Message-ID": message_id(f"notification.{name}"),
            **thread_headers(item.newest),
            "List-Id": list_id(item.newest.group, kind=item.kind.name, label=str(item.kind.label)),
            **unsubscribe_headers(stop_url),
        }
        return compose("notification", to=person.email, context=context, headers=headers)


def digest_mail(items: Sequence["Item"], person: User, digest: Digest) -> "EmailMultiAlternatives":
    """The mail of one digest. `items` stand in order, those of one group together."""
    with translation.override(language_of(person)):
        frequency = Frequency(digest.frequency)
        stop_url = link_for("digest", person=person, thing=frequency.value)
        context = {
            "sections": sections_of(items[:LINES_IN_DIGEST], person),
            "count": len(items),
            "left_out": max(0, len(items) - LINES_IN_DIGEST),
            "is_weekly": frequency == Frequency.WEEKLY,
            "day": digest.day,
            "stop_url": stop_url,
            "notices_url": absolute(reverse("notices")),
            "preferences_url": absolute(reverse("preferences")),
        }
        headers = {
            "Message-ID": message_id(f"digest.{digest.pk}"),
            "List-Id": list_id(kind=f"digest-{frequency}", label=str(frequency.label)),
            **unsubscribe_headers(stop_url),
        }
        return compose("digest", to=person.email, context=context, headers=headers)


def sections_of(items: Sequence["Item"], person: User) -> list[MailSection]:
    lines = (line_of(item, person, letters=QUOTED_LETTERS_IN_DIGEST) for item in items)
    whole = pgettext("digest", "The whole network")
    return [MailSection(name or whole, list(same)) for name, same in groupby(lines, key=lambda line: line.group)]


def mute_link(item: "Item", person: User) -> str:
    """Nothing for what happens once: nothing else will be told of it. Nor for a kind that cannot be switched off."""
    row = item.newest
    happens_once = (row.about_type_id, row.about_id) == (row.target_type_id, row.target_id)
    return (
        "" if happens_once or not item.kind.can_be_switched_off else link_for("mute", person=person, thing=str(row.pk))
    )


def stop_link(item: "Item", person: User) -> str:
    """What takes back the choice to which the mail is due. Nothing for a kind that cannot be switched off."""
    if not item.kind.can_be_switched_off:
        return ""
    thing = f"group:{item.newest.group_id}" if item.by_group else f"kind:{item.kind.name}"
    return link_for("unsubscribe", person=person, thing=thing)


def unsubscribe_headers(url: str) -> dict[str, str]:
    """RFC 2369 §3.2 and RFC 8058: the mail program shows a button, and posts by itself."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def thread_headers(row: Notification) -> dict[str, str]:
    """The mails about one thing all answer a message that there never was, so that mail programs keep them together."""
    root = message_id(f"about.{row.about_type.app_label}.{row.about_type.model}.{row.about_id}")
    return {"In-Reply-To": root, "References": root}


def list_id(group: WorkingGroup | None = None, *, kind: str, label: str) -> str:
    """RFC 2919: a name for filters to go by, the group's or the kind's."""
    name, list_label = (group.name, f"{group.slug}.grups") if group else (label, f"{kind.replace('_', '-')}.avisos")
    # The name as RFC 2047 wants it, on one line: Django encodes headers whole, the address too.
    return f"{Header(name, 'utf-8').encode(linesep='')} <{list_label}.{mail_domain()}>"


def message_id(name: str) -> str:
    return f"<{name}@{mail_domain()}>"


def mail_domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def language_of(_person: User) -> str:
    """The site speaks one language; when people can choose theirs, their mails follow from here."""
    return settings.LANGUAGE_CODE
