"""HTML that people wrote, made safe. The allow-list is that of docs/decisions/0019."""

from collections.abc import Callable

import nh3

from intranet.richtext.allowed import ALIASES, ATTRIBUTES, EMPTIED, KEPT, NAMES, SCHEMES
from intranet.richtext.reading import OwnReader, Reader
from intranet.richtext.rewriting import Rewriter
from intranet.richtext.taming import paragraphs, tamed
from intranet.richtext.typed import in_blocks

ROUNDS = 5
PARSE = nh3.Cleaner(
    tags=KEPT | set(NAMES) | set(ALIASES),
    attributes={**ATTRIBUTES, "x-a": ATTRIBUTES["a"]},
    clean_content_tags=EMPTIED,
    url_schemes=SCHEMES,
    link_rel=None,
)
CLEAN = nh3.Cleaner(
    tags=KEPT, attributes=ATTRIBUTES, clean_content_tags=EMPTIED, url_schemes=SCHEMES, link_rel="noopener noreferrer"
)


def _no_name(_pk: int) -> str | None:
    return None


def _no_image(_src: str) -> bool:
    return False


def clean_html(
    raw: str,
    *,
    name_of: Callable[[int], str | None] = _no_name,
    keeps_image: Callable[[str], bool] = _no_image,
) -> str:
    """`raw` without anything outside the allow-list; "" when nothing is left to read or see.

    `name_of(pk)` gives the name that a mention shows, None for a person who may not be mentioned: their name stays as
    plain words. `keeps_image(src)`: whether an image may stay. Lines of plain text become paragraphs. Cleaning what is
    clean changes nothing: it goes round until nothing changes, as parsers alone do not promise that.
    """
    html = tamed(in_blocks(raw))
    for _round in range(ROUNDS):
        before = html
        html = CLEAN.clean(Rewriter(name_of=name_of, keeps_image=keeps_image).rewritten(PARSE.clean(before)))
        if html == before:
            return html
    return CLEAN.clean(paragraphs(plain_text(html)))


def plain_text(html: str) -> str:
    """The words of cleaned HTML, with line breaks between blocks: all that search finds it by."""
    return Reader.of(html).text


def own_words(html: str) -> str:
    """The words that its author wrote themselves, as mails and excerpts give them: no quotes, no images in words."""
    return OwnReader.of(html).text


def mentions_in(html: str) -> list[int]:
    """The people mentioned, in the order of the text."""
    return Reader.of(PARSE.clean(tamed(in_blocks(html)))).mentions


def images_in(html: str) -> list[str]:
    """The `src` of every image."""
    return Reader.of(PARSE.clean(tamed(in_blocks(html)))).images
