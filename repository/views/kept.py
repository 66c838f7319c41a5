"""«My resources»: what somebody keeps, by what has become of it."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from forum.views.paging import page_asked_for
from intranet.frame import Link
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest
from repository.enums import Review
from repository.models import ResourcePage

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from repository.models import ResourceQuerySet

STATE = "estat"
PAGE_SIZE = 20
UNREAD = ("body", "context", "measures", "results", "legal_basis")


def lists() -> "dict[str, tuple[StrPromise | str, Q]]":
    due = Q(live=True, archived_at=None, review_due__lte=timezone.localdate())
    return {
        "": (pgettext_lazy("resources", "All"), Q()),
        "esborranys": (pgettext_lazy("resources", "Drafts"), Q(review=Review.DRAFT)),
        "revisio": (pgettext_lazy("resources", "In review"), Q(review=Review.WAITING)),
        "retornats": (pgettext_lazy("resources", "Returned"), Q(review=Review.RETURNED)),
        "publicats": (pgettext_lazy("resources", "Published"), Q(live=True, archived_at=None)),
        "vigencia": (pgettext_lazy("resources", "To be reviewed"), due),
        "arxivats": (pgettext_lazy("resources", "Archived"), Q(archived_at__isnull=False)),
    }


NOTHING_HERE = {
    "esborranys": gettext_lazy("You have no drafts. What you begin to propose stays here until you send it."),
    "revisio": gettext_lazy("None of yours waits for review. What you send is here until it is answered."),
    "retornats": gettext_lazy(
        "None of yours was returned. What comes back with remarks is here until you send it again."
    ),
    "publicats": gettext_lazy("None of yours is published yet. It is here as soon as it is accepted."),
    "vigencia": gettext_lazy("Nothing to review. When it is time to look whether one is still valid, it is here."),
    "arxivats": gettext_lazy("None of yours is archived. What holds no more is here, for you to take it back."),
}


@require_safe
def resources_kept(request: PersonRequest) -> HttpResponse:
    """`/recursos/meus/`: `?estat=` chooses."""
    offered, asked = lists(), request.GET.get(STATE, "")
    chosen = asked if asked in offered else ""
    page = Paginator(resources_of(request.user).filter(offered[chosen][1]), PAGE_SIZE).get_page(page_asked_for(request))
    links = [
        Link(label, f"?{STATE}={name}" if name else request.path, is_current=name == chosen)
        for name, (label, _which) in offered.items()
    ]
    context: dict[str, Any] = {
        "page": page,
        "links": links,
        "chosen": chosen,
        "nothing_here": NOTHING_HERE.get(chosen, ""),
        "today": timezone.localdate(),
    }
    return render(request, "repository/kept.html", context)


def resources_of(person: User) -> "ResourceQuerySet":
    """The latest changed first. Coordination keeps nearly everything; here are its own and the network's."""
    kept = ResourcePage.objects.kept_by(person)
    if person.standing.cares_for_members:
        kept = kept.filter(Q(owner=person) | Q(organisation=None, group=None))
    told = kept.select_related("organisation", "group", "owner").defer(*UNREAD)
    ordered: ResourceQuerySet = told.order_by("-latest_revision_created_at", "-pk")
    return ordered
