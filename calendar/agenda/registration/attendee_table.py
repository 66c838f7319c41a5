"""The attendee list as a table: what a spreadsheet holds of each registration, for the organisers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.domain.desks import dates_of
from agenda.registration.forms.answers import words_of
from agenda.registration.models import Attendance, Question, Registration, RegistrationDesk, RegistrationQuerySet
from intranet.spreadsheets import cell

Column = tuple[str, Callable[[Any], Any]]
CHUNK = 500
"""Rows that are read at once: what stands in memory, whatever the number of them."""
NOT_YET = "—"


def mode_words(mode: str) -> str:
    return str(Mode(mode).label) if mode else ""


def columns_of(desk: RegistrationDesk, *, dates: int, has_begun: bool = True) -> list[Column]:
    """What each column is called, and what it holds. `has_begun`: whether somebody may have come. Five statements at most."""
    return [
        *who_columns(),
        *how_columns(places_of(desk)),
        *came_columns(dates, has_begun=has_begun),
        *answer_columns(desk),
        *need_columns(desk),
        *last_columns(),
    ]


def who_columns() -> list[Column]:
    return [
        (_("Name"), lambda row: row.who),
        (_("E-mail"), lambda row: row.address),
        (_("Council or organisation"), lambda row: row.whose),
        (_("County (comarca)"), lambda row: row.organisation.comarca if row.organisation else ""),
        (_("Job title"), lambda row: row.job_title),
    ]


def how_columns(places: Mapping[int, int]) -> list[Column]:
    return [
        (_("State"), lambda row: row.get_state_display()),
        (_("How they take part"), lambda row: mode_words(row.mode)),
        (_("Waits for"), lambda row: mode_words(row.waits_for)),
        (_("Place on the waiting list"), lambda row: places.get(row.pk)),
        (_("A seat is kept until"), lambda row: row.offer_until),
        (_("Registered at"), lambda row: row.created_at),
        (
            _("Registered by"),
            lambda row: row.registered_by.full_name if row.registered_by else row.get_channel_display(),
        ),
    ]


def places_of(desk: RegistrationDesk) -> dict[int, int]:
    """Of each who waits, by their key, the place in the line, as the list says it. A statement for each mode."""
    lines = (desk.registrations.in_line(mode).values_list("pk", flat=True) for mode in desk.modes)
    return {pk: place for line in lines for place, pk in enumerate(line, start=1)}


def came_columns(dates: int, *, has_begun: bool) -> list[Column]:
    columns: list[Column] = [(_("Came"), lambda row: bool(row.came) if row.came or has_begun else NOT_YET)]
    if dates > 1:
        columns.append((_("Dates attended, of %(dates)d") % {"dates": dates}, lambda row: row.came))
    return columns


def answer_columns(desk: RegistrationDesk) -> list[Column]:
    return [(question.label, answer_to(question)) for question in desk.questions.all()]


def answer_to(question: Question) -> Callable[[Registration], str]:
    def answer(row: Registration) -> str:
        given = row.answers.get(question.key)
        return words_of(question, given) if given else ""

    return answer


def need_columns(desk: RegistrationDesk) -> list[Column]:
    """As long as they are kept; of a date that was moved ahead afterwards, as soon as somebody says something again."""
    said = desk.registrations.exclude(access_needs="", diet="")
    if desk.needs_forgotten_at is not None and not said.exists():
        return []
    columns: list[Column] = [(_("Access needs"), lambda row: row.access_needs)] if desk.asks_needs else []
    return [*columns, (_("Food"), lambda row: row.diet)] if desk.asks_diet else columns


def last_columns() -> list[Column]:
    return [
        (_("Consents to photographs"), lambda row: row.photo_consent),
        (_("Note"), lambda row: row.note),
    ]


def lines_of(desk: RegistrationDesk, rows: RegistrationQuerySet) -> Iterator[list[Any]]:
    """The headings, then a line for each of `rows`, every cell harmless. As many statements for any number, in constant memory."""
    starts = list(dates_of(desk).filter(is_cancelled=False).values_list("start", flat=True))
    now = timezone.now()
    columns = columns_of(desk, dates=len(starts), has_begun=any(start <= now for start in starts))
    yield [cell(heading) for heading, _value in columns]
    for row in with_attendance(rows).iterator(chunk_size=CHUNK):
        row.desk = desk
        yield [cell(value(row)) for _heading, value in columns]


def with_attendance(rows: RegistrationQuerySet) -> RegistrationQuerySet:
    """With `came`: to how many dates."""
    there = Attendance.objects.filter(registration=OuterRef("pk")).order_by().values("registration")
    counted = Subquery(there.annotate(number=Count("pk")).values("number"))
    return rows.select_related("person", "organisation", "registered_by").annotate(came=Coalesce(counted, 0))
