"""Three circulars that went out and the one being prepared: gathered by themselves, with what people proposed by hand."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Bitmap

from agenda.enums import EventState
from agenda.models import Event
from forum.models import Topic
from home.circular.domain.finding import index_circular
from home.circular.domain.following import fields_of
from home.circular.domain.gathering import gather
from home.circular.domain.months import first_of, month_after, month_before, title_of, usual_deadline
from home.circular.domain.sources import Source, said_by_one
from home.circular.domain.working_days import last_working, usual_sending
from home.circular.enums import CircularState, DeliveryState, EntryState, LinkState
from home.circular.models import CircularEntry, CircularIndexPage, CircularPage, Delivery, LinkCheck
from home.circular.models.entries import SOURCES
from home.models import NewsPage
from intranet.demo.days import day, moment
from intranet.demo.forum import html_of
from intranet.demo.people import COORDINATORS
from intranet.demo.pictures import PICTURES, png
from intranet.demo.tables import texts
from intranet.members.models import Organisation, User
from intranet.pictures import as_jpeg
from repository.models import ResourcePage

GATHERED_BEFORE, PROPOSED_BEFORE = timedelta(days=6), timedelta(days=9)
IN_A_SECTION = 3  # of what was gathered, as coordination accepts it
LASTED = timedelta(minutes=4)
PLAIN = ("section", "title", "text", "link")


class Office:
    """Whom the entries name, and who decides on them."""

    def __init__(self, today: date, people: dict[str, User]) -> None:
        self.today, self.people = today, people
        self.coordinator = User.objects.with_standing().get(email=COORDINATORS[0])
        self.organisations = {one.slug: one for one in Organisation.objects.all()}

    def month(self, number: int) -> date:
        """So many from this one."""
        month = first_of(self.today)
        for _step in range(abs(number)):
            month = month_after(month) if number > 0 else month_before(month)
        return month


def load_circulars(today: date, people: dict[str, User]) -> tuple[int, int]:
    """How many circulars and entries."""
    office = Office(today, people)
    told = texts("circulars")["circular"]
    for number, described in enumerate(told):
        month = office.month(described["month"])
        circular = open_circular(month, described, office)
        if number + 1 < len(told):
            compose_sent(circular, described, office)
        else:
            compose_next(circular, described, office)
    check_links(told)
    return len(told), CircularEntry.objects.count()


def open_circular(month: date, described: dict[str, Any], office: Office) -> CircularPage:
    page = CircularPage(
        title=title_of(month),
        slug=f"{month:%Y-%m}",
        month=month,
        deadline=usual_deadline(month),
        intro=html_of(described["intro"]),
        owner=office.coordinator,
        live=False,
    )
    return CircularIndexPage.objects.get().add_child(instance=page)  # type: ignore[no-any-return]


def compose_sent(circular: CircularPage, described: dict[str, Any], office: Office) -> None:
    """As it was put together and sent on the first working day of its month."""
    begun = begun_of(circular.month, office.today)
    propose(circular, described, office, at=begun - PROPOSED_BEFORE)
    gather(circular, now=begun - GATHERED_BEFORE)
    forget_what_came_later(circular, begun)
    accept_gathered(circular, office, at=begun - timedelta(days=1))
    highlight(circular, described)
    circular.entries.exclude(state=EntryState.ACCEPTED).filter(author=None).delete()
    send(circular, office, begun)


def begun_of(month: date, today: date) -> datetime:
    """The last working day of the month before, when it has not come yet."""
    usual = usual_sending(month)
    return usual if usual <= moment(today) else moment(last_working(month - timedelta(days=1)))


def compose_next(circular: CircularPage, described: dict[str, Any], office: Office) -> None:
    """As coordination finds it: some of it decided, some to be, one thing called off and one that has changed since."""
    propose(circular, described, office, at=moment(office.today))
    gather(circular, now=max(timezone.now(), moment(office.today)))
    accept_gathered(circular, office, at=moment(office.today), most=1)
    highlight(circular, described)
    call_off(circular, office)
    shorten(circular)


def propose(circular: CircularPage, described: dict[str, Any], office: Office, *, at: datetime) -> None:
    for place, entry in enumerate(described["entry"], 1):
        made = moment(day(office.today, entry["days"])) if "days" in entry else at
        words = topic_of(entry) if "topic" in entry else words_of(entry, circular, office)
        row = CircularEntry(circular=circular, position=place, created_at=made, **words)
        row.state = EntryState(entry.get("state", EntryState.ACCEPTED))
        if row.state != EntryState.WAITING:
            row.decided_by, row.decided_at = office.coordinator, made + timedelta(days=1)
            row.told = row.state
        row.reason = entry.get("reason", "")
        row.full_clean()
        row.save()


def topic_of(entry: dict[str, Any]) -> dict[str, Any]:
    """What somebody proposed of the conversations."""
    topic = Topic.objects.get(title=entry["topic"])
    return {"author": topic.author, "topic": topic, **of_source(topic)}


def of_source(source: Source) -> dict[str, Any]:
    said = said_by_one(source)
    return {"section": said.section, **fields_of(said)}


def words_of(entry: dict[str, Any], circular: CircularPage, office: Office) -> dict[str, Any]:
    """What somebody wrote."""
    shown = {"picture": picture_of(entry, circular), "picture_alt": entry["alt"]} if "picture" in entry else {}
    return {
        "author": office.people[entry["by"]],
        "organisation": office.organisations.get(entry.get("organisation", "")),
        "day": last_working(circular.month.replace(day=entry["on"])) if "on" in entry else None,
        **{name: entry[name] for name in PLAIN if name in entry},
        **shown,
    }


def picture_of(entry: dict[str, Any], circular: CircularPage) -> str:
    """The name of the stored picture, the same one each time."""
    number = uuid5(NAMESPACE_URL, f"{circular.slug}/{entry['title']}")
    with Bitmap.open(BytesIO(png(PICTURES[entry["picture"]][1]))) as drawn:
        content = ContentFile(as_jpeg(drawn.convert("RGB")))
    name = f"circular/{number}.jpg"
    default_storage.delete(name)
    return default_storage.save(name, content)


def forget_what_came_later(circular: CircularPage, begun: datetime) -> None:
    """Nobody had announced it when the circular went out."""
    for entry in circular.entries.select_related(*SOURCES):
        if told_at(entry.source) > begun:
            entry.delete()


def told_at(source: Source | None) -> datetime:
    """When it was there to be gathered; long ago, of what was written by hand."""
    if isinstance(source, NewsPage):
        return moment(source.date)
    if isinstance(source, ResourcePage):
        return source.first_published_at or timezone.now()
    return source.created_at if source else datetime.min.replace(tzinfo=UTC)


def accept_gathered(circular: CircularPage, office: Office, *, at: datetime, most: int = IN_A_SECTION) -> None:
    """The first ones of each section, of those that coordination sees."""
    taken: Counter[str] = Counter()
    seen = circular.entries.visible_to(office.coordinator)
    for entry in seen.filter(author=None).order_by("position"):
        taken[entry.section] += 1
        if taken[entry.section] <= most:
            entry.state, entry.decided_by, entry.decided_at = EntryState.ACCEPTED, office.coordinator, at
            entry.save()


def highlight(circular: CircularPage, described: dict[str, Any]) -> None:
    circular.entries.filter(title__in=described["highlights"]).update(is_highlight=True)


def send(circular: CircularPage, office: Office, begun: datetime) -> None:
    """To everyone who was there, in four minutes; one address refused it."""
    people = User.objects.in_network().filter(confirmed_at__lt=begun).order_by("email")
    settled = begun + LASTED
    rows = [
        Delivery(circular=circular, person=person, state=DeliveryState.SENT, settled_at=settled) for person in people
    ]
    if rows:
        rows[-1].state = DeliveryState.FAILED
    Delivery.objects.bulk_create(rows)
    circular.state, circular.begun_at, circular.ended_at = CircularState.SENT, begun, settled
    circular.begun_by = office.coordinator
    circular.save_revision(user=office.coordinator).publish(user=office.coordinator, skip_permission_checks=True)
    CircularPage.objects.filter(pk=circular.pk).update(
        first_published_at=begun,
        last_published_at=begun,
        **{name: getattr(circular, name) for name in ("state", "begun_at", "ended_at", "begun_by")},
    )
    index_circular(circular)


def call_off(circular: CircularPage, office: Office) -> None:
    """An event that had been accepted, and whose council has cancelled it since."""
    event = Event.objects.filter(state=EventState.CANCELLED).order_by("pk").first()
    if event is not None:
        row = CircularEntry(circular=circular, event=event, state=EntryState.ACCEPTED, **of_source(event))
        row.decided_by, row.decided_at = office.coordinator, moment(day(office.today, -2))
        row.save()


def shorten(circular: CircularPage) -> None:
    """One that coordination has put in fewer words, and whose source says something else by now."""
    entry = circular.entries.filter(author=None, state=EntryState.ACCEPTED, drop_reason="").order_by("position").first()
    if entry is not None:
        entry.source_title, entry.source_text = entry.title, f"{entry.text} Hi ha places limitades."
        entry.text = f"{entry.text.partition(',')[0].rstrip('.:')}."
        entry.reworded = entry.source_changed = True
        entry.save()


def check_links(told: list[dict[str, Any]]) -> None:
    """As if they had been looked at this morning: nothing in the demo asks the internet."""
    now = timezone.now()
    for entry in (entry for described in told for entry in described["entry"] if "link" in entry):
        state, answer = (LinkState.BROKEN, "404") if entry.get("broken") else (LinkState.GOOD, "200")
        facts = {"state": state, "answer": answer, "checked_at": now}
        LinkCheck.objects.update_or_create(url=entry["link"], defaults=facts)
