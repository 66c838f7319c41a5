"""What a resource said at former times, and going back to it, but to what somebody does not let be said any more."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from intranet.members.models import User
from repository.domain.closing import TAKEN_BACK, is_traceable
from repository.domain.consents import pieces_of
from repository.domain.locking import lock_kept_resource
from repository.domain.proposing import save_words
from repository.enums import Consent
from repository.models import Credit, ResourcePage, Version

WHY_CLOSED = gettext_lazy("This version can no longer be seen: it holds words that were taken back.")


def note_version(instance: ResourcePage, revision: Any, **_signal: Any) -> None:
    """Wagtail's signal `page_published`."""
    if revision is not None and instance.live:
        Version.objects.get_or_create(
            revision=revision,
            defaults={"page_id": instance.pk, "by": revision.user, "published_at": revision.created_at},
        )


def worded(version: Version) -> ResourcePage:
    """The resource as it said then, with what has become of it since."""
    words: ResourcePage = version.revision.as_object()
    return words


def is_closed(revision: Revision, page: ResourcePage) -> bool:
    """Whether `page` said there, in words, files or by name, what somebody has taken back since.

    What readers see stays open; so do the newest words, for its keepers to mend, until what is theirs was taken out: what
    comes back afterwards is closed, however it came. What cannot be compared any more, for the posts are gone, is closed.
    """
    if revision.pk == page.live_revision_id:
        return False
    is_newest = revision.pk == page.latest_revision_id
    consents = [Consent.OUT] if is_newest else TAKEN_BACK
    theirs = list(Credit.objects.filter(page=page.pk, consent__in=consents).select_related("person"))
    if not theirs:
        return False
    if not is_newest and any(is_older(revision, credit) and not is_traceable(credit, page) for credit in theirs):
        return True
    words: ResourcePage = revision.as_object()
    return any(pieces_of(words, credit) for credit in theirs)


def is_older(revision: Revision, credit: Credit) -> bool:
    """Than the taking out of what is theirs, if they were taken out yet."""
    is_out = credit.consent == Consent.OUT and credit.answered_at is not None
    return not is_out or revision.created_at <= credit.answered_at


@transaction.atomic
def restore(version: Version, *, by: User, seen: int | None = None) -> ResourcePage:
    """Let the newest words be those of `version`: a draft of its keepers, until it is accepted. For whom it is stays.

    Raises as `save_words`, and ValidationError for one that is closed.
    """
    now = lock_kept_resource(version.page_id, by=by)
    if is_closed(version.revision, now):
        raise ValidationError(WHY_CLOSED, code="taken_back")
    words = worded(version)
    for name in ("visibility", "group", "organisation"):
        setattr(words, name, getattr(now, name))
    return save_words(words, by=by, seen=seen)
