"""Who may do what with a resource in the CMS."""

from typing import TYPE_CHECKING, Any

from intranet.pages.rules import IntranetPagePermissionTester

if TYPE_CHECKING:
    from repository.models.pages import ResourcePage


class ResourcePermissionTester(IntranetPagePermissionTester):
    """A resource is archived on the site, never deleted, copied or taken from its shelf; whoever decides on it publishes it."""

    page: "ResourcePage"

    def can_publish(self) -> bool:
        return bool(super().can_publish()) or self.decides()

    def decides(self) -> bool:
        """Of what waits: the coordinators of its group too, who have no rights in the CMS."""
        waiting = type(self.page).objects.reviewed_by(self.user)
        return bool(waiting.filter(pk=self.page.pk).exists())

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: ARG002, FBT001, FBT002 - Wagtail's signature
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, *_args: Any, **_kwargs: Any) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, *_args: Any, **_kwargs: Any) -> bool:
        return False
