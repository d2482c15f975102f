"""Names of countries and languages, as people write them in any of our languages."""

from __future__ import annotations

import pytest
from babel.core import get_global
from django.utils.translation import override

from core.countries import COUNTRY_CODES, NATIONS, country_name, nation_name
from core.i18n import LANGS, language_in_words
from core.meant import meant_country, meant_language


@pytest.mark.parametrize("reader", LANGS)
def test_what_the_site_writes_is_understood(reader: str) -> None:
    with override(reader):
        countries = {code: country_name(code) for code in COUNTRY_CODES}
        countries |= {code: nation_name(code) for code in NATIONS}
        languages = {code: language_in_words(code) for code in LANGS}

    unknown = {name for code, name in countries.items() if meant_country(name) != code[:2]}
    assert unknown <= {"Kongo"}  # two countries are called so
    assert {code: meant_language(name) for code, name in languages.items()} == {
        code: code for code in LANGS
    }


@pytest.mark.parametrize("written", ["românia", " ROMANIA ", "Rumänien", "Rumanien", "ROU"])
def test_accents_and_case_say_nothing(written: str) -> None:
    assert meant_country(written) == "RO"


def test_a_state_that_fell_apart_is_no_country() -> None:
    several = [code for code, now in get_global("territory_aliases").items() if len(now) > 1]

    assert "YUG" in several
    assert {meant_country(code) for code in several} == {""}
