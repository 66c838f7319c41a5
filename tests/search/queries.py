"""What people look for in the demo, each with what should be among the first five: any of these titles will do.

Who asks: a member (of Manresa, in Agroecologia, Compra pública and Formació), coordination, a guest of one group, a member of the
executive commission.
"""

from typing import NamedTuple

MEMBER, COORDINATION = "tecnica@manresa.example", "coordinacio@xmess.example"
GUEST, EXECUTIVE = "convidat@ateneu.example", "regidora@reus.example"


class Query(NamedTuple):
    words: str
    expected: tuple[str, ...]
    who: str = MEMBER


def asks(words: str, *expected: str, who: str = MEMBER) -> Query:
    return Query(words, expected, who)


BANK_OF_LAND = (
    "Bancs de terres: del cens al contracte",
    "Banc de terres: qui fa el seguiment dels contractes un cop signats?",
)
CLAUSES = "Clàusules socials que es poden comprovar"
COLLECTIVE = "La Col·lectiva, Ateneu Cooperatiu de l'Hospitalet"
CURRENCY = (
    "Una moneda local sense comerços",
    "Monedes locals: fem comptes plegats",
    "Pagar part de les subvencions en moneda local: com ho porteu amb la comptabilitat?",
)
DINERS = "Algú té un plec de menjadors escolars amb producte de proximitat que hagi passat la intervenció?"
ENERGY = "Comunitat energètica al pavelló"
HOUSEHOLD = "Teniu cap conveni amb cooperatives de treballadores de la llar?"
MARKET = (
    "Un mercat de pagès al vespre que ja fa tres anys que dura",
    "Mercat de pagès de vespre: reglament i primer any",
)
RENT = "Dret de superfície a setanta-cinc anys: com valoreu el cànon?"
SUBROGATION = "Clàusula de subrogació en el servei d’atenció domiciliària: com calculeu el cost?"
WELCOME_GUIDE = "Guia d’acollida"
QUESTIONS = "Preguntes freqüents"

PEOPLE = (
    asks("mireia casadevall", "Mireia Casadevall Roca", who=COORDINATION),
    asks("nuria comajuncosa", "Núria Comajuncosa i Ribalta"),
    asks("Dolors Exposito", "Dolors Expósito Vega"),
    asks("casadevall", "Mireia Casadevall Roca", "Mar Casadevall Torrents"),
    asks("txell", "Txell Torrabadell"),
    asks("kovalenko", "Oksana Kovalenko Hrytsai"),
    asks("cap de contractació barcelona", "Chema Cano Bosch"),
    asks("tècnica d'habitatge cerdanyola", "Fatou Sonko Cissé"),
    asks("interventora barcelona", "Valentina Quiroga Ospina"),
    asks(
        "regidor món rural i alimentació girona",
        "Joan Tresserra Cuscó",
    ),
    asks("relleu pagès", "Enric Comajuncosa i Pons"),
    asks("consultes preliminars de mercat", "Chema Cano Bosch"),
    asks("cohabitatge sènior", "Clara Serra i Masramon"),
    asks("claperols", "Bernat Claperols Sangrà", who=GUEST),
)
COUNCILS = (
    asks("terrassa", "Ajuntament de Terrassa"),
    asks("l'hospitalet", "Ajuntament de l'Hospitalet de Llobregat"),
    asks("berguedà", "Consell Comarcal del Berguedà"),
    asks("consell comarcal de la selva", "Consell Comarcal de la Selva"),
    asks("palau solita", "Ajuntament de Palau-solità i Plegamans"),
    asks("la seu", "Ajuntament de la Seu d'Urgell"),
    asks("prats de lluçanes", "Ajuntament de Prats de Lluçanès"),
    asks("micropobles", "Associació de Micropobles de Catalunya"),
    asks("ateneu terres gironines", "Ateneu Cooperatiu Terres Gironines"),
    *(asks(words, COLLECTIVE) for words in ("col·lectiva", "col.lectiva", "collectiva", "col-lectiva", "COŀLECTIVA")),
)
GROUPS = (
    asks("grup de cures", "Cures"),
    asks("agroecologia", "Agroecologia"),
    asks("compra i contractació pública responsable", "Compra i Contractació Pública Responsable"),
    asks("cooperativisme habitatge", "Cooperativisme d’Habitatge"),
    asks("monedes socials", "Monedes Locals i Socials"),
    asks("béns comuns", "Comunalitats", "Guia de comunalitats per a ajuntaments"),
    asks("comissió executiva", "Comissió Executiva", who=EXECUTIVE),
    asks("agroecologia", "Agroecologia", who=GUEST),
)
TOPICS = (
    asks("plec menjadors escolars", DINERS),
    asks("qui paga la llum", "Cessió d’espais: qui paga la llum?"),
    asks("comptador propi", "Cessió d’espais: qui paga la llum?"),
    asks("subrogacio atencio domiciliaria", SUBROGATION),
    asks("canon dret de superficie", RENT),
    asks("fons de garantia", "Línies de crèdit amb finances ètiques: qui cobreix el risc?"),
    asks("treballadores de la llar", HOUSEHOLD, "Conveni amb una cooperativa de treballadores de la llar"),
    asks("homologar cursos", "Com heu aconseguit que la formació compti per a la carrera professional?"),
    asks("contractes menors", "Contractes menors: una llista oberta d’entitats, val la pena?"),
    asks("obradors compartits", "Obradors compartits: quin règim d’ús heu triat?"),
    asks(
        "percentatge de reserva",
        "Reserva de contractes a centres especials de treball d’iniciativa social: on poseu el percentatge?",
    ),
    asks("seguiment banc de terres", *BANK_OF_LAND),
    asks("ordre del dia", "Ordre del dia de la pròxima reunió: propostes", who=EXECUTIVE),
    asks("plec menjadors", DINERS, who=GUEST),
)
EXPERIENCES = (
    asks("mercat de pagès", *MARKET),
    asks("superilla de cures", "Superilla de cures: un equip de barri per a l’atenció domiciliària"),
    asks("masia cedida", "Vam cedir una masia sense dir per a què"),
    asks("cambra frigorífica", "El rebost municipal que ningú no feia servir"),
    asks(
        "lots neteja",
        "Lots petits al servei de neteja: de dues ofertes a nou",
        "Plec de neteja d’edificis en lots petits",
    ),
    asks(
        "nau cooperatives",
        "Una nau compartida per a quatre cooperatives petites",
        "Cessió d’una nau municipal a quatre cooperatives",
    ),
    asks("clàusula que ningú va comprovar", "Una clàusula social que ningú no va comprovar"),
    asks("moneda local comerços", *CURRENCY),
)
EVENTS = (
    asks("assemblea ordinària", "Assemblea ordinària de la Xarxa"),
    asks("jornada compra pública", "Jornada «Compra pública amb valor social: del plec a la factura»"),
    asks("fira bages", "Fira d’Economia Social i Solidària del Bages"),
    asks("comissió tècnica", "Comissió Tècnica"),
    asks("sessió d'acollida", "Primeres passes a la Xarxa: sessió d’acollida"),
    asks("visita obrador manresa", "Visita a l’obrador compartit de Manresa"),
    asks("portes obertes cures", "Matí de portes obertes de la Casa de les Cures"),
    asks("cineforum", "Cinefòrum: una fàbrica recuperada"),
    asks("comunitats energètiques", "Jornada «Energia de proximitat: comunitats energètiques i ajuntaments»", ENERGY),
    asks("fira economia solidària", "Fira d’economia solidària de Catalunya", who=GUEST),
)
RESOURCES = (
    asks("clàusules socials", CLAUSES),
    asks("clausula social", CLAUSES, "Una clàusula social que ningú no va comprovar"),
    asks("ordenança cessió espais", "Ordenança de model per a la cessió d’espais municipals"),
    asks("ordenances", "Ordenança de model per a la cessió d’espais municipals"),
    asks("informe de necessitats", "Model d’informe de necessitats per a un servei de menjador"),
    asks("llei de contractes del sector públic", "Llei 9/2017, de contractes del sector públic (text consolidat)"),
    asks("9/2017", "Llei 9/2017, de contractes del sector públic (text consolidat)"),
    asks("càpsula 3", "Càpsula 3: contractar amb criteris socials"),
    asks("perspectiva de gènere", "Recull de plecs amb perspectiva de gènere"),
    asks("cartells", "Cartell: comprem a prop, comprem amb cap", "Cartell: cuidar també és economia"),
    asks("cooperative housing", "Report on municipal support for cooperative housing"),
    asks("pont grua", "Cessió d’una nau municipal a quatre cooperatives"),
    asks("abatedor", "Guia per obrir un obrador compartit"),
    asks("baixa temerària", "Plec de neteja d’edificis en lots petits"),
    asks("parceria", "Bancs de terres: del cens al contracte"),
    asks("registre retributiu", CLAUSES),
    asks("quotes any vinent", "Proposta de quotes per a l’any vinent", who=EXECUTIVE),
    asks("comunitat energetica", ENERGY, who=GUEST),
)
NEWS = (
    asks("estrenem intranet", "Estrenem la intranet"),
    asks(
        "castellvell de la riba",
        "Ajuntament de Castellvell de la Riba",
        "Castellvell de la Riba i les Oliveres demanen entrar a la Xarxa",
    ),
    asks("contractació reservada", "La contractació reservada, pas a pas"),
    asks("pla de l'any", "L’assemblea aprova el pla de l’any"),
    asks("preguntes freqüents", QUESTIONS),
    asks("guia acollida", WELCOME_GUIDE),
    asks("municipi mentor", WELCOME_GUIDE),
    asks("celler cooperatiu", "El celler cooperatiu obre els dissabtes"),
    asks("baròmetre finances ètiques", "Baròmetre de les finances ètiques: surten les dades noves"),
    asks("ajuts intercooperació", "Oberta la línia d’ajuts a projectes d’intercooperació"),
    asks("rehabilitació habitatge", "Subvencions a la rehabilitació per a habitatge cooperatiu"),
)
MISTYPED = (
    asks(
        "coperatives d'habitatge", "Cooperativisme d’Habitatge", "Visita a tres cooperatives d’habitatge en cessió d’ús"
    ),
    asks("menjdors escolars", DINERS, "Sis coses que hem après dels menjadors escolars"),
    asks("agroecolgia", "Agroecologia"),
    asks("subvensions", "Bases de subvenció per a projectes de l’economia social"),
    asks("ordenansa", "Ordenança de model per a la cessió d’espais municipals"),
    asks("terasa", "Ajuntament de Terrassa"),
    asks("comajunkosa", "Núria Comajuncosa i Ribalta", "Enric Comajuncosa i Pons", "Salvador Comajuncosa"),
    asks(
        "licitasió de neteja",
        "Lots petits al servei de neteja: de dues ofertes a nou",
        "Plec de neteja d’edificis en lots petits",
    ),
    asks("clausles socials", CLAUSES),
)
BEGUN = (
    asks("agroec", "Agroecologia"),
    asks("comunal", "Comunalitats", "Guia de comunalitats per a ajuntaments"),
    asks("monedes loc", "Monedes Locals i Socials"),
    asks("vilafr", "Ajuntament de Vilafranca del Penedès"),
)
SAID_OTHERWISE = (
    asks(
        "CCPR",
        "Compra i Contractació Pública Responsable",
        "Jornada «Compra pública amb valor social: del plec a la factura»",
    ),
    asks("fira ESS", "Fira d’Economia Social i Solidària del Bages"),
    asks(
        "consell municipal d'economia social i solidària", "Assessorament obert: constituir un consell municipal d’ESS"
    ),
    asks(
        "SAD",
        SUBROGATION,
        "Superilla de cures: un equip de barri per a l’atenció domiciliària",
        "Neus Masramon Bertran",
    ),
)
QUESTIONS_OF_EVERY_DAY = (
    asks("què és l'economia social", "Càpsula 1: què és l’economia social i solidària", "Com explicar l’economia social en una pàgina"),
    asks("què pot fer un ajuntament", "Càpsula 2: què pot fer un ajuntament"),
    asks("qui veu el meu telèfon", QUESTIONS),
    asks("qui pot convidar una companya nova", QUESTIONS),
    asks("com es crea un grup nou", QUESTIONS),
    asks("com puc posar clàusules socials en un contracte", CLAUSES, "Càpsula 3: contractar amb criteris socials"),
    asks("on trobo un model d'ordenança per cedir espais", "Ordenança de model per a la cessió d’espais municipals"),
    asks("soc regidora nova", "Soc regidora o regidor d’ESS, i ara què?"),
    asks("quan és la propera assemblea", "Assemblea ordinària de la Xarxa"),
    asks("com pagar subvencions en moneda local", *CURRENCY),
    asks("quin plec puc fer servir per al menjador de l'escola", DINERS, "Plecs de menjadors: el que hem anat trobant",
         "Model d’informe de necessitats per a un servei de menjador", "Menjadors de llar d’infants amb producte de temporada"),
)  # fmt: skip

QUERIES = (
    *(*PEOPLE, *COUNCILS, *GROUPS, *TOPICS, *EXPERIENCES, *EVENTS, *RESOURCES, *NEWS),
    *(*MISTYPED, *BEGUN, *SAID_OTHERWISE, *QUESTIONS_OF_EVERY_DAY),
)
