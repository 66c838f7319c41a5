"""Catalan orthography: how names are sorted, folded for search, and joined to «de»."""

import re
import unicodedata
from datetime import date

ARTICLES = ("l'", "el ", "la ", "els ", "les ", "en ", "na ")
CONTRACTED = {"el ": "del ", "els ": "dels ", "en ": "d'en ", "na ": "de na "}
# An h is silent; i and u before a vowel are consonants (de Iorana, de Uixó) but no council's name starts so.
VOWEL_SOUND = re.compile(r"^h?[aeiou]")

# The first and the eleventh: «fins a l’1», «abans de l’11».
ELIDED_DAYS = {1, 11}
INNER_QUOTES = str.maketrans("«»", "“”")
ELIDED = {"del": "de l’", "al": "a l’", "el": "l’"}


def fold(text: str) -> str:
    """`text` for comparing and searching: lower case, no accents, «l·l» as «ll», only letters, digits and single spaces."""
    # Twice: «ŀ» is «l·» only when decomposed, and a letter in fancy dress has no lower case before.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).replace("·", "")
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", letters.replace("'", " ").replace("’", " ")).split())


def split_article(name: str) -> tuple[str, str]:
    """The leading article of a place name, as written, and the rest: «L'», «Hospitalet de Llobregat»."""
    plain = name.replace("’", "'").casefold()
    for article in ARTICLES:
        if plain.startswith(article):
            return name[: len(article)], name[len(article) :]
    return "", name


def sort_key(name: str, *more: str, article_last: bool = False) -> str:
    """A key whose code-point order is the natural Catalan order of `name`; the original breaks ties.

    `more` decides between equal names: the tab, below the space, puts «Puig, Zoe» before «Puig Antich, Ada». With
    `article_last`, as for towns, «L'Hospitalet» sorts under H.
    """
    main = split_article(name)[1] if article_last else name
    return "\t".join([fold(main), *map(fold, more), " ".join([name, *more])])


def of(name: str) -> str:
    """`name` after the preposition «de», elided or contracted: «de Reus», «d'Arbúcies», «del Prat», «de l'Hospitalet»."""
    article, rest = split_article(name)
    lowered = article.casefold()
    if lowered in CONTRACTED:
        return CONTRACTED[lowered] + rest
    if article:
        plain = lowered.replace("’", "'")
        return f"de {plain}{rest}"
    return f"d'{name}" if VOWEL_SOUND.match(fold(name)) else f"de {name}"


def inner(title: str) -> str:
    """`title` as it stands between «»: its own become “ ”."""
    return title.translate(INNER_QUOTES)


def elided(text: str, **days: date | None) -> str:
    """`text`, in which `%(name)s` is to be a day: «abans del %(day)s» is «abans de l’%(day)s» where its number begins with a vowel."""
    for name, day in days.items():
        if day is not None and day.day in ELIDED_DAYS:
            text = re.sub(rf"\b(del|al|el) (?=%\({name}\)s)", lambda found: ELIDED[found[1]], text)
    return text
