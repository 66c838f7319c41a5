"""Proposing for the circular what stands on the site: an event, a resource, a topic."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.circular.domain.month_words import of_month
from home.circular.domain.months import taking_proposals
from home.circular.domain.place_in import place_of
from home.circular.domain.proposable import shown, why_not
from home.circular.domain.proposing import propose_source
from home.circular.enums import EntryState
from home.circular.models import CircularEntry
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.keys import GREATEST_KEY

NAMES = {"esdeveniment": "event", "recurs": "resource", "tema": "topic"}


@asked_and_answered
def circular_propose_source(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """`/circular/proposa/<esdeveniment|recurs|tema>/<id>/`; asked for, it asks first: a session may have ended meanwhile."""
    name = NAMES.get(kind)
    source = shown(name, to=request.user).filter(pk=pk).first() if name and pk <= GREATEST_KEY else None
    if name is None or source is None:
        raise Http404
    if request.method != "POST":
        if place_of(name, pk).entry is not None:
            return redirect(source)
        circular = taking_proposals()
        words = {"reason": why_not(source, circular), "of_month": of_month(circular.month)}
        return render(request, "circular/propose_source.html", {"source": source, **words})
    try:
        entry = propose_source(source, by=request.user)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, said_of(entry, request.user))
    return redirect(source)


def said_of(entry: CircularEntry, person: User) -> SafeString | str:
    """Where it goes, and the way back while there is one."""
    month = {"of_month": of_month(entry.circular.month)}
    if entry.state == EntryState.REJECTED:
        return _("Coordination has decided that it is not in the circular this time.")
    if entry.is_printed:
        said = _("It came out in the circular %(of_month)s already.")
        return (said if entry.circular.is_out else _("It goes into the circular %(of_month)s already.")) % month
    said = _("It is proposed for the circular %(of_month)s; coordination decides.") % month
    if entry.author_id != person.pk:
        return said
    undo = reverse("circular_entry_withdraw", args=[entry.pk])
    return format_html('{} <a href="{}">{}</a>', said, undo, pgettext("proposal", "Take it back"))
