"""Stems of the field's own words that Snowball splits apart (fengsel / fengsler, child / children).

Each line holds forms of one word as they are written; the first one's folded form is their stem.
Forms are compared without accents.
"""

from __future__ import annotations

_GROUPS: dict[str, str] = {
    "en": """
        child children childrens childs
        prisoner prisoners
        woman women womens
        man men mens
        person people persons
        family families familys
    """,
    "fr": """
        détenu détenue détenus détenues
        prisonnier prisonniers prisonnière prisonnières
        père pères
        mère mères
        visite visites visiter visiteur visiteurs visiteuse
        pénitentiaire pénitentiaires
        parent parents
        carcéral carcérale carcéraux carcérales
    """,
    "de": """
        gefängnis gefängnisse gefängnissen gefängnisses
        vater väter vätern vaters
        mutter mütter müttern
        kind kinder kindern kindes kinds
        elternteil elternteile elternteils elternteilen
        inhaftiert inhaftierte inhaftierten inhaftierter inhaftierung
        gefangener gefangene gefangenen gefangenem
        besuch besuche besuchen besuches besuchs
    """,
    "es": """
        prisión prisiones
        cárcel cárceles
        madre madres
        padre padres
        menor menores
        niño niña niños niñas
        hijo hija hijos hijas
    """,
    "it": """
        carcere carceri
        genitore genitori
        figlio figli figlia figlie
        padre padri
        madre madri
        detenuto detenuti detenuta detenute
        colloquio colloqui
        minore minori
    """,
    "nl": """
        gevangenis gevangenissen
        kind kinder kinderen kinds
        ouder ouders
        gedetineerde gedetineerden
        bezoek bezoeken
        moeder moeders
        vader vaders
    """,
    "pt": """
        prisão prisões
        pai pais
        mãe mães
        criança crianças
        filho filhos filha filhas
        recluso reclusos reclusa reclusas
        detenção detenções
    """,
    "ro": """
        închisoare închisoarea închisori închisorile închisorii închisorilor
        copil copii copiii copilul copilului copiilor copile
        părinte părintele părinți părinții părinților părintelui
        mamă mame mamei mamele mamelor
        tată tatăl tații taților tatălui
        deținut deținuți deținuții deținuților deținutul deținutului deținută deținute
        penitenciar penitenciare penitenciarul penitenciarului penitenciarele penitenciarelor
        familie familii familia familiei familiile familiilor
        vizită vizite vizitei vizitele vizitelor
    """,
    "nb": """
        fengsel fengselet fengslet fengsler fengslene fengsla fengsels
        forelder foreldre foreldrene foreldrenes foreldres foreldrar
        fedre fedrene far faren fars
        mor mødre mødrene moren mors
        barn barna barnet barnas barns
        innsatt innsatte innsattes innsatteres
        besøk besøket besøkene besøks
    """,
    "sv": """
        fängelse fängelset fängelser fängelserna fängelsets fängelsen
        förälder föräldra föräldrar föräldern föräldrarna föräldrars förälders
        fader fäder fäderna fadern far fars
        mor mödrar mödrarna modern mors
        barn barnen barnet barns barnens
        anhörig anhöriga anhörigas
        intagen intagna intagnas
        besök besöket besöken besöks
    """,
    "pl": """
        dziecko dzieci dziecka dziecku dzieckiem dziećmi dzieciom dzieciach
        rodzic rodzice rodziców rodzica rodzicom rodzicami rodzicach rodzicem
        matka matki matek matce matkę matkami matkom
        ojciec ojca ojcowie ojców ojcu ojcem ojcom ojcami
        więzień więźniowie więźnia więźniów więźniom więźniami więźniem
        więzienie więzienia więzieniu więzieniem więzień więziennych
        rodzina rodziny rodzin rodzinie rodzinę rodzinom rodzinami
        widzenie widzenia widzeń widzeniu widzeniami
    """,
    "el": """
        παιδι παιδια παιδιων παιδιου
        γονεας γονεις γονεων γονεα γονιος γονιοι
        φυλακη φυλακες φυλακων φυλακης
        μητερα μητερες μητερων μητερας
        πατερας πατερες πατερων πατερα
        κρατουμενος κρατουμενοι κρατουμενων κρατουμενους κρατουμενη κρατουμενες κρατουμενου
        οικογενεια οικογενειες οικογενειων οικογενειας
        επισκεψη επισκεψεις επισκεψεων επισκεψης
    """,
}

#: language → words, each as its forms, NFC, in small letters.
FORMS: dict[str, tuple[tuple[str, ...], ...]] = {
    language: tuple(tuple(line.split()) for line in groups.strip().splitlines())
    for language, groups in _GROUPS.items()
}
