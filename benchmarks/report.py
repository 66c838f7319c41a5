"""Fills the database, measures the pages, and says what is within its budget."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks.mail import lines_of, pace_of_mail
from benchmarks.measure import Cost, Page, asker, measure
from forum.models import Topic
from forum.models.posts import PAGE
from intranet.members.enums import GroupAccess
from intranet.members.models import Organisation, Position, User, WorkingGroup

POSTS = 20_000

# The bare page as a new project would have it, and behind this site's own gate: middleware, access, standing.
STOCK = Page("bare page, plain Django", "/bench/bare/")
BARE = Page("bare page, this site's gate", "/bench/bare/")


def pages(members: int) -> list[Page]:
    council = Organisation.objects.councils().present().filter(positions__isnull=False)[0]
    group, person = WorkingGroup.objects.all()[0], User.objects.in_network()[0]
    topics = Topic.objects.filter(group__access=GroupAccess.OPEN, removed_at=None).select_related("group")
    topic = topics.filter(last_number__gte=PAGE).order_by("last_number", "pk")[0]
    return [
        Page("frame without content", "/bench/frame/", statements=3, ratio=2.0),
        Page(f"directory, {members} people", "/membres/", statements=8),
        Page("directory, a search", "/membres/?q=an", statements=8),
        Page("directory, page 20", "/membres/?pagina=20", statements=8),
        Page("person", person.get_absolute_url()),
        Page("dashboard", "/"),
        Page("councils", "/municipis/"),
        Page("council", council.get_absolute_url()),
        Page("groups", "/grups/"),
        Page("group", group.get_absolute_url()),
        Page(f"topic, {min(topic.last_number, PAGE)} posts", topic.get_absolute_url(), statements=10, ratio=5.0),
        Page("topics of a group", f"{topic.group.get_absolute_url()}temes/", statements=10, ratio=6.0),
    ]


def report(members: int) -> int:
    """Print the table; 1 when a page makes more statements than it may."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_scale", members=members, posts=POSTS, verbosity=0)
    viewer = User.objects.filter(pk__in=Position.objects.giving_access().values("user")).order_by("pk")[0]
    stock = asker(STOCK.path, viewer, backend=settings.STOCK_BACKEND, middleware=settings.STOCK_MIDDLEWARE)
    ours, middleware = settings.AUTHENTICATION_BACKENDS[0], settings.MIDDLEWARE
    askers = {page: asker(page.path, viewer, backend=ours, middleware=middleware) for page in (BARE, *pages(members))}
    costs = measure({STOCK: stock, **askers})
    print(f"\n{connection.vendor}, {User.objects.count()} people; plain Django: {costs[STOCK].seconds * 1000:.2f} ms\n")  # noqa: T201
    print(f"{'page':<28} {'statements':>10} {'budget':>7} {'× plain':>8} {'budget':>7} {'× gate':>7} {'kB':>6}")  # noqa: T201
    for page, cost in costs.items():
        print(line_of(page, cost, plain=costs[STOCK].seconds, gate=costs[BARE].seconds))  # noqa: T201
    print(lines_of(pace_of_mail()))  # noqa: T201
    over = [page.label for page, cost in costs.items() if page.statements and cost.statements > page.statements]
    print(f"\nToo many statements: {', '.join(over)}." if over else "\nAll statements are within their budgets.")  # noqa: T201
    return 1 if over else 0


def line_of(page: Page, cost: Cost, *, plain: float, gate: float) -> str:
    """One row; the ratio's budget is against plain Django, the ratio to a bare page behind our own gate is for comparison."""
    ratio = cost.seconds / plain
    over = " statements over budget" if page.statements and cost.statements > page.statements else ""
    slow = " slower than its budget" if page.ratio and ratio > page.ratio else ""
    ratios = f"{ratio:>8.1f} {page.ratio or '–':>7} {cost.seconds / gate:>7.1f}"
    return f"{page.label:<28} {cost.statements:>10} {page.statements or '–':>7} {ratios} {cost.size / 1000:>6.1f}{over}{slow}"
