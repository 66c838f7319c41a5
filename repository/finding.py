"""Resources as they are found beside everything else: what is current, by their words and those inside their files."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import pgettext_lazy

from intranet.fulltext.kinds import Findable, Found, register_findable
from intranet.fulltext.snippets import MOST_READ, snippet, snippet_among
from intranet.fulltext.telling import KEYS, beginning, blocks_in, said_of
from intranet.members.models import User
from intranet.members.models.organisations import full_name_of
from repository.catalogue.snippets import READ, plain_words_in
from repository.catalogue.telling import documents
from repository.catalogue.words import RESOURCE
from repository.enums import ResourceKind, TextState
from repository.models import ResourceFile, ResourcePage
from repository.views.rows import SIGNS

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from intranet.fulltext.words import Sought
    from repository.models.queries import ResourceQuerySet

ENDS = (".", ":", ";", "!", "?", "…", "»", "”", ",")
BETWEEN = " \t\r\n.:·–—-"
TOLD = ("pk", "slug", "title", "kind", "year", "organisation__kind", "organisation__name", "summary", *READ)


def register() -> None:
    register_findable(
        Findable(
            kind=RESOURCE,
            label=pgettext_lazy("section", "Resources"),
            one=pgettext_lazy("found", "Resource"),
            icon="library",
            order=70,
            documents=documents,
            visible=visible,
            rows=rows,
            addresses={"resource": resource_at, "resource_file": resource_at},
        )
    )


def visible(user: User) -> "ResourceQuerySet":
    """What is archived is found in the bank alone, by who asks for it."""
    return ResourcePage.objects.current().shown_to(user).values_list("pk", "pk")  # type: ignore[no-any-return]


class Told(NamedTuple):
    """A resource as the database answers with it."""

    pk: int
    slug: str
    title: str
    kind: str
    year: int | None
    council_kind: str | None
    council: str | None
    summary: str
    context: str
    measures: str
    results: str
    legal_basis: str
    body: Any

    @property
    def text(self) -> str:
        said = (self.summary, self.context, self.measures, self.results, self.legal_basis)
        return separated((*said, *plain_words_in(blocks_in(self.body))))

    @property
    def facts(self) -> tuple[str, ...]:
        council = full_name_of(self.council_kind, self.council) if self.council_kind and self.council else ""
        facts = (str(ResourceKind(self.kind).label), council, str(self.year or ""))
        return tuple(fact for fact in facts if fact)


def separated(parts: Iterable[str]) -> str:
    """One after the other; what ends as no sentence does, as headings do, with a dot before what follows it."""
    said = [part for part in map(str.strip, parts) if part]
    ends = [" " if part.endswith(ENDS) else " · " for part in said[:-1]]
    return "".join(chain.from_iterable(zip_longest(said, ends, fillvalue="")))


def rows(_user: User, things: Mapping[int, int], sought: "Sought") -> Iterator[Found]:
    """One statement; another where it does not say itself what is looked for, and a third where its files do not either."""
    told = [Told._make(row) for row in said_of(resources_told, things)]
    said = {one.pk: snippet(one.text, sought) for one in told}
    inside = said_inside({one.pk: one.title for one in told if not said[one.pk]}, sought)
    named = named_by([one.pk for one in told if not (said[one.pk] or inside.get(one.pk))], sought)
    for one in told:
        words = said[one.pk] or inside.get(one.pk) or after(named.get(one.pk), beginning(one.summary))
        address = reverse("resource", args=[one.slug])
        yield Found(one.pk, one.title, address, one.facts, words, SIGNS[ResourceKind(one.kind)])


def resources_told() -> "QuerySet[ResourcePage, Any]":
    rows: QuerySet[ResourcePage, Any] = ResourcePage.objects.filter(pk__among=KEYS).order_by().values_list(*TOLD)
    return rows


def said_inside(pages: Mapping[int, str], sought: "Sought") -> "dict[int, SafeString]":
    """Of pages with their titles, where the first file that says it does so, as far as it is read for that. One statement, none for none.

    That it begins with the title of its page says nothing new.
    """
    found: dict[int, SafeString] = {}
    for page, text in said_of(files_told, pages.keys()):
        found[page] = found.get(page) or snippet(after_title(text, pages[page]), sought)
    return found


def named_by(pages: Collection[int], sought: "Sought") -> "dict[int, SafeString]":
    """Of pages, those of their subjects that are looked for. One statement, none for none."""
    names = defaultdict[int, list[str]](list)
    for page, name in said_of(subjects_told, pages):
        names[page].append(name)
    return {page: snippet_among(some, sought) for page, some in names.items()}


def subjects_told() -> "QuerySet[Any, Any]":
    about = ResourcePage.subjects.through.objects.filter(resourcepage__among=KEYS)
    rows: QuerySet[Any, Any] = about.order_by("subject__sort_key").values_list("resourcepage", "subject__name")
    return rows


def after(named: "SafeString | None", words: "SafeString") -> "SafeString":
    return format_html("{} · {}", named, words) if named and words else named or words


def after_title(text: str, title: str) -> str:
    """`text` from where it says more than `title`, with which many files begin, some twice."""
    rest = text.lstrip()
    while title and rest.startswith(title):
        rest = rest.removeprefix(title).lstrip(BETWEEN)
    return rest


def files_told() -> "QuerySet[ResourceFile, Any]":
    read = ResourceFile.objects.filter(page__among=KEYS, stored__text_state=TextState.READ)
    rows: QuerySet[ResourceFile, Any] = read.values_list("page", Substr("stored__text", 1, MOST_READ))
    return rows.order_by("sort_order", "pk")


def resource_at(arguments: Mapping[str, Any]) -> int | None:
    key: int | None = ResourcePage.objects.filter(slug=arguments["slug"]).values_list("pk", flat=True).first()
    return key
