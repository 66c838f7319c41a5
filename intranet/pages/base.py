"""What all pages have in common."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from intranet.pages.forms import PageForm
from intranet.pages.rules import FixedPagePermissionTester, IntranetPagePermissionTester

if TYPE_CHECKING:
    from wagtail.models import Revision

    from intranet.members.models import User
    from intranet.pages.blocks import Outline

OUTLINE_FROM = 3
# Wagtail's own title panel goes on to fill in an address, and these pages have none to fill in.
FIXED_TITLE = FieldPanel("title", classname="title")


class IntranetPage(Page):
    """A page of the house."""

    base_form_class = PageForm

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With `trail`, the way to the page, and `outline`, its sections: none unless the kind of page says so."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "trail": [], "outline": []}

    def permissions_for_user(self, user: "User") -> IntranetPagePermissionTester:
        return IntranetPagePermissionTester(user, self)

    def hides(self, revision: "Revision") -> str:  # noqa: ARG002 - for pages that do
        """Why nobody is to be shown any more what the page said there; "" for what may be seen."""
        return ""

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:  # noqa: ARG002 - Wagtail's signature
        """None: nothing here is for search engines."""
        return []


class FixedPage(IntranetPage):
    """One of those that `home.setup` makes and that have to be where they are: nobody makes, moves or removes them."""

    content_panels: ClassVar[list[Any]] = [FIXED_TITLE]
    promote_panels: ClassVar[list[Any]] = []  # their address is fixed
    settings_panels: ClassVar[list[Any]] = []  # and no date takes them away

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:  # noqa: ARG003 - Wagtail's signature
        return False

    def permissions_for_user(self, user: "User") -> FixedPagePermissionTester:
        return FixedPagePermissionTester(user, self)


def long_enough(outline: "Outline") -> "Outline":
    """An outline, when there is enough of it to be worth the reader's while."""
    return outline if len(outline) >= OUTLINE_FROM else []
