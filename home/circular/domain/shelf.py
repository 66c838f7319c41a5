"""Where the circulars stand in the CMS's tree."""

from typing import TYPE_CHECKING

from home.circular.models import CircularIndexPage

if TYPE_CHECKING:
    from wagtail.models import Page


def ensure_circulars(home: "Page") -> None:
    """The shelf, made when it is missing; `home` is the site's front page."""
    if not CircularIndexPage.objects.exists():
        home.add_child(instance=CircularIndexPage(title="Circular", slug="circular"))
