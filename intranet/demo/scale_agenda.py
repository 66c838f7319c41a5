"""Events of any number, for the benchmark: over two years, past and to come, every tenth of them a series."""

from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from agenda.enums import EventKind, EventVisibility, Frequency, Mode, Review
from agenda.models import Event, Interest, Occurrence
from intranet.demo.scale import BATCH, DOMAIN, prepare_ground, register_scale
from intranet.demo.scale_words import rare_words
from intranet.members.enums import GroupAccess
from intranet.members.models import Organisation, Subject, User, WorkingGroup

DAYS = 730
"""Over how many days they are spread: half of them before today."""
IN_A_TEXT = 12  # words that not every event has
EVERY_SERIES = 10
EVERY_LONG = 25
EVERY_GROUP = 6
EVERY_WAITING = 200
RHYTHMS = ((Frequency.WEEKLY, 7, 12), (Frequency.MONTHLY, 28, 10), (Frequency.WEEKLY, 14, 20), (Frequency.DAILY, 1, 5))
"""How often, every how many days, and how many times."""
AT_ONCE = 1_000  # events in memory
HOURS = (9, 10, 12, 16, 18)
WORDS = (
    "Jornada de compra pública responsable",
    "Taula de treball d’habitatge cooperatiu",
    "Formació: clàusules socials pas a pas",
    "Visita a l’obrador compartit",
    "Assemblea ordinària",
    "Fira d’economia social i solidària",
)
SUMMARY = "Una trobada per compartir el que hem après i decidir què fem junts els pròxims mesos."


def grow_events(number: int) -> None:
    """Add so many events around today."""
    grow_over(number, DAYS, timezone.localdate() - timedelta(days=DAYS // 2))


def grow_history(number: int) -> None:
    """Add so many events that are over, as far back and as close together as those of `grow_events`."""
    days = DAYS * max(1, number // 10_000)
    grow_over(number, days, timezone.localdate() - timedelta(days=DAYS // 2 + days))


@transaction.atomic
def grow_over(number: int, days: int, first: date) -> None:
    """So many, spread evenly over `days` from `first` on. Written in bulk: nobody is told, and the engine holds none."""
    prepare_ground()
    people = list(User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")[:500])
    councils = list(Organisation.objects.councils().present().order_by("pk"))
    groups = list(WorkingGroup.objects.exclude(holds_everyone=True).order_by("pk"))
    subjects = list(Subject.objects.all())
    serials = iter(range(number))
    while chunk := list(islice(serials, AT_ONCE)):
        events = [
            scale_event(serial, first + timedelta(days=serial * days // number), people, councils, groups)
            for serial in chunk
        ]
        Event.objects.bulk_create(events, BATCH)
        Occurrence.objects.bulk_create((one for event in events for one in dates_of(event)), BATCH)
        give_company(events, people, subjects)


def give_company(events: list[Event], people: list[User], subjects: list[Subject]) -> None:
    """A subject each, and every third somebody whom it interests."""
    about = Event.subjects.through
    about.objects.bulk_create(
        (about(event=event, subject=subjects[event.pk % len(subjects)]) for event in events), BATCH
    )
    Interest.objects.bulk_create(
        (Interest(event=event, person=people[event.pk % len(people)]) for event in events[::3]), BATCH
    )


def scale_event(
    serial: int, day: date, people: list[User], councils: list[Organisation], groups: list[WorkingGroup]
) -> Event:
    start = timezone.make_aware(datetime.combine(day, time(HOURS[serial % len(HOURS)])))
    group = groups[serial % len(groups)] if serial % EVERY_GROUP == 0 else None
    frequency, _step, times = RHYTHMS[serial // EVERY_SERIES % len(RHYTHMS)]
    is_series = serial % EVERY_SERIES == 0
    for_group = group is not None and group.access == GroupAccess.PRIVATE
    return Event(  # type: ignore[no-untyped-call]
        title=f"{WORDS[serial % len(WORDS)]} ({serial})",
        summary=SUMMARY,
        kind=EventKind.values[serial % len(EventKind.values)],
        mode=Mode.values[serial % len(Mode.values)],
        visibility=EventVisibility.GROUP if for_group else EventVisibility.NETWORK,
        review=Review.WAITING if serial % EVERY_WAITING == 1 else Review.PUBLISHED,
        author=people[serial % len(people)],
        organisation=None if group else councils[serial % len(councils)],
        group=group,
        venue="Centre cívic",
        comarca=councils[serial % len(councils)].comarca,
        start=start,
        end=start + (timedelta(days=2) if serial % EVERY_LONG == 3 else timedelta(hours=2)),  # noqa: PLR2004 - any but a series
        frequency=frequency if is_series else "",
        interval=2 if is_series and frequency == Frequency.WEEKLY and times > 12 else 1,  # noqa: PLR2004 - the long one
        count=times if is_series else None,
        body=f"<p>{SUMMARY * 4} {rare_words(serial, IN_A_TEXT)}.</p>",
    )


def dates_of(event: Event) -> list[Occurrence]:
    """Every so many days by the clock: near enough to the rule to weigh as much."""
    step = next((step for frequency, step, times in RHYTHMS if (frequency, times) == (event.frequency, event.count)), 0)
    return [scale_date(event, timedelta(days=step * turn)) for turn in range(event.count or 1)]


def scale_date(event: Event, later: timedelta) -> Occurrence:
    start, end = event.start + later, event.end + later
    return Occurrence(
        event=event,
        original_start=start,
        start=start,
        end=end,
        first_day=timezone.localdate(start),
        last_day=timezone.localdate(end),
    )


register_scale("events", grow_events, help_text="Events over two years around today, every tenth of them a series.")
register_scale("history", grow_history, help_text="Events that are over, for a history that is longer.")
