"""Where the circular is found and read."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import pgettext_lazy

from home.circular.domain.finding import index_circular
from home.circular.feeds import feeds_of_circular
from home.circular.latest_panel import latest_circular
from home.circular.models import CircularPage
from home.circular.signals import circular_begun
from intranet.frame import register_section
from intranet.jobs.registry import register_job
from intranet.members.feeds import register_feeds
from intranet.panels import register_panel

if TYPE_CHECKING:
    from intranet.members.models import User


def in_network(user: "User") -> bool:
    return user.standing.in_network


def index_begun(circular: CircularPage, **_kwargs: Any) -> None:
    """Sending does not wait for it, nor fail with it: the night makes up for what is missing."""
    transaction.on_commit(lambda: index_circular(circular), robust=True)


def register() -> None:
    register_section(pgettext_lazy("section", "Circular"), "/circular/", "scroll-text", 75, in_network)
    register_panel("dashboard:new", 10, latest_circular)
    register_feeds("circular", feeds_of_circular)
    register_job("index_circulars", "40 4 * * *", "home.circular.domain.finding.index_latest")
    circular_begun.connect(index_begun, sender=CircularPage, dispatch_uid="circular.index_begun")
