"""Reading collections: all of them, one of them, and how far one has come in it."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.views.paging import page_asked_for
from intranet.access import to_sign_in
from intranet.catalan import fold
from intranet.frame import Link
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest
from repository.collection_rules import can_collect
from repository.domain.progress import tick
from repository.enums import CollectionKind
from repository.keys import key_in
from repository.models import Collection, CollectionItem, Progress, ResourcePage
from repository.models.collections import CollectionQuerySet
from repository.views.collection_doors import collection_or_404
from repository.views.collection_reading import Reading

PAGE_SIZE = 20
LONGEST_SEARCH = 80
KIND, WORDS, OWN = "tipus", "q", "meves"
FIRST = Case(
    When(kind=CollectionKind.GUIDE, then=0),
    When(kind=CollectionKind.PATH, then=1),
    When(kind=CollectionKind.KIT, then=3),
    default=2,
    output_field=IntegerField(),
)
LISTS = {
    "": pgettext_lazy("collections", "All"),
    CollectionKind.GUIDE.value: pgettext_lazy("collections", "Guides"),
    CollectionKind.PATH.value: pgettext_lazy("collections", "Learning paths"),
    CollectionKind.LIST.value: pgettext_lazy("collections", "Reading lists"),
    CollectionKind.KIT.value: pgettext_lazy("collections", "Campaign kits"),
    OWN: pgettext_lazy("collections", "Mine"),
}


@require_safe
def collections(request: PersonRequest) -> HttpResponse:
    """`/recursos/colleccions/`: `?tipus=` chooses, `?q=` searches. Three statements for any number of them."""
    asked, words = request.GET.get(KIND, ""), request.GET.get(WORDS, "")[:LONGEST_SEARCH]
    chosen = asked if asked in LISTS else ""
    found = told(narrowed(Collection.objects.visible_to(request.user), chosen, words, request.user), request.user)
    page = Paginator(found, PAGE_SIZE).get_page(page_asked_for(request))
    more = {WORDS: words} if words else {}
    links = [
        Link(label, address(request, {KIND: name} if name else {}, more), is_current=name == chosen)
        for name, label in LISTS.items()
    ]
    may_collect = can_collect(request.user)
    context = {"page": page, "links": links, "words": words, "chosen": chosen, "may_collect": may_collect}
    return render(request, "repository/collections/list.html", context)


def address(request: HttpRequest, *parts: dict[str, str]) -> str:
    query = urlencode({name: value for part in parts for name, value in part.items()})
    return f"{request.path}?{query}" if query else request.path


def narrowed(found: CollectionQuerySet, chosen: str, words: str, reader: User) -> CollectionQuerySet:
    for word in fold(words).split():
        found = found.filter(folded_words__contains=word)
    if chosen == OWN:
        return found.filter(owner=reader)
    return found.filter(kind=chosen) if chosen else found


def told(found: CollectionQuerySet, reader: User) -> Any:
    """With how many resources `reader` sees in each, and how many of them they have read; what leads through much comes first."""
    seen = ResourcePage.objects.shown_to(reader).values("pk")
    inside = CollectionItem.objects.filter(collection=OuterRef("pk"), page__in=seen).order_by()
    read = Q(pk__in=Progress.objects.filter(person=reader).values("item"))
    total = inside.values("collection").annotate(number=Count("pk")).values("number")
    done = inside.filter(read).values("collection").annotate(number=Count("pk")).values("number")
    return (
        found.select_related("group", "owner")
        .annotate(total=Coalesce(Subquery(total), 0), done=Coalesce(Subquery(done), 0))
        .order_by(FIRST, "sort_key", "pk")
    )


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """`/recursos/colleccions/<slug>/`. What is not for everyone is behind the sign-in, whether it is there or not."""
    try:
        found = collection_or_404(request, slug)
    except Http404:
        if request.user.is_anonymous:
            return to_sign_in(request)
        raise
    keeps = request.user.is_authenticated and Collection.objects.kept_by(request.user).filter(pk=found.pk).exists()
    reading = Reading(found, request.user)
    template = "repository/collections/kit.html" if found.is_kit else "repository/collections/collection.html"
    return render(request, template, {"collection": found, "reading": reading, "keeps": keeps})


@require_POST
def collection_progress(request: PersonRequest, slug: str) -> HttpResponse:
    """`…/progres/`: `peca` has been read, or without `fet=` no more. On to where one was."""
    found = collection_or_404(request, slug)
    key, back = key_in(request.POST.get("peca", "")), reverse("collection", args=[slug])
    if key is None:
        return HttpResponseRedirect(back, status=HTTPStatus.SEE_OTHER)
    item = get_object_or_404(found.items, pk=key)
    try:
        tick(item, by=request.user, done=bool(request.POST.get("fet")))
    except PermissionDenied as error:
        raise Http404 from error
    return HttpResponseRedirect(f"{back}#peca-{key}", status=HTTPStatus.SEE_OTHER)
