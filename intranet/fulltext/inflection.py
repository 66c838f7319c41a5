"""Catalan inflection: the same form for the singular and the plural, the masculine and the feminine of a word.

Snowball's Catalan stemmer tells suffixes by their accents, which many leave out, and takes the changes of spelling before «e»
(«públic», «públiques») for other words. Given this form instead, it makes one stem of them all. The rules are those of the
*Gramàtica* of the Institut d'Estudis Catalans on gender and number, on words without accents.
"""

from functools import lru_cache

# Short words whose last «s» is no plural, and a family that no rule reaches.
WHOLE = frozenset(
    "bus cas cos curs fons gas gros mas mes nas pas pes pis pols pres risc temps tros us vas vers".split()  # noqa: SIM905 - reads better as words
)
ALONE = frozenset({"genere", "generacio"})
"""Words of which Snowball makes the stem of another: «gènere» is not «gener» nor «general»."""
IRREGULAR = {
    **{f"{word}os": word for word in WHOLE if word.endswith("s")},
    "pagesa": "pages",
    "pageses": "pages",
    "pagesos": "pages",
    "pages": "pages",
    "paisos": "pais",
    "pais": "pais",
    "mans": "man",
    "ma": "man",
    "plans": "pla",
    "genere": "genere",
    "generes": "genere",
}
# The ending of a plural, and that of its singular; the first that fits. No plural ends in «-as»: «fracàs», «Planas».
PLURALS = (
    ("ions", "io"),
    ("ios", "io"),
    ("eos", "eo"),
    ("tges", "tge"),
    ("assos", "as"),
    ("as", "as"),
    ("ssos", ""),
    ("sos", ""),
    ("ques", "ca"),
    ("gues", "ga"),
    ("ges", "ja"),
    ("ces", "ca"),
    ("es", "a"),
    ("ans", "a"),
    ("ens", "e"),
    ("ins", "i"),
    ("ons", "o"),
    ("uns", "u"),
    ("os", ""),
    ("s", ""),
)
SHORTEST = 3


@lru_cache(maxsize=50_000)
def inflected(word: str) -> str:
    """What the forms of a folded `word` have in common; the word itself when it is too short to tell."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in WHOLE or len(word) <= SHORTEST or not word.isalpha():
        return word
    return without_gender(singular(word))


def singular(word: str) -> str:
    for plural, one in PLURALS:
        if word.endswith(plural) and len(word) - len(plural) + len(one) >= SHORTEST:
            return word[: -len(plural)] + one
    return word


def without_gender(word: str) -> str:
    """Without the last vowel that gender and number change, «aigua» as «aiga», «amiga» as «amic», «nova» as «nou»."""
    if word.endswith("io") or len(word) <= SHORTEST:
        return word
    if word.endswith("gua"):
        word = f"{word[:-3]}ga"
    if word[-1] in "aeo":
        word = word[:-1]
    elif word[-1] == "n" and len(word) > SHORTEST:
        word = word[:-2] if word[-2] in "aeo" else word[:-1]
    if word.endswith("g") and not word.endswith("tg"):
        return f"{word[:-1]}c"
    return f"{word[:-1]}u" if word.endswith("v") else word
