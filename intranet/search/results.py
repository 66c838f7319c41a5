"""What the page of `/cerca/` shows: one page of what was found, the kinds with their numbers, and what one can narrow down by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from intranet.catalan import elided
from intranet.fulltext.kinds import Findable, Found, findable, findables
from intranet.fulltext.searching import EVERYTHING
from intranet.fulltext.snippets import marked
from intranet.fulltext.spelling import as_written
from intranet.fulltext.words import Sought
from intranet.members.filters.chips import Chip, without
from intranet.search.filters import NAMED, Filters
from intranet.search.finding import Answer, Choice, Result, find
from intranet.search.promotions import Promoted
from intranet.search.seeing import worded_among
from intranet.templatetags.intranet import icon_markup

if TYPE_CHECKING:
    from intranet.members.models import User

PER_PAGE = 20
ROUNDED_TO = 100


class Tab(NamedTuple):
    """A kind of thing, how many of it there are, in words, and the address at which one sees these alone."""

    label: str
    number: str
    href: str
    is_current: bool


class Facet(NamedTuple):
    """`options`: markup."""

    name: str
    label: str
    options: SafeString


class Row(NamedTuple):
    kind: Findable
    found: Found


@dataclass(frozen=True)
class Shown:
    """One page of an `answer` to `words`."""

    user: "User"
    words: str
    answer: Answer
    recommended: Sequence[Promoted]
    page_asked: str | None = None

    @cached_property
    def page(self) -> "Page[Result]":
        """One beyond the last is the last."""
        return Paginator(self.answer.results, PER_PAGE).get_page(self.page_asked)

    @cached_property
    def rows(self) -> list[Row]:
        """As many statements as there are kinds among them. What is recommended above is not said again."""
        said = {one.thing for one in self.promoted}
        results = [result for result in self.page if (result.kind, result.thing) not in said]
        return rows_of(self.user, results, self.answer.sought)

    @property
    def markup(self) -> SafeString:
        return rows_markup(self.rows, self.answer.sought)

    @cached_property
    def promoted(self) -> Sequence[Promoted]:
        """On the first page of all that was found."""
        return () if self.answer.filters.are_chosen or self.page.number > 1 else self.recommended

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        return query_of(self.words, self.answer.filters)

    @cached_property
    def corrected(self) -> str:
        """With the accents that the words have in what was found."""
        if not self.answer.corrected:
            return ""
        texts = (text for _kind, found in self.rows for text in (found.title, str(found.snippet)))
        return as_written(self.answer.corrected, texts)

    @property
    def total(self) -> str:
        kind, counts = self.answer.filters.kind, self.answer.counts
        number = counts.get(kind, 0) if kind else self.answer.total
        return number_words(number, is_cut=bool(self.answer.cut & ({kind} if kind else set(counts))))

    @cached_property
    def tabs(self) -> list[Tab]:
        """All, and each kind of which there is something, or that is chosen; none where there is nothing to choose from or to take back."""
        answer, chosen = self.answer, self.answer.filters.kind
        if not (answer.counts or chosen):
            return []
        everything = number_words(answer.total, is_cut=bool(answer.cut & set(answer.counts)))
        tabs = [Tab(pgettext("found", "Everything"), everything, self.address(kind=""), not chosen)]
        for one in findables():
            number = answer.counts.get(one.kind, 0)
            if number or one.kind == chosen:
                said = number_words(number, is_cut=one.kind in answer.cut)
                tabs.append(Tab(str(one.label), said, self.address(kind=one.kind), one.kind == chosen))
        return tabs

    @cached_property
    def facets(self) -> list[Facet]:
        labels = {
            "group": _("Working group"),
            "organisation": _("Council"),
            "subject": pgettext("resource", "Subject"),
        }
        choices = self.answer.choices
        return [
            Facet(name, labels[name], options_markup(choices[name], with_numbers=not self.answer.cut))
            for name in NAMED
            if choices.get(name)
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        """What is chosen but for the kind: its tab says it."""
        labels = {
            str(one.key): one.label for choices in self.answer.choices.values() for one in choices if one.is_chosen
        }
        filters = self.answer.filters
        days = {"from": since_words(filters.since), "until": until_words(filters.until)}
        query = self.query
        named = [(name, labels.get(str(query.get(name)), "")) for name in NAMED]
        return [Chip(label, without(query, name, str(query[name]))) for name, label in [*named, *days.items()] if label]

    @property
    def whole(self) -> str:
        """The address of the same search, without anything chosen."""
        return f"?{query_of(self.words, Filters()).urlencode()}"

    @property
    def chosen_kind(self) -> str:
        """What the things of the kind that is chosen are called together."""
        return str(findable(self.answer.filters.kind).label) if self.answer.filters.kind else ""

    @property
    def is_narrowed(self) -> bool:
        """By more than the kind."""
        return self.answer.filters.narrowing != EVERYTHING

    @property
    def without_filters(self) -> str:
        """Where nothing is left of it: how much there is of all kinds, wherever. As many statements as another search, none for a kind alone."""
        everything = find(self.user, self.words) if self.is_narrowed else self.answer
        number = everything.total
        if self.is_narrowed:
            label = ngettext("%(number)s result without filters", "%(number)s results without filters", number)
        else:
            label = ngettext("%(number)s result of any kind", "%(number)s results of any kind", number)
        return label % {"number": number_words(number, is_cut=bool(everything.cut))}

    def address(self, *, kind: str) -> str:
        return f"?{query_of(self.words, self.answer.filters._replace(kind=kind)).urlencode()}"


def query_of(words: str, filters: Filters) -> QueryDict:
    query = QueryDict(mutable=True)
    values = {"q": words, **filters._asdict()}
    for name, value in values.items():
        if value:
            query["from" if name == "since" else name] = value.isoformat() if isinstance(value, date) else str(value)
    return query


def since_words(day: date | None) -> str:
    return elided(_("From %(day)s on"), day=day) % {"day": date_format(day, "DATE_FORMAT")} if day else ""


def until_words(day: date | None) -> str:
    return elided(_("Until %(day)s"), day=day) % {"day": date_format(day, "DATE_FORMAT")} if day else ""


def number_words(number: int, *, is_cut: bool) -> str:
    """«437», «more than 1,000», «at least 12»: of what is very much, only what is sure is said, in round numbers if it is many."""
    if not is_cut:
        return number_format(number, force_grouping=True)
    if number < ROUNDED_TO:
        return _("at least %(number)s") % {"number": number}
    sure = number_format(number // ROUNDED_TO * ROUNDED_TO, force_grouping=True)
    return _("more than %(number)s") % {"number": sure}


def options_markup(choices: Iterable[Choice], *, with_numbers: bool) -> SafeString:
    """Written by hand: there may be a hundred councils. Without numbers where not all that there is was looked at."""
    options = (
        f'<option value="{one.key}"{" selected" if one.is_chosen else ""}>{escape(one.label)}'
        f"{f' ({one.number})' if with_numbers else ''}</option>"
        for one in choices
    )
    return mark_safe("".join(options))  # noqa: S308 - escaped piece by piece


def rows_of(user: "User", results: Iterable[Result], sought: Sought) -> list[Row]:
    """In the order of `results`; without what is gone meanwhile."""
    results = list(results)
    things: dict[str, dict[int, int]] = {}
    for result in results:
        things.setdefault(result.kind, {})[result.thing] = result.key
    found = {
        (kind, one.thing): Row(findable(kind), one)
        for kind, some in things.items()
        for one in findable(kind).rows(user, some, sought)
    }
    return [found[at] for result in results if (at := (result.kind, result.thing)) in found]


def rows_markup(rows: Iterable[Row], sought: Sought) -> SafeString:
    """Written by hand: twenty of them on each page."""
    return mark_safe("".join(row_markup(row, sought) for row in rows))  # noqa: S308 - escaped piece by piece


def row_markup(row: Row, sought: Sought) -> str:
    kind, found = row
    one = str(kind.one)
    facts = " · ".join(escape(fact) for fact in found.facts if fact and fact != one)
    snippet = f'<p class="found-row__snippet">{conditional_escape(found.snippet)}</p>' if found.snippet else ""
    return (
        f'<li class="found-row"><p class="found-row__kind">{icon_markup(found.mark or kind.icon)} {escape(one)}</p>'
        f'<h2 class="found-row__title"><a href="{escape(found.address)}">{marked(found.title, sought)}</a></h2>{snippet}'
        + (f'<p class="found-row__facts">{facts}</p></li>' if facts else "</li>")
    )


def kinds_for(user: "User") -> list[Findable]:
    """Of which kinds somebody who stands as `user` does may find something. No statement."""
    day, standing = timezone.localdate(), user.standing
    return [one for one in findables() if not one.shown_as and worded_among(one.visible, standing, day)]
