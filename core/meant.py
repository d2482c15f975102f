"""Which country or language a text means: a code, also of another list, or a name in any language.

For what people and other programs write: cells of a list, answers in a form, values of a record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import override

from core.countries import COUNTRY_CODES, NATIONS, country_name, nation_name
from core.folding import fold
from core.i18n import LANGS, language_in_words

#: Codes of the European Union, of traffic and of sport that differ from ISO 3166-1.
_COUNTRIES = {"UK": "GB", "EL": "GR", "KS": "XK", "RKS": "XK", "XKX": "XK", "KOS": "XK"}
#: Codes of countries, older ones and forms of a language for the one that we have.
_LANGUAGES = {"no": "nb", "nn": "nb", "nor": "nb", "gr": "el", "se": "sv", "mo": "ro"}


def meant_country(value: object) -> str:
    """Return the country code that was meant (`EL`, `gr`, `GRC`, `Greece`), empty if unknown."""
    if not isinstance(value, str):
        return ""
    code = value.strip().upper()
    others = get_global("territory_aliases").get(code, [])
    known = (
        _COUNTRIES.get(code, ""),
        code,
        others[0] if len(others) == 1 else "",  # a state that fell apart is no country's
        code[:2] if code in NATIONS else "",
    )
    found = next((each for each in known if each in COUNTRY_CODES), "")
    return found or _country_names().get(fold(value.strip()), "")


def meant_language(value: object) -> str:
    """Return the language code that was meant (`no`, `en-GB`, `swe`, `Greek`), empty if unknown."""
    if not isinstance(value, str):
        return ""
    base = re.split(r"[-_]", value.strip().lower())[0]
    other = get_global("language_aliases").get(base, "")
    for meant in (_LANGUAGES.get(base, ""), base, other):
        if meant in LANGS:
            return meant
    return _language_names().get(fold(value.strip()), "")


@cache
def _country_names() -> dict[str, str]:
    def names() -> Iterable[tuple[str, str]]:
        for language in LANGS:
            yield from ((country_name(code, language), code) for code in COUNTRY_CODES)
            with override(language):
                yield from ((nation_name(code), code[:2]) for code in NATIONS)

    return _by_name(names())


@cache
def _language_names() -> dict[str, str]:
    def names() -> Iterable[tuple[str, str]]:
        for reader in LANGS:
            words = Locale.parse(reader).languages
            for code in LANGS:  # “norsk” is what readers see, “norsk bokmål” what others write
                yield language_in_words(code, reader), code
                yield str(words.get(code, code)), code

    return _by_name(names())


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes by folded names; a name of two (“Kongo”) is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, code in pairs:
        found[fold(name)].add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
