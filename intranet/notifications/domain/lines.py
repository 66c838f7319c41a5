"""The lines of `/avisos/`: what happened to one thing on one day is one line."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Case, Count, Max, QuerySet, Value, When
from django.db.models.functions import TruncDate

from intranet.members.models import User
from intranet.notifications.domain.visibility import settle, settle_hidden
from intranet.notifications.kinds import Happening, Kind, kind_named, registered_kinds
from intranet.notifications.models import Notification

PER_PAGE = 20

Row = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """`count` notifications of one kind about one thing, all of one day (Europe/Madrid) and all read or all unread.

    `newest_id` is the newest of them: its target gives the sentence and the place, `at` is when it was noted.
    """

    day: date
    at: datetime
    kind: Kind
    text: str
    url: str
    icon: str
    actor: User | None
    count: int
    unread: bool
    newest_id: int
    fold: str


def lines_of(
    person: User, *, unread_only: bool = False, section: str | None = None, page: int | str | None = 1
) -> "Page[Line]":
    """One page of what `person` has been told and may see now, newest first; any `page` that is not there is the nearest.

    `section` keeps the kinds of one section, by its name as it reads. What may not be seen any more is settled first, so
    that no count hints at it. The same number of statements however many rows there are.
    """
    settle_hidden(person)
    listed = Notification.objects.on_site_of(person)
    if unread_only:
        listed = listed.unread()
    if section is not None:
        listed = listed.filter(kind__in=[kind.name for kind in registered_kinds() if str(kind.section) == section])
    found: Page[Any] = Paginator(folded(listed), PER_PAGE).get_page(page)
    found.object_list = told(list(found.object_list), person)
    return found


def folded(listed: "QuerySet[Notification]") -> "QuerySet[Any, Any]":
    """One row for each line. `TruncDate` is in the site's time zone, which is everybody's."""
    unread = Case(When(read_at=None, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003
    rows = listed.order_by().annotate(day=TruncDate("created_at"), unread=unread).values("fold", "day", "unread")
    counted = rows.annotate(number=Count("pk"), newest_id=Max("pk"), newest_at=Max("created_at"))
    return counted.order_by("-newest_at", "-newest_id")


def told(rows: list[Row], person: User) -> list[Line]:
    """The rows as lines. What went in this very moment is left out; what has lost the thing it is about is settled too."""
    newest = {row.pk: row for row in newest_of(rows)}
    targets, abouts = targets_of(newest.values(), person), abouts_of(newest.values())
    lines, gone = [], []
    for row in rows:
        if (notification := newest.get(row["newest_id"])) is None:
            continue
        target = targets.get((notification.kind, notification.target_id))
        about = abouts.get((notification.about_type_id, notification.about_id))
        if about is None:
            gone.append(row["fold"])
        elif target is not None:
            lines.append(line_of(row, notification, target, about))
    if gone:
        settle(Notification.objects.on_site_of(person).filter(fold__in=gone))
    return lines


def newest_of(rows: list[Row]) -> "QuerySet[Notification]":
    return Notification.objects.filter(pk__in=[row["newest_id"] for row in rows]).select_related("actor")


def targets_of(notifications: Iterable[Notification], person: User) -> dict[tuple[str, int], Any]:
    """The targets that `person` may see, by kind and key: one statement a kind."""
    ids = defaultdict(list)
    for notification in notifications:
        ids[notification.kind].append(notification.target_id)
    return {
        (name, target.pk): target
        for name, keys in ids.items()
        for target in kind_named(name).visible_to(person).filter(pk__in=keys)
    }


def abouts_of(notifications: Iterable[Notification]) -> dict[tuple[int, int], Any]:
    """What the notifications are about, by type and key: one statement a type."""
    ids = defaultdict(set)
    for notification in notifications:
        ids[notification.about_type_id].add(notification.about_id)
    return {
        (type_id, pk): about for type_id, keys in ids.items() for pk, about in models_of(type_id).in_bulk(keys).items()
    }


def models_of(type_id: int) -> Any:
    model = ContentType.objects.get_for_id(type_id).model_class()
    return model._default_manager if model else Notification.objects.none()  # noqa: SLF001 - Django's public name


def line_of(row: Row, notification: Notification, target: Any, about: Any) -> Line:
    kind = kind_named(notification.kind)
    happening = Happening(target, about, notification.actor, row["number"])
    return Line(
        day=row["day"],
        at=row["newest_at"],
        kind=kind,
        text=kind.line(happening),
        url=kind.url(target),
        icon=kind.icon,
        actor=notification.actor,
        count=row["number"],
        unread=row["unread"],
        newest_id=row["newest_id"],
        fold=row["fold"],
    )
