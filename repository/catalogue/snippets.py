"""Where in its own words a resource says what somebody looks for."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from django.utils.safestring import SafeString

from intranet.fulltext.snippets import snippet
from repository.catalogue.bank import Line
from repository.models import ResourcePage

READ = ("context", "measures", "results", "legal_basis", "body")
UNREAD = {"type", "id", "level", "url", "page", "kind"}
"""What of a block is no words."""
MARKUP = re.compile(r"<[^>]*>")


def snippets_of(query: str, lines: Sequence[Line]) -> dict[int, SafeString]:
    """By key, of those whose text holds one of the words, with the words marked; what has changed since is left out. One statement."""
    versions = {line.pk: line.version for line in lines}
    pages = ResourcePage.objects.filter(pk__in=versions).only("version", *READ) if versions else []
    found = {page.pk: snippet(text_of(page), query) for page in pages if page.version == versions[page.pk]}
    return {key: words for key, words in found.items() if words}


def text_of(page: ResourcePage) -> str:
    """What a list does not say anyway."""
    said = [page.context, page.measures, page.results, page.legal_basis]
    return "\n".join([*said, *plain_words_in(list(page.body.raw_data))])


def plain_words_in(raw: object) -> Iterator[str]:
    """What people read in raw blocks, without the markup in it."""
    return (unescape(MARKUP.sub(" ", words)) for words in words_in(raw))


def words_in(raw: object) -> Iterator[str]:
    """What people read in raw blocks."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, list):
        for one in raw:
            yield from words_in(one)
    elif isinstance(raw, dict):
        for name, one in raw.items():
            if name not in UNREAD:
                yield from words_in(one)
