"""What a refused value was probably meant to be: codes of other lists, numbers written as text."""

from __future__ import annotations

import re
from functools import cache

from babel.core import get_global

from core.countries import COUNTRY_CODES, NATIONS, country_name
from core.i18n import LANGS, language_in_words

#: Codes of the European Union, of traffic and of sport that differ from ISO 3166-1.
_COUNTRIES = {"UK": "GB", "EL": "GR", "KS": "XK", "RKS": "XK", "XKX": "XK", "KOS": "XK"}
#: Codes of countries, older ones and forms of a language for the one that we have.
_LANGUAGES = {"no": "nb", "nn": "nb", "nor": "nb", "gr": "el", "se": "sv", "mo": "ro"}

_NUMBER = re.compile(r"\s*[-+−]?\d+(?:[.,]\d+)?\s*")


@cache
def _country_names() -> dict[str, str]:
    names = {
        country_name(code, language).casefold(): code
        for code in sorted(COUNTRY_CODES)
        for language in LANGS
    }
    return {**names, **{str(name).casefold(): "GB" for name in NATIONS.values()}}


def meant_country(value: object) -> str:
    """Return the country code that was meant (`EL`, `gr`, `GRC`, `Greece`), empty if unknown."""
    if not isinstance(value, str):
        return ""
    code = value.strip().upper()
    other = get_global("territory_aliases").get(code, [""])[0]
    for meant in (_COUNTRIES.get(code, ""), code, other, code[:2] if code in NATIONS else ""):
        if meant in COUNTRY_CODES:
            return meant
    return _country_names().get(value.strip().casefold(), "")


@cache
def _language_names() -> dict[str, str]:
    return {language_in_words(code, other).casefold(): code for code in LANGS for other in LANGS}


def meant_language(value: object) -> str:
    """Return the language code that was meant (`no`, `en-GB`, `swe`, `Greek`), empty if unknown."""
    if not isinstance(value, str):
        return ""
    base = re.split(r"[-_]", value.strip().lower())[0]
    other = get_global("language_aliases").get(base, "")
    for meant in (_LANGUAGES.get(base, ""), base, other):
        if meant in LANGS:
            return meant
    return _language_names().get(value.strip().casefold(), "")


def number_hint(value: object) -> str:
    """Say how a number is written that stands in quotation marks; empty for anything else."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return ""
    plain = value.strip().replace(",", ".").replace("−", "-").lstrip("+")
    return f"; write {plain} without quotation marks"
