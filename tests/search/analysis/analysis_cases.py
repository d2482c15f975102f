"""What counts as the same word, language by language: one table for every engine."""

from __future__ import annotations

#: Each line: spellings and inflections that find one another, all of them in both directions.
SAME: dict[str, tuple[str, ...]] = {
    "en": (
        "prison prisons",
        "visit visits visiting visited",
        "child children",
        "family families",
        "mother mothers",
        "café cafe",
    ),
    "fr": (
        "détenu détenus détenue détenues detenu",
        "prisonnier prisonnière prisonnieres",
        "parloir parloirs",
        "père pères pere",
        "école ecole ÉCOLE",
        "association associations",
    ),
    "de": (
        "Gefängnis Gefängnisse Gefängnissen Gefangnis",
        "Kind Kinder Kindern",
        "Vater Väter Vätern",
        "Besuch Besuche Besuchen",
        "Beratung Beratungen",
        "Straße Strasse",
    ),
    "es": (
        "prisión prisiones prision",
        "cárcel cárceles carcel",
        "niño niña niños ninas",
        "visita visitas",
        "educación educacion",
    ),
    "it": ("carcere carceri", "figlio figli figlie", "colloquio colloqui", "città citta"),
    "nl": ("gevangenis gevangenissen", "kind kinderen", "bezoek bezoeken", "ouder ouders"),
    "pt": ("prisão prisões prisao", "mãe mães mae", "criança crianças", "visita visitas"),
    "ro": (
        "închisoare închisori închisorile inchisoare inchisorilor",
        "copil copii copiilor",
        "penitenciar penitenciare penitenciarului",
        "vizită vizite vizita",
        "Iași Iaşi iasi",
        "deţinut deținut deținuți detinuti",
    ),
    "nb": (
        "fengsel fengsler fengslet fengslene",
        "forelder foreldre foreldrene",
        "besøk besøket besok",
        "barn barna barnet",
        "Tromsø tromso",
    ),
    "sv": (
        "fängelse fängelset fängelser fangelse",
        "förälder föräldrar föräldrarna",
        "besök besöket",
        "barn barnen",
    ),
    "pl": (
        "dziecko dzieci dziećmi dzieciom",
        "więzienie więzienia wiezienie więzieniu",
        "rodzina rodziny rodzinie",
        "Łódź lodz",
    ),
    "el": (
        "φυλακή φυλακές ΦΥΛΑΚΩΝ φυλακη",
        "παιδί παιδιά παιδιων",
        "γονέας γονείς",
        "μητέρα μητέρες ΜΗΤΕΡΑΣ",
    ),
}
#: Words that don't find each other, though a part or an ending is the same.
APART: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (("prisoners", "prisons"), ("universe", "family")),
    "fr": (("père", "perle"), ("mère", "mérite")),
    "de": (("Gemeinschaft", "Haft"), ("Trauma", "Raum"), ("Krankenhaus", "Kranke")),
    "es": (("niño", "nivel"),),
    "it": (("carcere", "carta"),),
    "nl": (("gemeenschap", "schap"), ("rebel", "bel")),
    "pt": (("pais", "países"),),
    "ro": (("copil", "copac"), ("vizită", "viză")),
    "nb": (("tenåringer", "ringe"), ("barn", "bar")),
    "sv": (("centrum", "rum"), ("far", "farlig")),
    "pl": (("matka", "matura"),),
    "el": (("παιδί", "παιχνίδι"),),
}
#: A compound and a word that it is made of: each finds a text with the other (the part's language
#: has both words in the text).
COMPOUNDS: dict[str, tuple[tuple[str, str], ...]] = {
    "de": (
        ("Gefängnisbesuche", "Besuch Gefängnis"),
        ("Familientag", "Tag Familie"),
        ("Justizvollzugsanstalt", "Anstalt Justiz Vollzug"),
        ("Kinderrechte", "Rechte Kinder"),
    ),
    "nl": (
        ("gevangenisbezoek", "bezoek gevangenis"),
        ("kinderrechten", "recht kind"),
        ("familiedag", "dag familie"),
    ),
    "nb": (
        ("fengselsbesøk", "besøk fengsel"),
        ("besøksdag", "dag besøk"),
        ("barneombud", "ombud barn"),
    ),
    "sv": (
        ("fängelsebesök", "besök fängelse"),
        ("anstaltsbesök", "anstalt besök"),
        ("fosterhem", "hem foster"),
        ("barnombud", "ombud barn"),
    ),
}
