"""Catalan inflection: the same form for the singular and the plural, the masculine and the feminine of a word.

Snowball's Catalan stemmer tells suffixes by their accents, which many leave out, and takes the changes of spelling before «e»
(«públic», «públiques») for other words. Given this form instead, it makes one stem of them all. The rules are those of the
*Gramàtica* of the Institut d'Estudis Catalans on gender and number, on words without accents: what only an accent tells apart
(«març» and «marc», «avís» and «avis») is one word here.
"""

import re
from functools import lru_cache

# Short words whose last «s» is no plural, and «només», which is none of «nom».
WHOLE = frozenset(
    "bus cas cos curs fons gas gros mas mes nas nomes pas pes pis pols pres risc temps tros us vas vers".split()  # noqa: SIM905 - reads better as words
)
ALONE = frozenset(
    """
    campana capa carrega carrera casa castella codina colla copa cosa costa crida cursa dreta estada fama fase franca
    generacio genere horta interes junta lliga marca mare marina medina mesa metro millora molina oficina parada pare parella
    partida pilota plata porta presa preso prova punta sala salo tarda tribuna
    """.split()  # noqa: SIM905 - reads better as words than as strings
)
"""Words of which the rules, or Snowball, make another: «casa» is no feminine of «cas», nor is «gènere» «gener» or «general»."""
# What no rule reaches, a family a line, first what stands for it.
FAMILIES = """
    audio audios
    avis avisos
    bo bon bons bona bones
    campio campions campiona campiones
    castella castellans castellana castellanes
    ciutada ciutadans ciutadana ciutadanes
    desig desigs desitjos
    dos dues
    fase fases
    genere generes
    interes interessos
    lleig lletjos lletja lletges
    man ma mans
    mare mares
    metro metros
    mig mitjos mitja mitges
    mitjan mitjans mitjana mitjanes
    mosso mossos
    ou ous
    pages pagesos pagesa pageses
    pais paisos
    pare pares
    patro patrons patrona patrones
    person persona persones
    pla plans
    ple plens plena plenes
    radio radios
    rao raons
    rebuig rebuigs rebutjos
    rodo rodons rodona rodones
    vei veins veina veines
    vi vins
"""
# Their «s» is no plural either, and «-a», «-os», «-es» follow it.
IN_S = """
    amoros angles burges danes dens divers extens famos frances generos girones gris holandes immens intens invers irlandes
    japones lluminos meravellos nombros penedes perillos portugues sorollos valles valuos xines
""".split()  # noqa: SIM905 - reads better as words than as strings
IRREGULAR = {
    **{f"{word}{ending}": word for word in WHOLE if word.endswith("s") for ending in ("os", "sos")},
    **{f"{word}{ending}": word for word in IN_S for ending in ("", "a", "os", "es")},
    **{f"{word}{ending}": word for word in ("gros", "gras", "rus", "suis") for ending in ("", "sa", "sos", "ses")},
    **{form: family.split()[0] for family in FAMILIES.strip().splitlines() for form in family.split()},
}
# The ending of a plural, and that of its singular; the first that fits. No plural ends in «-as»: «fracàs», «Planas».
PLURALS = (
    ("ions", "io"),
    ("iosos", "ios"),
    ("aios", "aio"),
    ("ios", "ios"),
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
    ("gens", "gen"),
    ("ens", "e"),
    ("ins", "i"),
    ("ons", "o"),
    ("uns", "u"),
    ("os", ""),
    ("s", ""),
)
MISSPELT = re.compile(r"(?<=[aeiou])s(?=io$)")
"""«-sió» after a vowel sounds as «-ció» does, and is typed for it: «formasió». No two words of the language differ in that alone."""
SHORTEST = 3
# The last vowel, and the «n» that the singular of the masculine lacks: «veí», «veïns»; not that of «gran», «tren» and «carn».
ENDING = re.compile(r"(?<=\w{3})(an[aeo]?|[eo]n)$|(?<=\w{2}[iu])n[aeo]?$|[aeo]$")
Spellings = tuple[tuple[re.Pattern[str], str], ...]
# How one sound is written before one vowel and before another.
BEFORE_A: Spellings = (
    (re.compile(r"ge$"), "ja"),  # «platges», «platja»
    (re.compile(r"(?<=[aeo])ig$"), "ja"),  # «roig», «roja»; «passeig», «passejos»
    (re.compile(r"gu[ae]$"), "ga"),  # «aigua», «aigües»; «clergue», «clergues»
)
# And before an ending and without it.
AT_THE_END: Spellings = (
    (re.compile(r"(?<=o)leg$"), "loc"),  # «psicòleg», «psicòloga»
    (re.compile(r"g$"), "c"),  # «amic», «amiga»
    (re.compile(r"(?<=\w{2}[aiu])d$"), "t"),  # «privat», «privada»
    (re.compile(r"v$"), "u"),  # «nou», «nova»
)


@lru_cache(maxsize=50_000)
def inflected(word: str) -> str:
    """What the forms of a folded `word` have in common; the word itself when it is too short to tell."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in WHOLE or len(word) <= SHORTEST or not word.isalpha():
        return word
    one = singular(word)
    return one if one in ALONE else MISSPELT.sub("c", without_gender(one))


def singular(word: str) -> str:
    for plural, one in PLURALS:
        if word.endswith(plural) and len(word) - len(plural) + len(one) >= shortest(plural):
            return word[: -len(plural)] + one
    return word


def shortest(plural: str) -> int:
    """How long a singular has to be: «grans», «trens» and «sons» are of «gran», «tren» and «son»."""
    return SHORTEST + (plural in {"ans", "ens", "ons"})


def without_gender(word: str) -> str:
    """Without the ending that gender and number change, «amiga» as «amic», «nova» as «nou», «platja» and «platge» as «platj»."""
    if word.endswith("io") or len(word) <= SHORTEST:
        return word
    return respelt(ENDING.sub("", respelt(word, BEFORE_A), count=1), AT_THE_END)


def respelt(word: str, spellings: Spellings) -> str:
    """As the first of the `spellings` that fits would have it."""
    for written, other in spellings:
        if written.search(word):
            return written.sub(other, word)
    return word
