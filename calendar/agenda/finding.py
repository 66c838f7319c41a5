"""Events as they are found: by what they say, who organises them and where."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy

from agenda.enums import EventKind, EventState, EventVisibility, Review
from agenda.models import Event, Material, Occurrence
from agenda.sentences import names_group, place_words, span_words
from intranet.fulltext.kinds import Document, Findable, Found, register_findable
from intranet.fulltext.telling import KEYS, blocks_in, excerpt, in_batches, month_in_words, said_of
from intranet.members.models import User
from intranet.members.models.organisations import full_name_of
from intranet.richtext.cleaning import plain_text
from intranet.unions import NOW, blanks_for, moment_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.fulltext.words import Sought

EVENT = "event"
ORGANISERS = (
    *("organisation", "organisation__kind", "organisation__name", "other_organisers"),
    *("group", "group__name", "group__access", "visibility"),
)
WORDS = ("summary", "body", "programme")
PLACE = ("mode", "venue", "address")
GREATEST_KEY = BigIntegerField.MAX_BIGINT
NAMED = ("title", "text", "name", "role")
"""What of a programme's session is words."""
MOST_DATES, MOST_DAYS = 100, 31
"""By so many of its dates a series is found, the next ones, and what happens once by so many of its days."""


def register() -> None:
    register_findable(
        Findable(
            kind=EVENT,
            label=pgettext_lazy("found", "Events"),
            one=pgettext_lazy("found", "Event"),
            icon="calendar-days",
            order=60,
            documents=documents,
            visible=visible,
            rows=rows,
            addresses={"event": event_at, "occurrence": event_at},
        )
    )


class About(NamedTuple):
    """What is said of an event in rows of their own, and by which subjects it is narrowed down.

    `dates`: of those that are not cancelled, in their order, the first and the last day.
    """

    names: list[str]
    subjects: list[int]
    materials: list[str]
    dates: list[tuple[date, date]]


def documents(keys: Collection[int] | None) -> Iterator[Document]:
    """Published ones, and what its keepers alone find. Five statements for so many at once."""
    there = Event.objects.filter(live=True).values(
        "pk", "title", "kind", "start", "comarca", "review", *ORGANISERS, *WORDS, *PLACE
    )
    for some in in_batches(there, keys):
        about = about_each([row["pk"] for row in some])
        yield from (document_of(row | {"programme": row["programme"].raw_data}, about[row["pk"]]) for row in some)


def about_each(events: Collection[int]) -> dict[int, About]:
    """Four statements."""
    found: dict[int, About] = defaultdict(lambda: About([], [], [], []))
    subjects = Event.subjects.through.objects.filter(event__in=events)
    for event, subject, name in subjects.values_list("event", "subject", "subject__name"):
        found[event].subjects.append(subject)
        found[event].names.append(name)
    helpers = Event.co_organisers.through.objects.filter(event__in=events)
    for event, kind, name in helpers.values_list("event", "organisation__kind", "organisation__name"):
        found[event].names.append(full_name_of(kind, name))
    for event, title, name in Material.objects.filter(event__in=events).values_list("event", "title", "name"):
        found[event].materials.extend((title, name))
    dates = Occurrence.objects.filter(event__in=events, is_cancelled=False).order_by("first_day", "last_day")
    for event, first, last in dates.values_list("event", "first_day", "last_day"):
        found[event].dates.append((first, last))
    return found


def document_of(row: Mapping[str, Any], about: About) -> Document:
    place = place_words(*(row[name] for name in PLACE))
    said = (*organisers_of(row), *about.names, place, row["comarca"], *what_of(row, about))
    day, last_day = timezone.localdate(row["start"]), max((last for _first, last in about.dates), default=None)
    return Document(
        row["pk"],
        row["title"],
        reverse("event", args=[row["pk"]]),
        "\n".join((text_of(row), *said)),
        files="\n".join(about.materials),
        group=row["group"],
        organisation=row["organisation"],
        day=day,
        subjects=tuple(about.subjects),
        is_open=row["review"] == Review.PUBLISHED and row["visibility"] != EventVisibility.GROUP,
        last_day=last_day if last_day != day else None,
    )


def what_of(row: Mapping[str, Any], about: About) -> list[str]:
    """What it is, in which months, and on which days."""
    months = {
        day.replace(day=1) for day in (timezone.localdate(row["start"]), *(first for first, _last in about.dates))
    }
    days = (f"{day:%d/%m/%Y}" for day in days_of(about.dates, today=timezone.localdate()))
    return [str(EventKind(row["kind"]).label), *map(month_in_words, sorted(months)), *days]


def days_of(dates: list[tuple[date, date]], *, today: date) -> list[date]:
    """By which it is found: the next dates, or the last ones where none is ahead; of what happens once, all its days."""
    if len(dates) == 1:
        first, last = dates[0]
        return [first + timedelta(days=turn) for turn in range((last - first).days + 1)][:MOST_DAYS]
    firsts = list(dict.fromkeys(first for first, _last in dates))
    ahead = [day for day in firsts if day >= today]
    return ahead[:MOST_DATES] or firsts[-MOST_DATES:]


def organisers_of(row: Mapping[str, Any]) -> list[str]:
    """As the event's page names them: a private group to its readers alone."""
    names = [full_name_of(row["organisation__kind"], row["organisation__name"])] if row["organisation"] else []
    if row["group"] and names_group(row["visibility"], row["group__access"]):
        names.append(row["group__name"])
    return [*names, row["other_organisers"]] if row["other_organisers"] else names


def text_of(row: Mapping[str, Any]) -> str:
    body = plain_text(row["body"]) if row["body"] else ""
    return "\n".join((row["summary"], body, *words_in(blocks_in(row["programme"]))))


def words_in(programme: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What people read in the raw blocks of a programme."""
    for block in programme:
        value = block["value"]
        if isinstance(value, str):
            yield value
            continue
        yield from (value[name] for name in NAMED if value.get(name))
        speakers = [one.get("value", one) for one in value.get("speakers", ())]
        yield from (speaker[name] for speaker in speakers for name in NAMED if speaker.get(name))


def visible(user: User) -> "QuerySet[Event, Any]":
    return Event.objects.visible_to(user).values_list("pk", "pk")


TOLD = (
    *("pk", "title", "start", "end", "all_day", "next_start", "next_end", "state", "review"),
    *(*ORGANISERS, *WORDS, *PLACE),
)


def rows(user: User, things: Mapping[int, int], sought: "Sought") -> Iterator[Found]:
    """Of a series, its next date. One statement."""
    for told in said_of(events_told, things, blanks_for(user)):
        row = dict(zip(TOLD, told, strict=True))
        yield Found(
            row["pk"], row["title"], reverse("event", args=[row["pk"]]), facts_of(row), excerpt(text_of(row), sought)
        )


def events_told() -> "QuerySet[Event, Any]":
    ahead = Occurrence.objects.filter(event=OuterRef("pk"), is_cancelled=False).ahead(NOW).in_order()
    found = Event.objects.filter(pk__among=KEYS).annotate(
        next_start=Subquery(ahead.values("start")[:1]), next_end=Subquery(ahead.values("end")[:1])
    )
    return found.order_by().values_list(*TOLD)


def facts_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What became of it, when, where, and whose it is."""
    start, end = moment_of(row["next_start"] or row["start"]), moment_of(row["next_end"] or row["end"])
    facts = (
        state_of(row),
        span_words(start, end, all_day=bool(row["all_day"])) if start and end else "",
        place_words(*(row[name] for name in PLACE)),
        next(iter(organisers_of(row)), ""),
    )
    return tuple(fact for fact in facts if fact)


def state_of(row: Mapping[str, Any]) -> str:
    if row["review"] != Review.PUBLISHED:
        return str(Review(row["review"]).label)
    words = {
        EventState.CANCELLED: pgettext("event", "Cancelled"),
        EventState.POSTPONED: pgettext("event", "Postponed"),
    }
    return words.get(EventState(row["state"]), "")


def event_at(arguments: Mapping[str, Any]) -> int | None:
    key: int = arguments["pk"]
    return key if key <= GREATEST_KEY else None
