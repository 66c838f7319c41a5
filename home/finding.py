"""The network's news and pages are found by whoever is of the network, and what is found follows what is published."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from home.finding_tasks import index_soon
from home.models import NewsPage, SectionPage
from intranet.fulltext.domain import forget, index_things
from intranet.fulltext.kinds import Document, Findable, Found, register_findable
from intranet.fulltext.snippets import snippet
from intranet.fulltext.telling import KEYS, beginning, blocks_in, day_of, month_in_words, said_of
from intranet.members.models import Organisation, Subject
from intranet.members.models.organisations import full_name_of
from intranet.templatetags.intranet import day_words
from repository.catalogue.snippets import plain_words_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.fulltext.words import Sought
    from intranet.members.models import User

NEWS, PAGE = "news", "page"
MODELS: dict[str, type[NewsPage] | type[SectionPage]] = {NEWS: NewsPage, PAGE: SectionPage}
CHUNK = 500
WORDS = ("pk", "title", "url_path", "lead", "body")
FACTS = {NEWS: ("date", "organisation", "organisation__kind", "organisation__name"), PAGE: ()}


def told(kind: str, keys: Collection[int] | None) -> Iterator[Document]:
    """Two statements a chunk of news, one of pages."""
    pages = MODELS[kind].objects.live().order_by("pk")
    rows = (pages if keys is None else pages.filter(pk__in=keys)).values(*WORDS, *FACTS[kind]).iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        subjects = subjects_of([row["pk"] for row in chunk]) if kind == NEWS else {}
        yield from (document_of(row, subjects.get(row["pk"], {})) for row in chunk)


def subjects_of(news: Collection[int]) -> dict[int, dict[int, str]]:
    """Of each piece of news, the keys and names of its subjects."""
    found: dict[int, dict[int, str]] = {}
    about = NewsPage.subjects.through.objects.filter(newspage__in=news).order_by("subject__sort_key")
    for page, key, name in about.values_list("newspage", "subject", "subject__name"):
        found.setdefault(page, {})[key] = name
    return found


def document_of(row: Mapping[str, Any], subjects: Mapping[int, str]) -> Document:
    council, when = council_of(row), [month_in_words(row["date"])] if "date" in row else []
    return Document(
        row["pk"],
        row["title"],
        address_of(row["url_path"]),
        text="\n".join([row["lead"], council, *subjects.values(), *when, text_of(row["body"].raw_data)]),
        organisation=row.get("organisation"),
        day=row.get("date"),
        subjects=tuple(subjects),
    )


def visible(kind: str, user: "User") -> "QuerySet[Any, Any]":
    """Guests of a group do not find the network's."""
    pages = MODELS[kind].objects
    mine = pages.live() if user.standing.in_network else pages.none()
    return mine.order_by().annotate(thing=F("pk")).values_list("pk", "thing")  # type: ignore[no-any-return]


def found(kind: str, _user: "User", things: Mapping[int, int], sought: "Sought") -> Iterable[Found]:
    """One statement."""
    for told in said_of(PAGES_TOLD[kind], things):
        row = dict(zip((*WORDS, *FACTS[kind]), told, strict=True))
        facts = [day_words(day_of(row["date"])), council_of(row)] if kind == NEWS else []
        said = snippet(row["lead"], sought) or snippet(text_of(blocks_in(row["body"])), sought)
        yield Found(
            row["pk"],
            row["title"],
            address_of(row["url_path"]),
            facts=tuple(fact for fact in facts if fact),
            snippet=said or beginning(row["lead"]),
        )


def pages_told(kind: str) -> "QuerySet[Any, Any]":
    return MODELS[kind].objects.filter(pk__among=KEYS).order_by().values_list(*WORDS, *FACTS[kind])  # type: ignore[no-any-return]


PAGES_TOLD = {kind: partial(pages_told, kind) for kind in MODELS}


def council_of(row: Mapping[str, Any]) -> str:
    return full_name_of(row["organisation__kind"], row["organisation__name"]) if row.get("organisation") else ""


def text_of(blocks: Iterable[Any]) -> str:
    """What people read in the raw blocks of a body, which ask for nothing."""
    return "\n".join(plain_words_in(list(blocks)))


def address_of(path: str) -> str:
    """Where the page that stands there in the tree is on the site."""
    roots = (site.root_path for site in Site.get_site_root_paths())
    return next((f"/{path.removeprefix(root)}" for root in roots if path.startswith(root)), path)


def page_at(kind: str, arguments: Mapping[Any, Any]) -> int | None:
    """By the address that Wagtail is asked for, without its first slash."""
    paths = [f"{site.root_path}{arguments[0]}" for site in Site.get_site_root_paths()]
    pages: QuerySet[Any, int] = MODELS[kind].objects.filter(url_path__in=paths).values_list("pk", flat=True)
    return pages.first()


def kind_of(page: Page) -> str:
    return NEWS if isinstance(page, NewsPage) else PAGE


def follow_page(instance: Page, **_kwargs: Any) -> None:
    index_things(kind_of(instance), [instance.pk])


def follow_place(instance: Page, **_kwargs: Any) -> None:
    """What stands below a page moves with it."""
    there = Page.objects.descendant_of(instance, inclusive=True).values("pk")
    for kind, model in MODELS.items():
        if keys := list(model.objects.filter(pk__in=there).values_list("pk", flat=True)):
            index_things(kind, keys)


def forget_page(instance: Page, **_kwargs: Any) -> None:
    forget(kind_of(instance), instance.pk)


def follow_name(instance: Organisation | Subject, *, created: bool, **_kwargs: Any) -> None:
    """The words by which news are found say what their council and their subjects are called."""
    field = "organisation" if isinstance(instance, Organisation) else "subjects"
    if not created and NewsPage.objects.filter(**{field: instance.pk}).exists():
        index_soon(field, instance.pk)


def register() -> None:
    kinds = (
        (NEWS, _("News"), pgettext_lazy("found", "Piece of news"), "newspaper", 80),
        (PAGE, _("Pages"), pgettext_lazy("found", "Page"), "file-text", 85),
    )
    for kind, label, one, icon, order in kinds:
        register_findable(
            Findable(
                kind,
                label,
                one,
                icon,
                order,
                documents=partial(told, kind),
                visible=partial(visible, kind),
                rows=partial(found, kind),
                addresses={"wagtail_serve": partial(page_at, kind)},
            )
        )
    for model in MODELS.values():
        page_published.connect(follow_page, sender=model, dispatch_uid="home.find_published")
        page_unpublished.connect(follow_page, sender=model, dispatch_uid="home.find_unpublished")
        page_slug_changed.connect(follow_place, sender=model, dispatch_uid="home.find_renamed")
        post_page_move.connect(follow_place, sender=model, dispatch_uid="home.find_moved")
        post_delete.connect(forget_page, sender=model, dispatch_uid="home.forget_deleted")
    for model_named in (Organisation, Subject):
        post_save.connect(follow_name, sender=model_named, dispatch_uid="home.find_named")
