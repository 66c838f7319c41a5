"""Where the circular is read."""

from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from home.circular import latest_panel
from home.circular.feeds import feeds_of_circular
from intranet.frame import register_section
from intranet.members.feeds import register_feeds

if TYPE_CHECKING:
    from intranet.members.models import User


def in_network(user: "User") -> bool:
    return user.standing.in_network


def register() -> None:
    register_section(pgettext_lazy("section", "Circular"), "/circular/", "scroll-text", 75, in_network)
    latest_panel.register()
    register_feeds("circular", feeds_of_circular)
