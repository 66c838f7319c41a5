"""What the dashboard asks of coordination about the circular that goes out next."""

from typing import cast

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.circular.domain.months import ahead, first_of
from home.circular.enums import EntryState
from home.circular.models import CircularEntry, CircularPage
from home.circular.rules import can_compose
from intranet.members.models import User
from intranet.members.panels import Ask
from intranet.panels import Panel
from intranet.templatetags.intranet import day_words, hour_words

WAITING = Q(entries__state=EntryState.WAITING, entries__drop_reason="")
DROPPED = Q(entries__state=EntryState.ACCEPTED) & ~Q(entries__drop_reason="")
CHANGED = Q(entries__source_changed=True) & ~Q(entries__state=EntryState.REJECTED)


def circular(request: HttpRequest) -> Panel | None:
    """One statement; none for anyone else."""
    user = cast("User", request.user)
    if not can_compose(user):
        return None
    seen = Q(entries__in=CircularEntry.objects.visible_to(user).order_by().values("pk"))
    found: CircularPage | None = (
        ahead()
        .annotate(
            waiting=Count("entries", WAITING & seen),
            proposed=Count("entries", WAITING & seen & Q(entries__author__isnull=False)),
            to_look_at=Count("entries", (DROPPED | CHANGED) & seen),
        )
        .first()
    )
    asks = asks_of(found) if found else []
    return Panel(_("The circular"), "members/panels/asks.html", {"asks": asks}, icon="scroll-text") if asks else None


def asks_of(found: CircularPage) -> list[Ask]:
    """What waits in it, until when it takes proposals, and that its month has begun."""
    url, asks = reverse("circular_compose", args=[found.month]), []
    if found.scheduled_for is None and first_of(timezone.localdate()) >= found.month:
        text = _("%(title)s has not been sent, and its month has begun.") % {"title": found.title}
        asks.append(Ask("clock", text, url, _("Put it together")))
    if found.waiting:
        asks.append(Ask("inbox", waiting_words(found), f"{url}#propostes", _("Decide on them")))
    if found.to_look_at:
        text = ngettext(
            "%(number)d entry has been cancelled or says something else at its source.",
            "%(number)d entries have been cancelled or say something else at their sources.",
            found.to_look_at,
        )
        asks.append(Ask("triangle-alert", text % {"number": found.to_look_at}, f"{url}#contingut", _("Look at it")))
    return asks


def waiting_words(found: CircularPage) -> str:
    number, proposed = found.waiting, found.proposed
    text = ngettext(
        "%(number)d candidate waits in %(title)s (%(proposed)d proposed by members).",
        "%(number)d candidates wait in %(title)s (%(proposed)d proposed by members).",
        number,
    )
    said = text % {"number": number, "title": found.title, "proposed": proposed}
    if not found.takes_proposals():
        return said
    until = {"day": day_words(found.deadline), "hour": hour_words(found.deadline)}
    return f"{said} {_('It takes proposals until %(day)s, %(hour)s.') % until}"
