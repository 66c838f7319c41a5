"""Words as real texts have them: a few stand everywhere, thousands here and there. The same ones for the same number."""

from random import Random

SYLLABLES = (
    *("bar", "bo", "ca", "ces", "col", "da", "dre", "fa", "fer", "ga", "gu", "lla", "mar", "mo", "na", "nos", "pe", "pla", "pre", "quer"),
    *("ra", "ri", "sal", "ser", "ta", "tor", "tu", "va", "ver", "xi"),
)  # fmt: skip
MANY = len(SYLLABLES) ** 3
"""How many words there are: of three syllables each."""


def rare_words(serial: int, number: int) -> str:
    """Of the most common word there is one in ten or so, of the others the fewer the later they come (Zipf's law)."""
    chance = Random(serial)  # noqa: S311 - nothing is kept secret by it
    return " ".join(word_of(int(MANY ** chance.random()) - 1) for _ in range(number))


def word_of(rank: int) -> str:
    side = len(SYLLABLES)
    return SYLLABLES[rank % side] + SYLLABLES[rank // side % side] + SYLLABLES[rank // side**2 % side]
