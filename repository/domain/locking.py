"""A resource held for the transaction: whoever edits, decides or discards comes one after the other."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from intranet.members.models import User
from repository.models import ResourcePage
from repository.rules import can_keep

if TYPE_CHECKING:
    from repository.models import ResourceQuerySet


class ChangedMeanwhileError(Exception):
    """A resource or a collection says something else by now than what its editor or reviewer had before them."""


def held() -> "ResourceQuerySet":
    """In the order of their keys: two who hold many wait for each other nowhere."""
    rows = ResourcePage.objects.select_for_update(of=("page_ptr", "self")).order_by("pk")
    return rows.select_related("group", "organisation", "owner")  # type: ignore[no-any-return]


def lock_resource(pk: int) -> ResourcePage:
    """As it is now. Raises `PermissionDenied` when it has been thrown away: nobody may do anything with it."""
    found: ResourcePage | None = held().filter(pk=pk).first()
    if found is None:
        raise PermissionDenied
    return found


def lock_kept_resource(pk: int, *, by: User) -> ResourcePage:
    """Raises `PermissionDenied` for anyone but its keepers."""
    page = lock_resource(pk)
    if not can_keep(by, page):
        raise PermissionDenied
    return page


def check_seen(page: ResourcePage, seen: int | None) -> None:
    """`seen`: the revision that somebody had before them; None for whoever takes it as it is. Raises `ChangedMeanwhileError`."""
    if seen is not None and seen != page.latest_revision_id:
        raise ChangedMeanwhileError


def newest_words(page: ResourcePage) -> ResourcePage:
    """`page` as its keepers word it now. One statement."""
    words: ResourcePage = page.get_latest_revision_as_object()
    return words
