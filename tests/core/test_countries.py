"""Countries in a form stand in the order of whoever reads them."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.countries import country_choices


@pytest.mark.parametrize(
    ("language", "names"),
    [("fr", ("Suède", "Suisse")), ("fr", ("Géorgie", "Grèce")), ("es", ("Bélgica", "Bulgaria"))],
)
def test_letters_with_accents_stand_where_they_belong(
    language: str, names: tuple[str, str]
) -> None:
    with translation.override(language):
        shown = [name for _group, choices in country_choices() for _code, name in choices]

    assert shown.index(names[0]) < shown.index(names[1])
