"""An answer that fills a gap, in each language: a day, a country, or one that the gap offers.

The rest, names and addresses, is the same in every language.
"""

from __future__ import annotations

from functools import cache

from core.countries import country_name
from core.dates import PartialDate
from core.folding import fold
from core.i18n import LANGS
from core.meant import meant_country
from core.written_dates import read_day
from home.first_pages.gaps import words_in

#: gaps that are answered by a day, and by a country
DAYS, COUNTRIES = {"date"}, {"law", "place"}
#: gaps that end with an answer to take over: “…, or: none known”
_OFFERED = ("dpo", "shortcomings", "tested")
#: how far a site conforms; where nobody wrote it in a language, in English
CONFORMS = {
    "en": ("fully", "partly", "not"),
    "fr": ("totalement", "partiellement", "pas"),
    "de": ("vollständig", "teilweise", "nicht"),
    "es": ("plenamente", "parcialmente", "no"),
    "it": ("pienamente", "parzialmente", "no"),
    "nl": ("geheel", "gedeeltelijk", "niet"),
    "pt": ("plenamente", "parcialmente", "não"),
    "ro": ("integral", "parțial", "deloc"),
    "nb": ("helt", "delvis", "ikke"),
    "sv": ("helt", "delvis", "inte"),
    "pl": ("w pełni", "częściowo", "nie"),
    "el": ("πλήρως", "εν μέρει", "όχι"),
}


def in_language(name: str, given: str, language: str) -> str:
    """Return an answer to the gap `name` as readers of `language` write it."""
    if name in DAYS:
        return _day(given, language)
    if name in COUNTRIES:
        code = meant_country(given)
        return country_name(code, language) if code else given
    number = _offered(name).get(fold(given.strip(" .")))
    return given if number is None else _offers(name, language)[number]


def _day(given: str, language: str) -> str:
    try:
        return PartialDate(read_day(given).isoformat()).in_words(language)
    except ValueError:
        return given


def _offers(name: str, language: str) -> tuple[str, ...]:
    if name == "conforms":
        return CONFORMS.get(language, CONFORMS["en"])
    return (words_in(name, language).rpartition(":")[2].strip(),)


@cache
def _offered(name: str) -> dict[str, int]:
    """The answers that a gap offers, in every language, and their numbers."""
    if name != "conforms" and name not in _OFFERED:
        return {}
    return {
        fold(words): number
        for language in LANGS
        for number, words in enumerate(_offers(name, language))
    }
