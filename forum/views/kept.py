"""Drawings that are kept by each process, so that a page that was drawn once is put together and not drawn again."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Key = tuple[Any, ...]
POSTS = "posts"


def kept(
    place: str, keys: Sequence[Key], draw: Callable[[list[int]], Iterable[str]], *, cache: str = POSTS
) -> list[str]:
    """What is kept under each of `keys`; `draw` is asked for those that are not kept yet, by their positions, all together.

    A key begins with what tells one thing from all others and holds everything that its drawing depends on, as values
    that are written out in full.
    """
    store, language = caches[cache], get_language()
    names = [f"{place}.{key[0]}.{digest_of((language, key))}" for key in keys]
    found = store.get_many(names)
    missing = [position for position, name in enumerate(names) if name not in found]
    if missing:
        drawn = dict(zip((names[position] for position in missing), draw(missing), strict=True))
        store.set_many(drawn)
        found |= drawn
    return [found[name] for name in names]


def digest_of(key: Key) -> str:
    """Not `hash`, for which -1 is -2."""
    return blake2b(repr(key).encode(), digest_size=16).hexdigest()


def kept_piece(place: str, key: Key, draw: Callable[[], str]) -> SafeString:
    """As `kept`, for one thing."""
    (piece,) = kept(place, [key], lambda _missing: [draw()])
    return mark_safe(piece)  # noqa: S308 - drawn by our own template


def drawing(template: str, **context: Any) -> str:
    """`template` drawn without a request: what is kept may depend on nothing but its key.

    There may be dozens on a page, so lines begin at the margin, and of a button it is not said that it submits: all do.
    """
    text = get_template(template).render(context).replace('<button type="submit"', "<button")
    return "\n".join(stripped for line in text.split("\n") if (stripped := line.strip()))


def join(pieces: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(pieces))  # noqa: S308 - as above
