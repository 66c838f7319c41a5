"""Finding circulars, and what they have told: each entry by its own words, so that nobody finds what they may not see."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from agenda.finding import EVENT
from forum.enums import TopicKind
from forum.finding import EXPERIENCE, POST
from home.circular.enums import OUT_STATES
from home.circular.models import CircularEntry, CircularPage
from home.finding import NEWS
from intranet.fulltext.domain import index_things
from intranet.fulltext.kinds import Document, Found, findable, thing_name
from intranet.fulltext.telling import KEYS, day_of, excerpt, month_in_words, said_of
from intranet.members.enums import GroupAccess
from intranet.members.models.organisations import full_name_of
from intranet.richtext.cleaning import plain_text
from repository.catalogue.words import RESOURCE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from home.circular.models import EntryQuerySet
    from intranet.fulltext.words import Sought
    from intranet.members.models import User

ENTRY, CIRCULAR = "circular_entry", "circular"
SAID = ("pk", "title", "intro", "month")
CHUNK, AT_ONCE = 500, 100
FOUND_AS = {"event": EVENT, "resource": RESOURCE, "topic": POST, "news": NEWS}
"""Of what an entry comes from, by the field that holds it (`models.entries.SOURCES`), the kind as which it is found."""
# Whatever else puts words right after a circular is out, the night makes up for it.
SETTLED_AFTER = timedelta(days=60)


def told() -> "EntryQuerySet":
    return CircularEntry.objects.printed().filter(circular__state__in=OUT_STATES)


def entries_told(keys: Collection[int] | None) -> Iterator[Document]:
    """What circulars that are out have told. One statement."""
    entries = told() if keys is None else told().filter(pk__in=keys)
    for entry in entries.select_related("circular").with_sources().order_by("pk").iterator(CHUNK):
        begun = entry.circular.begun_at
        group = entry.named_group
        yield Document(
            entry.pk,
            entry.title,
            entry.get_absolute_url(),
            text=f"{entry.text}\n{entry.facts}\n{entry.whose}",
            group=group.pk if group else None,
            organisation=entry.organisation_id,
            day=timezone.localdate(begun) if begun else entry.circular.month,
            subjects=tuple(entry.subject_keys),
            is_open=is_for_all(entry),
            source=source_of(entry),
        )


def source_of(entry: CircularEntry) -> str:
    """What it comes from, as one finds that (`Document.source`): an experience as such, and by what is replied as a topic."""
    name = entry.source_name
    if not name:
        return ""
    is_experience = entry.topic is not None and entry.topic.kind == TopicKind.EXPERIENCE
    kinds = [EXPERIENCE, FOUND_AS[name]] if is_experience else [FOUND_AS[name]]
    key = getattr(entry, f"{name}_id")
    return " ".join(thing_name(findable(kind).shown_kind, key) for kind in kinds)


def is_for_all(entry: CircularEntry) -> bool:
    """Whether the whole network reads it: not what comes from, or is for, a group that tells it to its own."""
    if entry.topic is not None:
        return not entry.topic.group.is_private
    return entry.circle_id is None


def entries_visible(user: "User") -> "QuerySet[Any, Any]":
    return told().visible_to(user).order_by().annotate(thing=F("pk")).values_list("pk", "thing")


FACTS = ("circular__title", "organisation__kind", "organisation__name", "group__name", "group__access")


def entries_found(_user: "User", things: Mapping[int, int], sought: "Sought") -> Iterable[Found]:
    """One statement. A private group is not named: whoever reads of it knows whose it is."""
    for pk, title, text, month, *facts in said_of(entries_as_told, things):
        circular, kind, council, group, access = facts
        whose = full_name_of(kind, council) if council else group if access != GroupAccess.PRIVATE else ""
        yield Found(
            pk,
            title,
            f"{reverse('circular', args=[day_of(month)])}#entrada-{pk}",
            facts=tuple(fact for fact in (circular, whose) if fact),
            snippet=excerpt(text, sought),
        )


def entries_as_told() -> "QuerySet[Any, Any]":
    entries = CircularEntry.objects.filter(pk__among=KEYS).order_by()
    return entries.values_list("pk", "title", "text", "circular__month", *FACTS)


def circulars_told(keys: Collection[int] | None) -> Iterator[Document]:
    """Those that are out. One statement."""
    circulars = CircularPage.objects.out()
    asked = circulars if keys is None else circulars.filter(pk__in=keys)
    for pk, title, intro, month, begun in asked.order_by("pk").values_list(*SAID, "begun_at").iterator(CHUNK):
        yield Document(
            pk,
            title,
            reverse("circular", args=[month]),
            text=f"{plain_text(intro)}\n{month_in_words(month)}",
            day=timezone.localdate(begun) if begun else month,
        )


def circulars_visible(user: "User") -> "QuerySet[Any, Any]":
    """What is in preparation is composed, and not looked for."""
    out = CircularPage.objects.visible_to(user).out()
    return out.order_by().annotate(thing=F("pk")).values_list("pk", "thing")  # type: ignore[no-any-return]


def circulars_found(_user: "User", things: Mapping[int, int], sought: "Sought") -> Iterable[Found]:
    """One statement."""
    for pk, title, intro, month in said_of(circulars_as_told, things):
        yield Found(pk, title, reverse("circular", args=[day_of(month)]), snippet=excerpt(plain_text(intro), sought))


def circulars_as_told() -> "QuerySet[Any, Any]":
    return CircularPage.objects.filter(pk__among=KEYS).order_by().values_list(*SAID)  # type: ignore[no-any-return]


def circular_at(arguments: Mapping[str, Any]) -> int | None:
    """One that is out."""
    found = CircularPage.objects.out().filter(month=arguments["month"])
    key: int | None = found.values_list("pk", flat=True).first()
    return key


def index_circular(circular: CircularPage) -> None:
    """Have what it tells be found by its words. Nothing of a circular that is not out."""
    index_things(ENTRY, list(circular.entries.values_list("pk", flat=True)))
    index_itself(circular)


def index_itself(circular: CircularPage) -> None:
    """By its title and its introduction, once it is out."""
    index_things(CIRCULAR, [circular.pk])


def index_entry(entry: CircularEntry) -> None:
    """When words are put right after its circular is out."""
    if entry.circular.is_out:
        index_things(ENTRY, [entry.pk])


def index_some_of(council: int, *, after: int = 0) -> int:
    """Have what was told of a council be found as it is called now, some at once; the last one's key, if there may be more."""
    entries = told().filter(organisation=council, pk__gt=after).order_by("pk")
    some = list(entries.values_list("pk", flat=True)[:AT_ONCE])
    index_things(ENTRY, some)
    return some[-1] if len(some) == AT_ONCE else 0


def index_latest() -> None:
    """The job of every night: what was put right after a circular was out is found by its new words."""
    for circular in CircularPage.objects.out().filter(begun_at__gt=timezone.now() - SETTLED_AFTER):
        index_circular(circular)
