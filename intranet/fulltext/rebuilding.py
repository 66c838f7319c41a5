"""The index made anew from what there is: the whole of it, or only what is missing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from django.db import transaction

from intranet.fulltext import domain
from intranet.fulltext.domain import (
    AT_ONCE,
    LONGEST_TEXT,
    Bags,
    digest_of,
    hold,
    index_as_read,
    index_things,
    know,
    store,
    words_of,
)
from intranet.fulltext.kinds import Document, Findable, findables
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.searching import Within, hits_of
from intranet.fulltext.words import Sought, Wanted, words_in

Thing = TypeVar("Thing", int, str)
MOST_LETTERS = 5_000_000
"""How much of the texts is in memory at once: those of files are long."""
OPEN = Within(" AND entry.is_open")


class Renewed(NamedTuple):
    """How many of a kind were written, and how many were taken out."""

    kind: str
    written: int
    gone: int


def rebuild(kinds: Collection[str] = (), *, say: Callable[[Renewed], object] = lambda _renewed: None) -> None:
    """Index all that can be found, or that of `kinds`, anew, and take out what is gone.

    Of all, what was known of words that nobody can read any more is forgotten too. In many small transactions, so that others go
    on writing meanwhile.
    """
    known = known_words()
    unread = set(known)
    for one in chosen(kinds):
        say(renew(one, known, unread))
    if not kinds:
        forget_words(unread)
    store().settle()


def index_missing(*, say: Callable[[Renewed], object] = lambda _renewed: None) -> None:
    """Index what is not found yet, or as it no longer is, and take out what is gone, with the words that stand nowhere any more.

    The job of every night. Whatever changes a thing indexes it at once: this is for what changes by the day that it is, for what
    was written in bulk, and for what was forgotten.
    """
    known = known_words()
    unread = set(known)
    renewed = [renew(one, known, unread, only_missing=True) for one in findables()]
    for one in renewed:
        say(one)
    forget_words(unread)
    if any(one.written for one in renewed):
        store().settle()


def chosen(kinds: Collection[str]) -> list[Findable]:
    return [one for one in findables() if not kinds or one.kind in kinds]


def renew(one: Findable, known: set[str], unread: set[str], *, only_missing: bool = False) -> Renewed:
    """Takes the words of open documents out of `unread`; those of what is written become known, unless they are `known`."""
    before, there = digests(one.kind), set[int]()
    documents = noted(one.documents(None), there, unread)
    portions = list(portions_of(documents, before if only_missing else {}))
    for keys in portions:
        known |= index_again(one, keys, known)
    gone = before.keys() - there
    for keys in pieces(gone):
        index_things(one.kind, keys)
    return Renewed(one.kind, sum(map(len, portions)), len(gone))


def noted(documents: Iterable[Document], keys: set[int], unread: set[str]) -> Iterator[Document]:
    for document in documents:
        keys.add(document.key)
        if unread and document.is_open:
            said = (document.title, document.text, document.files or "")
            unread.difference_update(chain.from_iterable(words_in(text[:LONGEST_TEXT]) for text in said))
        yield document


def portions_of(documents: Iterable[Document], before: dict[int, str]) -> Iterator[list[int]]:
    """The keys of those that are to be written: so many as are written together, and no more than memory bears.

    They are read again when their turn comes: nothing is being read while others write, and nobody's change is undone.
    """
    portion, letters = list[int](), 0
    for document in documents:
        if not is_wanting(document, before):
            continue
        portion.append(document.key)
        letters += len(document.text) + len(document.files or "")
        if len(portion) >= AT_ONCE or letters >= MOST_LETTERS:
            yield portion
            portion, letters = [], 0
    if portion:
        yield portion


def digests(kind: str) -> dict[int, str]:
    return dict(Entry.objects.filter(kind=kind).values_list("key", "digest").iterator(chunk_size=2_000))


def is_wanting(document: Document, before: dict[int, str]) -> bool:
    known = before.get(document.key)
    return known is None or digest_of(document, known) != known


def index_again(one: Findable, keys: Collection[int], known: set[str]) -> set[str]:
    """Returns the words of the open ones, of which those become known that are not `known`.

    Nothing is held while words are counted. Then all are held and read once more: what somebody has changed meanwhile is counted
    again, so that it is found as it is now.
    """
    counted = {document.key: (digest_of(document), words_of(document)) for document in one.documents(keys)}

    def read() -> Iterator[tuple[str, Document]]:
        return ((one.kind, document) for document in one.documents(keys))

    def count(document: Document) -> Bags:
        before, bags = counted.get(document.key, ("", Bags()))
        return bags if before == digest_of(document) else words_of(document)

    heard = index_as_read([one.kind], keys, read, count=count)
    know(heard - known)
    return heard


def write(kind: str, documents: Collection[Document], known: set[str]) -> set[str]:
    """As `index_again`, of what nobody else changes: it was just made in bulk."""
    counted = [(document, words_of(document)) for document in documents]
    with transaction.atomic():
        heard = domain.write(kind, counted, hold([kind], [document.key for document in documents]))
    know(heard - known)
    return heard


def known_words() -> set[str]:
    return set(KnownWord.objects.values_list("word", flat=True))


def forget_words(words: Collection[str]) -> None:
    """Those that no open document holds by now: somebody may have published one anew since all were read.

    They are looked for, so that little is deleted in vain, and once more after that, in the same transaction: what was published
    until then is known again, and who publishes later teaches only after it, since words are learnt when their entries stand.
    """
    for some in pieces(words):
        gone = set(some).difference(still_said(some))
        with transaction.atomic():
            KnownWord.objects.filter(word__in=gone).delete()
            know(still_said(sorted(gone)))


def still_said(words: Sequence[str]) -> list[str]:
    """Those of `words` that stand in an open entry, be it as the stem of others. One statement where none does."""
    sought = Sought("", tuple(((Wanted(word),),) for word in words))
    if not hits_of(sought, [one.kind for one in findables()], every=False, within=OPEN, most=1):
        return []
    half = len(words) // 2
    return [*still_said(words[:half]), *still_said(words[half:])] if half else list(words)


def pieces(things: Collection[Thing]) -> Iterator[list[Thing]]:
    """`things` in portions that one statement bears."""
    ordered = sorted(things)
    return (ordered[begin : begin + AT_ONCE] for begin in range(0, len(ordered), AT_ONCE))
