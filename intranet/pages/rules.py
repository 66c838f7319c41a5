"""Who may do what with the pages."""

from wagtail.models import PagePermissionTester


class IntranetPagePermissionTester(PagePermissionTester):
    """Who reads a page is the access policy's to say (`intranet.policy`): nobody sets it page by page."""

    def can_set_view_restrictions(self) -> bool:
        return False


class FixedPagePermissionTester(IntranetPagePermissionTester):
    """For the pages that the house stands on: edited and published like others, but taken away or moved by nobody."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: ARG002, FBT001, FBT002 - Wagtail's signature
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False
