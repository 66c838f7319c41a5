"""Who may do what with a circular in the CMS."""

from typing import Any

from intranet.pages.rules import IntranetPagePermissionTester


class CircularPermissionTester(IntranetPagePermissionTester):
    """It is put together, sent and put right on the site: the CMS shows where it stands, and leads there."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: ARG002, FBT001, FBT002 - Wagtail's signature
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, *_args: Any, **_kwargs: Any) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, *_args: Any, **_kwargs: Any) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False
