"""What the month, a day and the list have in common: the way from one to the other, and the days that they can be asked for."""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from agenda.domain.listing import Found
from agenda.rules import can_announce, can_review
from agenda.views.narrowing import Narrowing
from forum.views.kept import drawing, kept_piece
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


class Pages(NamedTuple):
    """Where the dates before and after these ones are; empty where there are none."""

    number: int
    before: str
    after: str


def is_day_of_the_agenda(day: date) -> bool:
    """Whether it can be asked for: as the months that have an address."""
    return FIRST_DAY <= day <= LAST_DAY


def day_asked_for(request: PersonRequest, name: str) -> date | None:
    """The day of this parameter; none for what makes no sense."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if is_day_of_the_agenda(day) else None


def around(narrowing: Narrowing, day: date) -> dict[str, Any]:
    """`day` is where the other views begin."""
    begins = {} if day == timezone.localdate() else {"des-de": str(day)}
    return {
        "narrowing": narrowing,
        "day": day,
        "month_url": narrowing.address(reverse("agenda_month", args=[day])),
        "list_url": narrowing.address(reverse("agenda_list"), **begins),
        "today_url": narrowing.address(reverse("agenda_month", args=[timezone.localdate()])),
        "kept": narrowing.query.items(),
    }


def head_for(person: User) -> SafeString:
    """On top of the agenda: its name, and what one may do. Kept."""
    may, reviews = can_announce(person), can_review(person)
    return kept_piece(
        "agenda-head", (may, reviews), lambda: drawing("agenda/head.html", may_announce=may, may_review=reviews)
    )


def pages_of(found: Found, page: int, path: str, narrowing: Narrowing, **more: str) -> Pages:
    def address(number: int) -> str:
        numbered = {"pagina": str(number)} if number > 1 else {}
        return narrowing.address(path, **more, **numbered)

    return Pages(page, address(page - 1) if page > 1 else "", address(page + 1) if found.has_more else "")
