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
        programme programmes program programs
        detainee detainees detained
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
        bénévole bénévoles bénévolat
        permission permissions
        familial familiale familiaux familiales
        parental parentale parentaux parentales
        vidéo vidéos
        petit petite petits petites
        travail travaux
        étranger étrangère étrangers étrangères
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
        familie familien
        besucherzentrum besucherzentren besucherzentrums
        telefonat telefonate telefonaten
    """,
    "es": """
        prisión prisiones
        cárcel cárceles
        madre madres
        padre padres
        menor menores
        niño niña niños niñas
        hijo hija hijos hijas
        línea líneas
        permiso permisos
        recluso reclusa reclusos reclusas
        familiar familiares
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
        telefonata telefonate
        telefonico telefonica telefonici telefoniche
        domiciliare domiciliari
        controllo controlli
    """,
    "nl": """
        gevangenis gevangenissen
        kind kinder kinderen kinds
        ouder ouders
        gedetineerde gedetineerden
        bezoek bezoeken
        moeder moeders
        vader vaders
        sociaal sociale
        alternatief alternatieve alternatieven
        bezoeker bezoekers
        rechter rechters
    """,
    "pt": """
        prisão prisões
        pai pais
        mãe mães
        criança crianças
        filho filhos filha filhas
        recluso reclusos reclusa reclusas
        detenção detenções
        prisional prisionais
        social sociais
        tribunal tribunais
        parental parentais
        familiar familiares
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
        arestare arestarea arestării arestări arestările
        arest arestul arestului
        serviciu serviciul serviciului servicii serviciile serviciilor
        centru centrul centrului centre centrele centrelor
        legătură legătura legăturii legături legăturile legăturilor
        persoană persoana persoanei persoane persoanele persoanelor
        recidivă recidiva recidivei
        poveste povestea poveștii povești poveștile
        drept dreptul dreptului drepturi drepturile drepturilor
        poliție poliția poliției
        cost costul costului costuri costurile costurilor
        eliberare eliberarea eliberării
        întâlnire întâlnirea întâlnirii întâlniri întâlnirile
        școlar școlară școlari școlare
        studiu studiul studiului studii studiile studiilor
        cercetare cercetarea cercetării cercetări cercetările
    """,
    "nb": """
        fengsel fengselet fengslet fengsler fengslene fengsla fengsels
        forelder foreldre foreldrene foreldrenes foreldres foreldrar
        fedre fedrene far faren fars
        mor mødre mødrene moren mors
        barn barna barnet barnas barns
        innsatt innsatte innsattes innsatteres
        besøk besøket besøkene besøks
        lærer læreren lærere lærerne
        dommer dommeren dommere dommerne
        løslatelse løslatelsen løslates løslatt løslatte
        sosial sosialt sosiale
        digital digitalt digitale
        partner partneren partnere partnerne
        politiker politikeren politikere politikerne
        ungdom ungdommen ungdommer ungdommene
    """,
    "sv": """
        fängelse fängelset fängelser fängelserna fängelsets fängelsen
        förälder föräldra föräldrar föräldern föräldrarna föräldrars förälders
        fader fäder fäderna fadern far fars
        mor mödrar mödrarna modern mors
        barn barnen barnet barns barnens
        anhörig anhöriga anhörigas
        intagen intagna intagnas intagne
        besök besöket besöken besöks
        social socialt sociala
        skola skolan skolor skolorna
        frigivning frigivningen frigiven frigivna
        fotboja fotbojan fotbojor
        fånge fången fångar fångarna
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
        kampania kampanie kampanii kampanię kampanią
        rozmowa rozmowy rozmów rozmowę rozmowie
        zakład zakładu zakładzie zakłady zakładów
        wsparcie wsparcia wsparciu wsparciem
        szkoła szkoły szkole szkół szkołę szkołą
        opiekun opiekuna opiekunowie opiekunów opiekunom
        osadzony osadzona osadzone osadzeni osadzonych
        wolontariusz wolontariusza wolontariusze wolontariuszy wolontariuszka wolontariuszki
        policja policji policję policją
        powrót powrotu powrocie
        sąd sądu sądzie sądy sądów
        rodzinny rodzinna rodzinne rodzinnej rodzinnego rodzinnych
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
        ανηλικος ανηλικη ανηλικοι ανηλικων ανηλικους
        δικαστηριο δικαστηρια δικαστηριου δικαστηριων
        επισκεπτηριο επισκεπτηρια επισκεπτηριου επισκεπτηριων
        επαγγελματιας επαγγελματιες επαγγελματιων
        προστασια προστασιας
        συμβουλιο συμβουλιου συμβουλια
        εθελοντης εθελοντες εθελοντων
        κοινωνικος κοινωνικη κοινωνικο κοινωνικες κοινωνικοι κοινωνικα κοινωνικης
        παιδικος παιδικη παιδικο παιδικα παιδικες παιδικων παιδικης
        σωφρονιστικος σωφρονιστικη σωφρονιστικο σωφρονιστικοι
        αστυνομικος αστυνομικη αστυνομικο αστυνομικοι αστυνομικα
        τηλεφωνικος τηλεφωνικη τηλεφωνικο τηλεφωνικες τηλεφωνικα
    """,
}

#: language → words, each as its forms, NFC, in small letters.
FORMS: dict[str, tuple[tuple[str, ...], ...]] = {
    language: tuple(tuple(line.split()) for line in groups.strip().splitlines())
    for language, groups in _GROUPS.items()
}
