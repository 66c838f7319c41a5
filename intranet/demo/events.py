"""The agenda around today: what has been, what comes, what repeats, what was called off and what waits for review."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from agenda.domain.dates import keep_dates, put, write_through
from agenda.domain.holidays import holidays_of
from agenda.domain.telling import facts_of
from agenda.enums import ChangeKind, EventState, EventVisibility, Review
from agenda.models import Change, Event, Interest, Material, Occurrence
from agenda.recurrence import Span
from intranet.demo.days import day, moment, working_day
from intranet.demo.forum import Writers, html_of
from intranet.demo.tables import texts
from intranet.members.models import Organisation, Subject, User, WorkingGroup

MADRID = ZoneInfo("Europe/Madrid")
ANNOUNCED_BEFORE = timedelta(days=40)
PLAIN = (
    "kind",
    "mode",
    "audience",
    "title",
    "summary",
    "venue",
    "address",
    "comarca",
    "other_organisers",
    "join_url",
    "web_url",
)
TOLD = {EventState.CANCELLED: ChangeKind.CANCELLED, EventState.POSTPONED: ChangeKind.POSTPONED}


class Shelf:
    """What the entries name."""

    def __init__(self, today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> None:
        self.today, self.groups, self.writers = today, groups, Writers(people)
        self.organisations = {one.slug: one for one in Organisation.objects.all()}
        self.subjects = {one.slug: one for one in Subject.objects.all()}
        self.network = list(User.objects.in_network().order_by("email"))


def load_events(today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> tuple[int, int]:
    """How many events and dates."""
    shelf = Shelf(today, people, groups)
    for number, entry in enumerate(texts("events")["event"]):
        load_event(entry, number, shelf)
    return Event.objects.count(), Occurrence.objects.count()


def load_event(entry: dict[str, Any], number: int, shelf: Shelf) -> Event:
    """As if announced in time, and told of then."""
    group = shelf.groups.get(entry.get("group", ""))
    author = shelf.writers.of(group, entry["by"]) if group else shelf.writers.people[entry["by"]]
    start, end = times_of(entry, shelf.today)
    announced = min(start - ANNOUNCED_BEFORE, moment(day(shelf.today, -(number % 9) - 1)))
    event = Event(  # type: ignore[no-untyped-call]  # modelcluster's
        author=author,
        group=group,
        organisation=shelf.organisations.get(entry.get("organisation", "")),
        visibility=entry.get("visibility", EventVisibility.NETWORK),
        body=html_of(entry["body"]) if "body" in entry else "",
        start=start,
        end=end,
        all_day=entry.get("all_day", False),
        created_at=announced,
        changed_at=announced,
        **{name: entry[name] for name in PLAIN if name in entry},
        **repetition(entry),
        **standing_of(entry, announced, shelf),
    )
    event.contact_name, event.contact_email, event.contact_phone = entry.get("contact", ("", "", ""))
    event.programme = [part_of(part) for part in entry.get("programme", ())]
    event.subjects.set(shelf.subjects[slug] for slug in entry.get("subjects", ()))
    event.co_organisers.set(shelf.organisations[slug] for slug in entry.get("co_organisers", ()))
    event.full_clean()
    event.save()  # type: ignore[no-untyped-call]  # modelcluster's
    keep_dates(event)
    depart(event, entry)
    tell(event, announced)
    gather(event, entry, number, shelf)
    return event


def times_of(entry: dict[str, Any], today: date) -> tuple[datetime, datetime]:
    first = day(today, entry["days"]) if entry.get("weekend") else open_day(today, entry["days"])
    if entry.get("all_day"):
        return at(first, "00.00"), at(first + timedelta(days=entry["days_long"]), "00.00")
    return at(first, entry["start"]), at(first, entry["end"])


def open_day(today: date, days: int) -> date:
    """The first working day before it that is no holiday."""
    on = working_day(today, days)
    while on in holidays_of(on.year):
        on = working_day(on, -1)
    return on


def at(on: date, hour: str) -> datetime:
    return datetime.combine(on, clock(hour), MADRID)


def clock(hour: str) -> time:
    return time.fromisoformat(hour.replace(".", ":"))


def repetition(entry: dict[str, Any]) -> dict[str, Any]:
    return dict(entry.get("repeat", {}))


def standing_of(entry: dict[str, Any], announced: datetime, shelf: Shelf) -> dict[str, Any]:
    review = Review(entry.get("review", Review.PUBLISHED))
    state = EventState(entry.get("state", EventState.SCHEDULED))
    standing: dict[str, Any] = {"live": True, "review": review, "state": state}
    standing["is_cleared"] = review == Review.PUBLISHED
    if state != EventState.SCHEDULED:
        standing["reason"] = entry["reason"]
    if review == Review.RETURNED:
        reviewer = shelf.writers.people["coordinacio@xmess.example"]
        standing |= {
            "review_note": entry["note"],
            "reviewed_by": reviewer,
            "reviewed_at": announced + timedelta(days=1),
        }
    return standing


def part_of(entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A session of the programme, or a break."""
    span = {"start": clock(entry["start"]), "end": clock(entry["end"]), "title": entry["title"]}
    if entry.get("pause"):
        return "pause", span
    speakers = [dict(zip(("name", "role"), one.split("|"), strict=True)) for one in entry.get("speakers", ())]
    return "session", {**span, "text": entry.get("text", ""), "speakers": speakers}


def depart(event: Event, entry: dict[str, Any]) -> None:
    """The dates of a series that were called off or moved, as the entry counts them."""
    dates = list(event.occurrences.order_by("original_start"))
    for index in entry.get("cancelled", ()):
        dates[index].is_cancelled, dates[index].reason = True, entry["reason"]
        dates[index].save()
    for index, days in entry.get("moved", {}).items():
        row, by = dates[int(index)], timedelta(days=days)
        put(row, Span(row.start + by, row.end + by)).is_moved = True
        row.save()
    write_through(event)


def tell(event: Event, announced: datetime) -> None:
    """What its page says of its history; the notices are `notifications`'."""
    if not event.is_published:
        return
    Event.objects.filter(pk=event.pk).update(told=facts_of(event))
    Change.objects.create(event=event, kind=ChangeKind.ANNOUNCED, by=event.author, at=announced)
    if event.state in TOLD:
        kind = TOLD[EventState(event.state)]
        Change.objects.create(
            event=event, kind=kind, by=event.author, reason=event.reason, at=announced + timedelta(days=1)
        )


def gather(event: Event, entry: dict[str, Any], number: int, shelf: Shelf) -> None:
    """Who wants to hear of it, and what is kept of it."""
    group = event.group or shelf.groups["xarxa"]
    readers = (
        shelf.writers.readers(group, entry.get("interested", 0)) if group.is_private else others(shelf, entry, number)
    )
    Interest.objects.bulk_create(Interest(event=event, person=person, since=event.created_at) for person in readers)
    for kind, title, url in entry.get("materials", ()):
        Material.objects.create(
            event=event, kind=kind, title=title, url=url, added_by=event.author, added_at=min(event.end, timezone.now())
        )


def others(shelf: Shelf, entry: dict[str, Any], number: int) -> list[User]:
    """So many people of the network, other ones for each event."""
    wanted = min(entry.get("interested", 0), len(shelf.network))
    return [shelf.network[(number * 11 + step) % len(shelf.network)] for step in range(wanted)]
