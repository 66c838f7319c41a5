"""What a resource said at former times, and going back to it."""

from typing import Any

from django.db import transaction

from intranet.members.models import User
from repository.domain.locking import lock_kept
from repository.domain.proposing import save_words
from repository.models import ResourcePage, Version


def note_version(instance: ResourcePage, revision: Any, **_signal: Any) -> None:
    """Wagtail's signal `page_published`."""
    if revision is not None:
        Version.objects.get_or_create(
            revision=revision,
            defaults={"page_id": instance.pk, "by": revision.user, "published_at": revision.created_at},
        )


def worded(version: Version) -> ResourcePage:
    """The resource as it said then, with what has become of it since."""
    words: ResourcePage = version.revision.as_object()
    return words


@transaction.atomic
def restore(version: Version, *, by: User, seen: int | None = None) -> ResourcePage:
    """Let the newest words be those of `version`: a draft of its keepers, until it is accepted. For whom it is stays.

    Raises as `save_words`.
    """
    now = lock_kept(version.page_id, by=by)
    words = worded(version)
    for name in ("visibility", "group", "organisation"):
        setattr(words, name, getattr(now, name))
    return save_words(words, by=by, seen=seen)
