"""What nobody opens any more, since somebody whose it is has taken it back: files, and what was said with them."""

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from forum.models import Post
from repository.enums import Consent
from repository.models import Credit, ResourceFile, ResourcePage

TAKEN_BACK = (Consent.REFUSED, Consent.OUT)


def is_taken_back() -> Exists:
    """Of a stored file's row: that somebody who attached it to what they wrote does not let the resource have it."""
    theirs = Credit.objects.filter(page=OuterRef("page"), consent__in=TAKEN_BACK)
    listed = theirs.annotate(digests=Cast("files", TextField()))
    return Exists(listed.filter(digests__contains=OuterRef("sha256")))


def offered_now(page: int) -> set[int]:
    """The keys of the files that what readers see of the resource offers, or its newest words. Two statements."""
    offered = set(ResourceFile.objects.filter(page=page).values_list("stored", flat=True))
    newest = ResourcePage.objects.filter(pk=page).values_list("latest_revision__content", flat=True)
    return offered.union(*(files_in(content) for content in newest if content))


def files_in(content: dict[str, list[dict[str, int]]]) -> set[int]:
    """The keys of the files that a revision offers."""
    return {file["stored"] for file in content.get("files", ()) if file.get("stored")}


def is_traceable(credit: Credit, page: ResourcePage) -> bool:
    """Whether all that they wrote is still there to be compared. One statement."""
    if page.from_topic_id is None:
        return False
    return Post.objects.filter(pk__in=credit.posts).count() == len(set(credit.posts)) > 0
