"""What the dashboard asks of those whose resources may have aged."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.asks import Ask, Source, register_asks
from intranet.members.models import User
from intranet.unions import Row, listed
from repository.domain.validity_rounds import NOTICE
from repository.models import ResourcePage


def register() -> None:
    register_asks(Source("validity", 35, validity, rows_of_validity))


def rows_of_validity(user: User) -> "QuerySet[ResourcePage] | None":
    """One's own that are to be looked at within a month."""
    if not user.standing.in_network:
        return None
    due = Q(owner=user, review_due__lte=timezone.localdate() + NOTICE)
    return listed(ResourcePage.objects.current().filter(due), second="slug", at=F("review_due"))


def validity(_user: User, rows: list[Row]) -> Iterable[Ask]:
    """Leads to the one that is due first; the others are asked about afterwards."""
    text = ngettext(
        "%(number)d resource of yours is to be looked at: is it still valid?",
        "%(number)d resources of yours are to be looked at: are they still valid?",
        len(rows),
    )
    moment, slug = min((row.at, row.second) for row in rows if row.at is not None)
    url = reverse("resource_validity", args=[slug])
    yield Ask("calendar-days", text % {"number": len(rows)}, url, _("Look at it"), moment)
