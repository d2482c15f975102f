"""Stems of the field's own words that Snowball splits apart (fengsel / fengsler, child / children).

Each line is a stem followed by the forms that share it. Forms are compared without accents.
"""

from __future__ import annotations

import unicodedata

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
        detenu detenue detenus detenues
        prisonnier prisonniers prisonniere prisonnieres
        pere peres
        mere meres
        visite visites visiter visiteur visiteurs visiteuse
        penitentiaire penitentiaires
        parent parents
        carceral carcerale carceraux carcerales
    """,
    "de": """
        gefangnis gefangnisse gefangnissen gefangnisses
        vater vater vatern vaters
        mutter mutter muttern
        kind kinder kindern kindes kinds
        elternteil elternteile elternteils elternteilen
        inhaftiert inhaftierte inhaftierten inhaftierter inhaftierung
        gefangener gefangene gefangenen gefangenem
        besuch besuche besuchen besuches besuchs
    """,
    "es": """
        prision prisiones
        carcel carceles
        madre madres
        padre padres
        menor menores
        nino nina ninos ninas
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
        prisao prisoes
        pai pais
        mae maes
        crianca criancas
        filho filhos filha filhas
        recluso reclusos reclusa reclusas
        detencao detencoes
    """,
    "ro": """
        inchisoare inchisoarea inchisori inchisorile inchisorii inchisorilor
        copil copii copiii copilul copilului copiilor copile
        parinte parintele parinti parintii parintilor parintelui
        mama mame mamei mamele mamelor
        tata tatal tatii tatilor tatalui
        detinut detinuti detinutii detinutilor detinutul detinutului detinuta detinute
        penitenciar penitenciare penitenciarul penitenciarului penitenciarele penitenciarelor
        familie familii familia familiei familiile familiilor
        vizita vizite vizitei vizitele vizitelor
    """,
    "nb": """
        fengsel fengselet fengslet fengsler fengslene fengsla fengsels
        forelder foreldre foreldrene foreldrenes foreldres foreldrar
        far fedre fedrene faren fars
        mor modre modrene moren mors
        barn barna barnet barnas barns
        innsatt innsatte innsattes innsatteres
        besok besoket besokene besoks
    """,
    "sv": """
        fangelse fangelset fangelser fangelserna fangelsets fangelsen
        foralder foraldra foraldrar foraldern foraldrarna foraldrars foralders
        far fader faderna fadern fars
        mor modrar modrarna modern mors
        barn barnen barnet barns barnens
        anhorig anhoriga anhorigas
        intagen intagna intagnas
        besok besoket besoken besoks
    """,
    "pl": """
        dziecko dzieci dziecka dziecku dzieckiem dziecmi dzieciom dzieciach
        rodzic rodzice rodzicow rodzica rodzicom rodzicami rodzicach rodzicem
        matka matki matek matce matke matkami matkom
        ojciec ojca ojcowie ojcow ojcu ojcem ojcom ojcami
        wiezien wiezniowie wieznia wiezniow wiezniom wiezniami wiezniem
        wiezienie wiezienia wiezieniu wiezieniem wiezien wieziennych
        rodzina rodziny rodzin rodzinie rodzine rodzinom rodzinami
        widzenie widzenia widzen widzeniu widzeniami
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


def _stems(groups: str) -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in groups.strip().splitlines():
        stem, *inflected = unicodedata.normalize("NFC", line).replace("ς", "σ").split()
        for form in (stem, *inflected):
            forms.setdefault(form, stem)
    return forms


#: language → folded form → stem.
STEM_OVERRIDES: dict[str, dict[str, str]] = {
    language: _stems(groups) for language, groups in _GROUPS.items()
}
