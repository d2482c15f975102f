"""Compounds: Gefängnisbesuch, fengselsbesøk, gevangenisbezoek, fängelsebesök.

A long word is split only where every part is one of the building blocks below, taken from the
vocabulary's own compounds; anything else stays whole. So no general dictionary is needed, and the
same entry is always prepared in the same way.
"""

from __future__ import annotations

from functools import lru_cache

from search.analysis.words import fold_word, stem

#: Shorter words can't be compounds, shorter parts can't be building blocks.
SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
MOST_PARTS = 4

_LISTS: dict[str, str] = {
    "de": """
        abschied alltag anstalt angehörigen arbeit armut arzt ausgang besuch besucher betreuung
        beratung beauftragte bindung brief buch direktor ecke eltern entlassung familie familien
        feier ferien fortbildung frauen freizeit gefangenen gefängnis geld geschichte gericht
        gruppe haft haus hilfe information jugend justiz kinder kind kindes kleinkinder kontakt
        kosten kultur kurs leitung lehrer leistung männer mutter mütter nachsorge netzwerk
        pflege personal politik polizei programm projekt raum recht rechte regeln schule schul
        schutz sozial spiel staat straf tag telefon termin therapie training untersuchung urlaub
        vater väter verfahren versorgung video vollzug wohl wohnung woche zeit zeiten zentrum
        zimmer stelle gutachten folgen abschätzung freiheit strafe entzug nacht gute
    """,
    "nl": """
        arbeid band begeleiding beleid bel belang bescherming bezoek bezoekers centrum club
        contact crisis cursus dag detentie dienst effect familie geld gevangenis gevangen gezin
        gezins groep hoek huis huiswerk hulp hulpverlening informatie inrichting jeugd kamer
        kind kinder klas kosten lijn lijnen moeder nazorg netwerk omstandigheden onderwijs
        ondersteuning onderzoek opvang ouder ouders partner personeel persoon pleeg plan politie
        programma project recht rechten regels reis ruimte schap school straf spel speel
        telefoon tijd tijden tijdschrift training vader verhaal verlof video voor lees
        vrijwilligers week welkom pakket map werk werkers zaal zorg
    """,
    "nb": """
        ansatte ansvarlig anstalt arbeid avdeling barn barne bolig brev bruker dag enhet familie
        fange fangers far fengsel fedre fond forelder foreldre forening forsker forskning foster
        godnatt gruppe hefte hjelp hjem historie hus hverdag informasjon kampanje kafe klubb
        kontakt konvensjon kostnader kriminal krok kurs lege leder leir leke lekse leilighet
        likeperson løslatelse mor mødre omsorg ombud opphold opplæring pappa pakke person
        personell permisjon politi prosjekt pårørende regime regler reise rettigheter ringe rom
        rus samtale samfunn senter skole soning sosial straff støtte telefon tid tilbud time
        tjeneste ungdom utdanning uke vern veiledning velkomst video vold besøk innsatt straffe
        gjennomføring varetekt stiftelse natt overnatting transport konsekvens utredning
    """,
    "sv": """
        analys ansvar ansvarig anstalt anhörig arbete avdelning barn besök bok brev bidrag
        boende center centrum cirkel dag familj familje fader far fond foster frivård fängelse
        förälder föräldra förening förhållanden forskning grupp handledning hem hjälp hus hörna
        information kampanj klubb kontakt konvention kostnader kriminal kurs lek ledning liv
        lokal lägenhet läger läx mamma mor miljö ombud omsorg paket pappa permission person
        personal polis program projekt påföljd regler resa rese rum rätt röst saga samtal
        samhälle skola skol skydd social stöd straff telefon tid tillstånd tjänst ungdom
        utbildning vecka video vård vårdare våld vistelse välkomst godnatt övernattning häkte
        lärare konsekvens
    """,
}
#: Letters between the parts of a compound, longest first.
_LINKS: dict[str, tuple[str, ...]] = {
    "de": ("", "es", "en", "er", "s", "n", "e"),
    "nl": ("", "en", "s", "e", "n"),
    "nb": ("", "s", "e"),
    "sv": ("", "s", "e"),
}
#: language → building blocks as they are written, in small letters.
BLOCKS: dict[str, tuple[str, ...]] = {
    language: tuple(blocks.split()) for language, blocks in _LISTS.items()
}
_KNOWN: dict[str, frozenset[str]] = {
    language: frozenset(fold_word(word) for word in blocks)
    | frozenset(stem(word, language) for word in blocks)
    for language, blocks in BLOCKS.items()
}
#: The languages whose compounds are split.
COMPOUNDING = tuple(BLOCKS)


@lru_cache(100_000)
def parts(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of a compound's parts, or () for a word that isn't (known as) one."""
    return tuple(stem(part, language) for part in whole_parts(word, language))


def whole_parts(word: str, language: str) -> tuple[str, ...]:
    """Return a compound's parts, folded but not stemmed; () for any other word."""
    if language not in _KNOWN or len(word) < SHORTEST_COMPOUND:
        return ()
    found = _split(fold_word(word), language, MOST_PARTS)
    return found if len(found) > 1 else ()


def _split(folded: str, language: str, most: int) -> tuple[str, ...]:
    known = _KNOWN[language]
    if folded in known or stem(folded, language) in known:
        return (folded,)
    if most == 1:
        return ()
    for end in range(len(folded) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        if folded[:end] not in known:
            continue
        for link in _LINKS[language]:
            rest = folded[end:]
            if not rest.startswith(link) or len(rest) - len(link) < SHORTEST_PART:
                continue
            tail = _split(rest[len(link) :], language, most - 1)
            if tail:
                return (folded[:end], *tail)
    return ()
