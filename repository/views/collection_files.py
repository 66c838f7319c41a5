"""All that the resources of a collection offer, as one ZIP; of one without files, its words."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.access import to_sign_in
from intranet.mail import absolute
from intranet.members.models import User
from repository.domain.downloads import count_downloads, is_too_much, kept_among
from repository.files.zipping import Entry, entries_of, zipped
from repository.models import Collection, ResourceFile, ResourceLink, ResourcePage
from repository.views.collection_doors import collection_or_404

Folder = tuple[ResourcePage, list[ResourceFile]]


@require_safe
def collection_files(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`…/fitxers.zip`: what its resources offer to this reader, a folder for each, made while it is sent."""
    try:
        found = collection_or_404(request, slug)
    except Http404:
        if request.user.is_anonymous:
            return to_sign_in(request)
        raise
    folders = folders_in(found, request.user)
    offered = [offer for _page, offers in folders for offer in offers]
    if not offered:
        raise Http404
    if is_too_much(offered):
        messages.warning(request, _("Together the files are too large for one ZIP: fetch them resource by resource."))
        return redirect(found)
    return zipped(request, f"{found.slug}.zip", chain.from_iterable(entries_in(folders, request.user)))


def folders_in(found: Collection, reader: User | AnonymousUser) -> list[Folder]:
    """The resources that `reader` sees in it, in its order, each with its files. Two statements."""
    seen = ResourcePage.objects.shown_to(reader).filter(items__collection=found).defer("body")
    chapter = F("items__chapter__position").asc(nulls_first=True)
    pages = list(seen.order_by(chapter, "items__position", "pk"))
    files = defaultdict(list)
    offers = ResourceFile.objects.filter(page__in=[page.pk for page in pages]).select_related("stored")
    for offer in offers.defer("stored__text").order_by("sort_order", "pk"):
        files[offer.page_id].append(offer)
    return [(page, files[page.pk]) for page in pages]


def entries_in(folders: list[Folder], reader: User | AnonymousUser) -> Iterator[Iterator[Entry]]:
    """Each file counts when its turn has come, and where `reader` is but its reader."""
    kept = kept_among([page.pk for page, offers in folders if offers], reader)
    links = links_of([page for page, offers in folders if not offers])
    for page, offers in folders:
        files = [offer.stored for offer in offers]
        if page.pk not in kept:
            count_downloads(files)
        yield entries_of(files, folder=page.slug) if files else iter([words_of(page, links[page.pk])])


def links_of(pages: list[ResourcePage]) -> dict[int, list[ResourceLink]]:
    links: dict[int, list[ResourceLink]] = defaultdict(list)
    for link in ResourceLink.objects.filter(page__in=pages).order_by("sort_order", "pk") if pages else ():
        links[link.page_id].append(link)
    return links


def words_of(page: ResourcePage, links: list[ResourceLink]) -> Entry:
    """What a resource without files says of itself, and where the rest of it is read."""
    address = _("To read it whole: %(address)s") % {"address": absolute(page.get_absolute_url())}
    elsewhere = [f"{link.title}\n{link.url}" for link in links]
    text = "\n\n".join(part for part in (page.title, page.summary, address, *elsewhere) if part)
    data = f"{text}\n".replace("\n", "\r\n").encode()
    return Entry(f"{page.slug}/{page.slug}.txt", [data], len(data), page.last_published_at or timezone.now())
