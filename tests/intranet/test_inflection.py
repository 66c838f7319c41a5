"""The forms of a Catalan word have one stem, with their accents or without."""

import pytest

from intranet.catalan import fold
from intranet.fulltext.words import stem_of

FORMS = """
    públic públics pública públiques | plaça places | aigua aigües | comerç comerços | amic amics amiga amigues
    taronja taronges | imatge imatges | formació formacions | reunió reunions | cooperativa cooperatives cooperatiu
    clàusula clàusules | econòmic econòmica econòmics econòmiques | pagès pagesa pagesos pageses | procés processos
    interès interessos | país països | autobús autobusos | text textos | bosc boscos | pla plans | raó raons | llei lleis
    residu residus | ordenança ordenances | base bases | treball treballs | setmana setmanes | jove joves | nou nova nous noves
    curs cursos | cura cures | euro euros | servei serveis | entitat entitats | àmbit àmbits | ètic ètica ètics ètiques
    vídeo vídeos | àudio àudios | gènere gèneres | acta actes | terra terres | mercat mercats | pas passos
    solidari solidària solidaris solidàries | col·laboració col·laboracions | fracàs fracassos | experiència experiències
"""


@pytest.mark.once
@pytest.mark.parametrize("forms", [forms.split() for forms in FORMS.replace("\n", " | ").split("|") if forms.strip()])
def test_the_forms_of_a_word_have_one_stem(forms):
    assert len({stem_of(fold(form)) for form in forms}) == 1


@pytest.mark.once
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cures", "curs"),
        ("cures", "cursos"),
        ("pla", "ple"),
        ("pla", "Planas"),
        ("mercat", "Mercè"),
        ("vídeos", "Vidal"),
        ("pagès", "pàgina"),
        ("pagès", "pagar"),
        ("acta", "activitat"),
        ("gènere", "general"),
        ("gènere", "generació"),
        ("generació", "general"),
        ("terra", "Terrassa"),
        ("terres", "territori"),
        ("regla", "reglament"),
        ("habita", "habitatge"),
        ("can", "canal"),
    ],
)
def test_other_words_have_others(one, other):
    assert stem_of(fold(one)) != stem_of(fold(other))
