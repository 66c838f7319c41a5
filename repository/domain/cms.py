"""What follows when a resource is edited in the CMS, which knows nothing of its state."""

from django.db import transaction

from repository.domain.locking import lock_resource, newest_words
from repository.domain.proposing import WORDS
from repository.domain.shelves import reshelve
from repository.domain.workflow import follow_words
from repository.enums import Review
from repository.models import ResourcePage


@transaction.atomic
def follow_edit(page: ResourcePage) -> None:
    """Words that are newer than the published ones are a draft; those that wait are what is decided on.

    While nobody reads it, the row says what they say, as when it is edited on the site.
    """
    now = lock_resource(page.pk)
    if now.review == Review.PUBLISHED and now.has_unpublished_changes:
        ResourcePage.objects.filter(pk=now.pk).update(review=Review.DRAFT)
    elif now.review == Review.WAITING:
        follow_words(now)
    if not now.live:
        words = newest_words(now)
        words.save(clean=False, update_fields=WORDS)
        reshelve(words)
