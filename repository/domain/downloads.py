"""Who may have which file of a resource, and how often each was fetched, without a trace of by whom."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from repository.domain.closing import is_taken_back, offered_now
from repository.files.limits import MOST_ZIPPED
from repository.keys import GREATEST_KEY
from repository.models import DownloadCount, ResourceFile, ResourcePage, StoredFile

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User


def files_for(user: "User | AnonymousUser") -> QuerySet[StoredFile]:
    """What `user` may have: what a resource offers that they are shown, and all of what they keep or review.

    Each says whether it `is_read`: by a reader, not by those who keep or review it; and whether it `is_held_back`, unless the
    newest words offer it. The words inside are not fetched.
    """
    pages = ResourcePage.objects
    if not user.is_anonymous and not user.standing.has_access:
        return StoredFile.objects.none()
    offer = ResourceFile.objects.filter(stored=OuterRef("pk"), page=OuterRef("page"))
    offered = Q(page__in=pages.shown_to(user).values("pk")) & Exists(offer)
    if user.is_anonymous:
        found = StoredFile.objects.defer("text").filter(offered)
        return found.annotate(is_read=Value(value=True), is_held_back=Value(value=False))
    kept = Q(page__in=pages.kept_by(user).values("pk")) | Q(page__in=pages.reviewed_by(user).values("pk"))
    found = StoredFile.objects.defer("text").filter(offered | kept)
    return found.annotate(is_read=~kept, is_held_back=~Exists(offer) & is_taken_back())


def file_for(user: "User | AnonymousUser", slug: str, pk: int) -> StoredFile | None:
    """The file `pk` of the resource at `slug`; None is what `user` may not have. One statement; of what was taken back, three.

    What its author has taken back, and what nobody reads or is to mend offers any more, is opened by nobody.
    """
    stored = files_for(user).filter(pk=min(pk, GREATEST_KEY), page__slug=slug).first()
    if stored is not None and getattr(stored, "is_held_back", True) and stored.pk not in offered_now(stored.page_id):
        return None
    return stored


def offers_of(page: ResourcePage) -> list[ResourceFile]:
    """What this wording of `page` offers, in order, with the files. Two statements at most."""
    offers = sorted(page.files.all(), key=lambda offer: (offer.sort_order is None, offer.sort_order, offer.pk or 0))
    files = StoredFile.objects.defer("text").in_bulk([offer.stored_id for offer in offers])
    here = [offer for offer in offers if offer.stored_id in files]
    for offer in here:
        offer.stored, offer.page = files[offer.stored_id], page
    return here


def page_with_files(user: "User | AnonymousUser", slug: str) -> tuple[ResourcePage, list[ResourceFile], bool] | None:
    """The resource at `slug`, the files that `user` is offered, and whether they are but its reader.

    Before it is published, those who keep or review it are offered what its newest wording offers.
    """
    page = ResourcePage.objects.shown_to(user).filter(slug=slug).defer("body").first()
    if page is not None:
        is_read = user.is_anonymous or not is_kept(page, user)
        return page, offers_of(page), is_read
    page = ResourcePage.objects.visible_to(user).filter(slug=slug).first()
    if page is None:
        return None
    wording = page if page.latest_revision_id is None else page.get_latest_revision_as_object()
    return page, offers_of(wording), False


def is_kept(page: ResourcePage, user: "User") -> bool:
    pages = ResourcePage.objects.filter(pk=page.pk)
    return bool((pages.kept_by(user) | pages.reviewed_by(user)).exists())


def kept_among(pks: Collection[int], user: "User | AnonymousUser") -> set[int]:
    """Those of the resources that `user` keeps or reviews. One statement; of who has not signed in, none."""
    if user.is_anonymous:
        return set()
    pages = ResourcePage.objects.filter(pk__in=pks)
    return set((pages.kept_by(user) | pages.reviewed_by(user)).values_list("pk", flat=True))


def is_too_much(offers: Iterable[ResourceFile]) -> bool:
    """For one ZIP of several resources. Needs `stored`."""
    return bool(sum(offer.stored.size for offer in offers) > MOST_ZIPPED)


def count_downloads(files: Collection[StoredFile]) -> None:
    """That somebody fetched each of `files`. No reader waits for who edits the resource: `add_up_downloads` adds it there.

    A count is not worth a reader's file: when the database is too busy, it is left out.
    """
    if not files:
        return
    day, pks = timezone.localdate(), [file.pk for file in files]
    try:
        with transaction.atomic():
            zeros = [DownloadCount(stored_id=pk, day=day) for pk in pks]
            DownloadCount.objects.bulk_create(zeros, ignore_conflicts=True)
            DownloadCount.objects.filter(stored__in=pks, day=day).update(number=F("number") + 1)
    except OperationalError:
        return


def add_up_downloads() -> None:
    """Hourly: what was counted since, to the sum of each resource, which stays when a file goes.

    What lists show does not change: the bank's version stays.
    """
    fresh = DownloadCount.objects.filter(number__gt=F("added"))
    for pk in set(fresh.values_list("stored__page", flat=True)):
        add_up(pk)


@transaction.atomic
def add_up(pk: int) -> None:
    """Of the resource `pk`. Two that run at once come one after the other; what is fetched meanwhile is of the next hour."""
    ResourcePage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    counts = list(DownloadCount.objects.filter(stored__page=pk, number__gt=F("added")))
    more = sum(count.number - count.added for count in counts)
    for count in counts:
        count.added = count.number
    DownloadCount.objects.bulk_update(counts, ["added"])
    ResourcePage.objects.filter(pk=pk).update(download_count=F("download_count") + more)
