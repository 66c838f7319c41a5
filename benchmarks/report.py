"""Fills the database, measures the pages, and says what is within its budget."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from agenda.models import Event
from agenda.registration.models import RegistrationDesk
from benchmarks import circular, registering, searching
from benchmarks.mail import lines_of, pace_of_mail
from benchmarks.measure import SLOW, Ask, Cost, Page, asker, coldly, measure
from forum.feeds import feed_url_of
from forum.models import Topic
from forum.models.posts import PAGE
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.models import GroupMembership, Organisation, Position, User, WorkingGroup, people_queries
from repository.models import ResourcePage

MANY_GROUPS = 40
# By whom a page is asked for.
BUSY, COORDINATION, GUEST = "who sits in many groups", "coordination", "a guest"
TOPIC_SIZE = 40_000
MONTH_SIZE = 100_000
BANK_SIZE = 70_000

# The bare page as a new project would have it, and behind this site's own gate: middleware, access, standing.
STOCK = Page("bare page, plain Django", "/bench/bare/")
BARE = Page("bare page, this site's gate", "/bench/bare/")
MONTH = Page("month", "/agenda/", statements=10, ratio=8.0, size=MONTH_SIZE)
HISTORY_COSTS = 1.15
"""How much longer the month may take with a history ten times as long."""


class Size(NamedTuple):
    """How much there is; `history`: how many events are added behind the others, to measure the month again."""

    members: int
    posts: int
    events: int
    registrations: int
    resources: int
    history: int = 0


def pages(size: Size, viewer: User) -> list[Page]:
    return [
        *pages_of_members(size.members),
        *pages_of_forum(viewer),
        *pages_of_agenda(),
        *pages_of_registration(size.registrations),
        *pages_of_bank(size.resources),
    ]


def pages_of_agenda() -> list[Page]:
    network = Event.objects.published().exclude(visibility="group")
    plain = network.filter(desks=None)
    single, series = plain.filter(frequency="").latest("pk"), plain.exclude(frequency="").latest("pk")
    return [
        MONTH,
        Page("month, one kind", "/agenda/?kind=formacio", statements=14),
        Page("list by day", "/agenda/llista/", statements=12, ratio=9.0),
        Page("list, what has been", "/agenda/llista/?sentit=passats", statements=12, ratio=9.0),
        Page("event", single.get_absolute_url(), statements=14, ratio=9.0),
        Page("event, a series", series.get_absolute_url(), statements=14, ratio=9.0),
    ]


def pages_of_registration(number: int) -> list[Page]:
    """Of the one jornada with so many registrations, which the viewer keeps."""
    desk = RegistrationDesk.objects.latest("pk")
    return [
        Page("event, one registers", desk.event.get_absolute_url(), statements=20, ratio=21.0),
        Page("registering", desk.address("registration"), statements=16),
        Page(f"attendees, {number}", desk.address("attendees"), statements=20),
        Page("attendees, page 20", f"{desk.address('attendees')}?pagina=20", statements=20),
    ]


def pages_of_bank(number: int) -> list[Page]:
    page = ResourcePage.objects.current().exclude(visibility="group").latest("pk")
    group = WorkingGroup.objects.filter(access=GroupAccess.OPEN, resources__live=True)[0]
    return [
        Page(f"bank, {number} resources", "/recursos/", statements=10, ratio=10.0, size=BANK_SIZE),
        Page("bank, cold", "/recursos/", statements=10, cold=True),
        Page("bank, three choices", "/recursos/?kind=guia&kind=model&language=ca", statements=10, ratio=10.0),
        Page("bank, page 100", "/recursos/?pagina=100", statements=10, ratio=10.0),
        Page("bank, words", "/recursos/?q=clausules+socials", statements=10),
        Page("bank, a word of most", "/recursos/?q=licitacio", statements=10),
        Page("bank of a group", f"{group.get_absolute_url()}recursos/", statements=10),
        Page("resource", page.get_absolute_url(), statements=12),
        Page("search of the site", "/cerca/?q=clausules"),
    ]


def pages_of_members(members: int) -> list[Page]:
    council = Organisation.objects.councils().present().filter(positions__isnull=False)[0]
    person = User.objects.in_network()[0]
    return [
        Page("frame without content", "/bench/frame/", statements=3, ratio=2.0),
        Page(f"directory, {members} people", "/membres/", statements=8),
        Page("directory, a search", "/membres/?q=an", statements=8),
        Page("directory, page 20", "/membres/?pagina=20", statements=8),
        Page("person", person.get_absolute_url()),
        Page("dashboard", "/", statements=15, ratio=8.0),
        Page("dashboard, coordination", "/", statements=15, ratio=8.0, by=COORDINATION),
        Page("dashboard, a guest", "/", statements=15, ratio=8.0, by=GUEST),
        Page("councils", "/municipis/"),
        Page("council", council.get_absolute_url()),
        Page("groups", "/grups/"),
    ]


def pages_of_forum(viewer: User) -> list[Page]:
    topics = Topic.objects.filter(group__access=GroupAccess.OPEN, removed_at=None).select_related("group")
    topic = topics.filter(last_number__gte=PAGE).order_by("last_number", "pk")[0]
    group, address = topic.group.get_absolute_url(), topic.get_absolute_url()
    label = f"topic, {min(topic.last_number, PAGE)} posts"
    return [
        Page("group", group),
        Page(label, address, statements=10, ratio=5.0, size=TOPIC_SIZE),
        Page("topics of a group", f"{group}temes/", statements=10, ratio=6.0, size=TOPIC_SIZE),
        Page("experiences", "/experiencies/", statements=10),
        Page("experiences of a group", f"{group}experiencies/", statements=10),
        Page("feed of a group", urlsplit(feed_url_of(viewer, topic.group)).path),
        Page(f"dashboard, {MANY_GROUPS} groups", "/", statements=15, ratio=8.0, by=BUSY),
        Page(f"{label}, cold", address, cold=True),
    ]


def busy_person() -> User:
    """Somebody who sits in many groups."""
    person = User.objects.in_network().order_by("-pk")[0]
    groups = WorkingGroup.objects.exclude(holds_everyone=True).order_by("pk")[:MANY_GROUPS]
    GroupMembership.objects.bulk_create(
        (GroupMembership(group=group, user=person) for group in groups), ignore_conflicts=True
    )
    return person


def coordination() -> User:
    """Somebody of it; made when there is nobody."""
    group, _made = Group.objects.get_or_create(name=people_queries.COORDINATION)
    person: User = User.objects.filter(groups=group).first() or User.objects.in_network().order_by("-pk")[1]
    person.groups.add(group)
    return person


def a_guest() -> User:
    """Somebody who is in one group until a date, and nothing else."""
    person: User
    person, _made = User.objects.get_or_create(email="convidada@escala.example", defaults={"given_name": "Convidada"})
    group = WorkingGroup.objects.filter(access=GroupAccess.OPEN, holds_everyone=False).order_by("pk")[0]
    until = timezone.localdate() + timedelta(days=30)
    seat = {"role": GroupRole.GUEST, "until": until}
    GroupMembership.objects.update_or_create(group=group, user=person, defaults=seat)
    return person


def askers_of(pages: list[Page], viewer: User) -> dict[Page, Ask]:
    """How each page is asked for: by `viewer`, or by whom it says."""
    people = {"": viewer, BUSY: busy_person(), COORDINATION: coordination(), GUEST: a_guest()}
    backend = settings.AUTHENTICATION_BACKENDS[0]
    found = {}
    for page in pages:
        ask = asker(page.path, people[page.by], backend=backend, middleware=settings.MIDDLEWARE)
        found[page] = coldly(ask) if page.cold else ask
    return found


def fill(size: Size) -> tuple[User, Ask]:
    """Who looks at everything, and how they ask for the bare page."""
    call_command("migrate", interactive=False, verbosity=0)
    asked = size._asdict() | {"history": 0}
    call_command("load_scale", **asked, verbosity=0)
    having = Position.objects.giving_access().values("user")
    viewer: User = User.objects.filter(pk__in=having).order_by("pk")[0]
    return viewer, asker(STOCK.path, viewer, backend=settings.STOCK_BACKEND, middleware=settings.STOCK_MIDDLEWARE)


def report_of_searching(size: Size) -> int:
    """Print the lines of the search alone."""
    viewer, stock = fill(size)
    said = searching.lines_of(searching.paces_of_searching(viewer, stock))
    print(f"\n{connection.vendor}, {size.posts} posts, {size.events} events, {size.resources} resources\n{said}")  # noqa: T201
    return 0


def report(size: Size) -> int:
    """Print the table; 1 when a page is larger or makes more statements than it may."""
    viewer, stock = fill(size)
    costs = measure({STOCK: stock, **askers_of([BARE, *pages(size, viewer)], viewer)})
    filled = f"{User.objects.count()} people, {size.posts} posts, {size.events} events, {size.resources} resources"
    print(f"\n{connection.vendor}, {filled}; plain Django: {costs[STOCK].seconds * 1000:.2f} ms\n")  # noqa: T201
    print(f"{'page':<28} {'statements':>10} {'budget':>7} {'× plain':>8} {'budget':>7} {'× gate':>7} {'kB':>6}")  # noqa: T201
    plain, gate, month = (costs[page].seconds for page in (STOCK, BARE, MONTH))
    rest: list[Callable[[], str]] = [
        lambda: searching.lines_of(searching.paces_of_searching(viewer, stock)),
        lambda: lines_of(pace_of_mail()),
        lambda: registering.lines_of(registering.time_of_registering()),
        lambda: circular.lines_of(circular.sending_of_circular(viewer)),
    ]
    if size.history:
        rest.insert(0, lambda: line_of_history(size.history, stock, viewer, month / plain))
    said = [line_of(page, cost, plain=plain, gate=gate) for page, cost in costs.items()]
    print("\n".join(said))  # noqa: T201
    for measured in rest:
        said.append(measured())
        print(said[-1])  # noqa: T201
    over = [page.label for page, cost in costs.items() if broken(page, cost)]
    print(f"\nOver budget: {', '.join(over)}." if over else "\nStatements and sizes are within their budgets.")  # noqa: T201
    slow = [line.strip().split("  ")[0].split(":")[0] for line in said if SLOW in line]
    print(f"Slower than their budgets: {', '.join(slow)}." if slow else "So are the times.")  # noqa: T201
    return 1 if over else 0


def line_of_history(number: int, stock: Ask, viewer: User, before: float) -> str:
    """The month again, with so many events more behind it; `before`: how many bare pages it cost without them."""
    call_command("load_scale", history=number, verbosity=0)
    month = asker(MONTH.path, viewer, backend=settings.AUTHENTICATION_BACKENDS[0], middleware=settings.MIDDLEWARE)
    costs = measure({STOCK: stock, MONTH: month})
    costs_more = costs[MONTH].seconds / costs[STOCK].seconds / before
    slow = SLOW if costs_more > HISTORY_COSTS else ""
    return f"\nmonth with {number} events more behind it: {costs_more:.2f} × without (budget {HISTORY_COSTS}){slow}"


def broken(page: Page, cost: Cost) -> str:
    """Which budgets `page` breaks that do not depend on the machine."""
    statements = " statements over budget" if page.statements and cost.statements > page.statements else ""
    return statements + (" larger than its budget" if page.size and cost.size > page.size else "")


def line_of(page: Page, cost: Cost, *, plain: float, gate: float) -> str:
    """One row; the ratio's budget is against plain Django, the ratio to a bare page behind our own gate is for comparison."""
    ratio = cost.seconds / plain
    slow = SLOW if page.ratio and ratio > page.ratio else ""
    ratios = f"{ratio:>8.1f} {page.ratio or '–':>7} {cost.seconds / gate:>7.1f}"
    return f"{page.label:<28} {cost.statements:>10} {page.statements or '–':>7} {ratios} {cost.size / 1000:>6.1f}{broken(page, cost)}{slow}"
