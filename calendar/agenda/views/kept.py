"""«My announcements»: what somebody keeps, by what has become of it."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from agenda.enums import Review
from agenda.models import Event, Occurrence
from agenda.sentences import span_words
from forum.views.paging import page_asked_for
from intranet.frame import Link
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATE = "estat"
PAGE_SIZE = 20
LISTS: "dict[str, tuple[StrPromise | str, Q]]" = {
    "": (pgettext_lazy("announcements", "All"), Q()),
    "revisio": (pgettext_lazy("announcements", "In review"), Q(review=Review.WAITING)),
    "retornats": (pgettext_lazy("announcements", "Returned"), Q(review=Review.RETURNED)),
    "propers": (pgettext_lazy("announcements", "Coming"), Q(review=Review.PUBLISHED, next_start__isnull=False)),
    "passats": (pgettext_lazy("announcements", "Past"), Q(review=Review.PUBLISHED, next_start=None)),
    "retirats": (pgettext_lazy("announcements", "Withdrawn"), Q(review=Review.WITHDRAWN)),
}


@require_safe
def events_kept(request: PersonRequest) -> HttpResponse:
    """`/agenda/meus/`: `?estat=` chooses."""
    asked = request.GET.get(STATE, "")
    chosen = asked if asked in LISTS else ""
    page = Paginator(events_of(request.user).filter(LISTS[chosen][1]), PAGE_SIZE).get_page(page_asked_for(request))
    for event in page:
        event.when = when_next(event)
    links = [
        Link(label, f"?{STATE}={name}" if name else request.path, is_current=name == chosen)
        for name, (label, _which) in LISTS.items()
    ]
    return render(request, "agenda/kept.html", {"page": page, "links": links, "chosen": chosen})


def events_of(person: User) -> QuerySet[Event]:
    """What is still to come first, the next on top; then what is over, the latest on top.

    Coordination keeps nearly everything; here are its own and the network's.
    """
    kept = Event.objects.kept_by(person)
    if person.standing.cares_for_members:
        kept = kept.filter(Q(author=person) | Q(organisation=None, group=None))
    ahead = Occurrence.objects.filter(event=OuterRef("pk")).ahead().in_order()
    first = {f"next_{name}": Subquery(ahead.values(name)[:1], DateTimeField()) for name in ("start", "end")}
    order = (F("next_start").asc(nulls_last=True), "-start", "-pk")
    return kept.select_related("organisation", "group").annotate(**first).order_by(*order)


def when_next(event: Any) -> str:
    """Its next date; its first one when all are over."""
    return span_words(event.next_start or event.start, event.next_end or event.end, all_day=event.all_day)
