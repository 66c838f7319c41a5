"""The resource bank after a few years: published, waiting, returned, overdue, archived; with what people did with it.

Nobody is told of it, and it is written as of the day on which it was published.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from forum.models import Topic
from intranet.demo.days import day, moment
from intranet.demo.forum import Writers, html_of
from intranet.demo.papers import MAKERS, Words
from intranet.demo.rounds import keep_round
from intranet.demo.stored import stored_file
from intranet.demo.tables import texts
from intranet.members.models import Organisation, Position, Subject, User, WorkingGroup
from repository.catalogue.words import index_resource
from repository.domain.consents import circle_of, digest_of
from repository.domain.shelves import shelve
from repository.domain.slugs import free_slug
from repository.enums import ResourceKind, Review
from repository.models import (
    Bookmark,
    Credit,
    Discussion,
    DownloadCount,
    ResourceFile,
    ResourceLink,
    ResourcePage,
    Usefulness,
    Version,
)
from repository.models.versions import touch_bank

YEAR = timedelta(days=365)
STORIES = ("context", "measures", "results", "legal_basis", "contact", "cost")
PLAIN = ("title", "kind", "summary", "language", "licence", "visibility", "departments", *STORIES)
NOTES = ("", "Ens va estalviar dues reunions.", "", "L’hem adaptat a un municipi petit.", "")
MONTHS = (5, 33, 61, 94, 121, 150)  # days ago on which files were fetched


class Bank:
    """What the entries name, and who says that something served."""

    def __init__(self, today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> None:
        self.today, self.people, self.groups, self.writers = today, people, groups, Writers(people)
        self.organisations = {one.slug: one for one in Organisation.objects.all()}
        self.subjects = {one.slug: one for one in Subject.objects.all()}
        self.topics = {one.title: one for one in Topic.objects.all()}
        seats = Position.objects.giving_access().filter(role="technical", organisation__kind="ajuntament")
        self.seats = list(seats.select_related("organisation", "user").order_by("organisation__slug", "pk"))

    def councils(self, number: int, turn: int) -> Iterator[Position]:
        """So many, others each time: who says it and for which council."""
        turned = self.seats[turn * 5 % len(self.seats) :] + self.seats
        once = {seat.organisation_id: seat for seat in reversed(turned)}
        return islice(reversed(once.values()), number)

    def person(self, entry: dict[str, Any]) -> User:
        group = self.groups.get(entry.get("group", ""))
        return self.writers.of(group, entry["by"]) if group else self.people[entry["by"]]


def load_resources(today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> int:
    """How many."""
    bank = Bank(today, people, groups)
    entries = texts("resources")["resource"]
    for turn, entry in enumerate(entries):
        page = load_resource(entry, turn, bank)
        index_resource(page.pk)
        if page.live:
            use(page, entry, turn, bank)
    touch_bank()
    return len(entries)


def load_resource(entry: dict[str, Any], turn: int, bank: Bank) -> ResourcePage:
    """As if written, and looked at by coordination, that day."""
    at = moment(day(bank.today, entry["days"]))
    page = described(entry, bank)
    page.slug = free_slug(page.title)
    page.body = body_of(entry)
    page.subjects.set(bank.subjects[slug] for slug in entry.get("subjects", ()))
    stand(page, entry, bank)
    shelve(page)
    page.files.set(list(files_of(page, entry, turn, at)))
    page.links.set(
        ResourceLink(title=title, url=url, is_video=name == "videos")
        for name in ("links", "videos")
        for title, url in entry.get(name, ())
    )
    page.full_clean()
    keep(page, at)
    return page


def described(entry: dict[str, Any], bank: Bank) -> ResourcePage:
    council = bank.organisations.get(entry.get("organisation", ""))
    origin = bank.topics.get(entry.get("experience", ""))
    return ResourcePage(
        owner=bank.person(entry),
        group=bank.groups.get(entry.get("group", "")),
        organisation=council,
        comarca=council.comarca if council else "",
        year=bank.today.year - entry["years_ago"],
        abc_category=entry.get("abc_category", ""),
        from_topic=origin,
        **{
            name: entry[name].strip() if isinstance(entry[name], str) else entry[name]
            for name in PLAIN
            if name in entry
        },
    )


def stand(page: ResourcePage, entry: dict[str, Any], bank: Bank) -> None:
    """What has become of it."""
    published = day(bank.today, entry["days"])
    page.review = Review(entry.get("review", Review.PUBLISHED))
    page.live, page.review_note = page.review == Review.PUBLISHED, entry.get("note", "")
    page.review_due = day(bank.today, entry["due"]) if "due" in entry else published + YEAR
    if "expires" in entry:
        page.expires_on = day(bank.today, entry["expires"])
    if page.live:
        page.reviewed_on = page.review_due - YEAR
    if "archived" in entry:
        page.archive_reason = entry["archived"]
        page.archived_at = moment(day(bank.today, entry["expires"] + 1))


def body_of(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = []
    for part in filter(None, (part.strip() for part in entry.get("body", "").split("\n\n"))):
        if part.startswith("## "):
            blocks.append(("heading", {"text": part.removeprefix("## "), "level": "h2"}))
        else:
            blocks.append(("paragraph", html_of(part)))
    if "table" in entry:
        head, *lines = entry["table"]
        columns = [{"type": "words", "heading": title} for title in head]
        table = {"columns": columns, "rows": [{"values": line} for line in lines], "caption": entry["title"]}
        block = ResourcePage.body.field.stream_block.child_blocks["table"]
        blocks.append(("table", block.to_python(table)))
    return blocks


def files_of(page: ResourcePage, entry: dict[str, Any], turn: int, at: datetime) -> Iterator[ResourceFile]:
    parts = (entry.get(name, "").strip() for name in ("body", "context", "measures", "results"))
    lines = [line for part in parts for line in part.splitlines() if line]
    kind = str(ResourceKind(page.kind).label)
    words = Words(page.title, page.summary, kind, lines, entry.get("inside", ""), turn, at)
    for what, title in entry.get("files", ()):
        paper = MAKERS[what](words)
        name = f"{slugify(f'{title} {page.title}')[:60].strip('-')}{paper.suffix}"
        stored = stored_file(page, name=name, paper=paper, text=words.plain, at=at)
        yield ResourceFile(stored=stored, title=title)


def keep(page: ResourcePage, at: datetime) -> None:
    """With its first revision, as of that day."""
    page.save(clean=False, log_action=None)
    revision = page.save_revision(user=page.owner, clean=False, changed=False, log_action=False)
    revision.created_at = at
    revision.save(update_fields=["created_at"])
    facts: dict[str, Any] = {"latest_revision": revision, "latest_revision_created_at": at}
    if page.live:
        facts |= {"live_revision": revision, "first_published_at": at, "last_published_at": at}
        Version.objects.create(page=page, revision=revision, by=page.owner, published_at=at)
    facts["has_unpublished_changes"] = not page.live
    ResourcePage.objects.filter(pk=page.pk).update(**facts)
    keep_round(page, revision, at)


def use(page: ResourcePage, entry: dict[str, Any], turn: int, bank: Bank) -> None:
    """Who found it useful, keeps it at hand, talks of it, fetched it."""
    at = moment(day(bank.today, entry["days"]))
    spread = (timezone.now() - at) / 20
    uses = [
        Usefulness(
            page=page,
            council=seat.organisation,
            by=seat.user,
            note=NOTES[(turn + place) % len(NOTES)],
            said_at=at + spread * place,
        )
        for place, seat in enumerate(bank.councils(entry.get("useful", 0), turn), 1)
    ]
    Usefulness.objects.bulk_create(uses)
    Bookmark.objects.bulk_create(
        Bookmark(page=page, person=bank.people[email], made_at=at + spread) for email in entry.get("bookmarks", ())
    )
    if topic := bank.topics.get(entry.get("discussed", "")):
        Discussion.objects.create(page=page, topic=topic)
    if origin := page.from_topic:
        Credit.objects.create(
            page=page,
            person=origin.author,
            council=origin.council,
            consent="given",
            agreed_circle=circle_of(page),
            agreed_words=digest_of(page),
            posts=list(origin.posts.filter(number=1).values_list("pk", flat=True)),
            asked_at=at,
            answered_at=at,
        )
    fetched = fetch(page, entry.get("downloads", 0), bank.today)
    ResourcePage.objects.filter(pk=page.pk).update(useful_count=len(uses), download_count=fetched)


def fetch(page: ResourcePage, number: int, today: date) -> int:
    """Its first file so often, in the months since it is there; how often all in all."""
    stored = page.stored.first()
    if stored is None:
        return 0
    since = (today - timezone.localdate(stored.uploaded_at)).days
    days = [ago for ago in MONTHS if ago <= since] or [0]
    share, rest = divmod(number, len(days))
    counts = [share + (place < rest) for place in range(len(days))]
    DownloadCount.objects.bulk_create(
        DownloadCount(stored=stored, day=day(today, -ago), number=count, added=count)
        for ago, count in zip(days, counts, strict=True)
        if count
    )
    return number
