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
    gran grans | tren trens | son sons | clan clans | platja platges | marge marges | metge metges | col·lega col·legues
    germà germana germans germanes | veí veïna veïns veïnes | campió campiona campions campiones | humà humana humans humanes
    masculí masculina masculins masculines | comú comuna comuns comunes | algun alguna alguns algunes | ciutadà ciutadana ciutadans
    passeig passejos passeigs | assaig assajos assaigs | sorteig sortejos | raig rajos | desig desitjos desigs | rebuig rebutjos
    ple plena plens plenes | bo bona bons bones | rodó rodona rodons rodones | patró patrona patrons | raó raons | vi vins
    roig roja rojos roges | boig boja bojos boges | lleig lletja lletjos lletges | mig mitja mitjos mitges | mitjans mitjana
    privat privada privats privades | ràpid ràpida ràpids | ajut ajuda ajuts ajudes | psicòleg psicòloga psicòlogues
    modern moderna moderns modernes | intern interna interns | govern governs | divers diversa diversos diverses
    francès francesa francesos franceses | nombrós nombrosa nombrosos nombroses | religiós religiosa religiosos religioses
    gros grossa grossos grosses | gris grisa grisos grises | cos cossos | tros trossos | avís avisos | origen orígens
    casa cases | cas casos | presa preses | presó presons | pres presos | saló salons | sala sales | marca marques | mare mares
    clergue clergues | bilingüe bilingües | ràdio ràdios | iaio iaios | mosso mossos | ou ous | oficina oficines | dos dues
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
        ("marques", "març"),
        ("marc", "marques"),
        ("saló", "sal"),
        ("salons", "sales"),
        ("presa", "presons"),
        ("presó", "presos"),
        ("preses", "presos"),
        ("casos", "casa"),
        ("cas", "cases"),
        ("cos", "cosa"),
        ("nom", "només"),
        ("cara", "carn"),
        ("tren", "tron"),
        ("gran", "gra"),
        ("mar", "mares"),
        ("par", "pares"),
        ("ofici", "oficina"),
        ("camp", "campana"),
        ("codi", "Codina"),
        ("Maria", "Marina"),
        ("ciutat", "ciutadà"),
        ("castell", "castellà"),
        ("dada", "data"),
        ("partit", "partida"),
        ("estat", "estada"),
        ("port", "porta"),
        ("cop", "copa"),
        ("curs", "cursa"),
        ("cost", "costa"),
        ("parell", "parella"),
        ("pilot", "pilota"),
        ("càrrec", "càrrega"),
        ("carrer", "carrera"),
        ("junts", "junta"),
        ("mes", "mesa"),
        ("prou", "prova"),
        ("metro", "metre"),
        ("amor", "amorós"),
        ("religió", "religiós"),
        ("interior", "interès"),
        ("persona", "persiana"),
        ("mig", "mitjans"),
        ("major", "maig"),
        ("vall", "Vallès"),
        ("avi", "avisos"),
    ],
)
def test_other_words_have_others(one, other):
    assert stem_of(fold(one)) != stem_of(fold(other))
