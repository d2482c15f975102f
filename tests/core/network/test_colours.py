"""Colours: the ratios of the guidelines, and clear words for what can't be seen."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from core.network.colours import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    check_contrast,
    colour_as_stored,
    contrast,
)
from tests.project.test_design import tokens


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("dark", "grounds"), [(False, LIGHT_GROUNDS), (True, DARK_GROUNDS)])
def test_the_grounds_are_those_of_the_style_sheet(dark: bool, grounds: tuple[str, ...]) -> None:
    colours = tokens(dark=dark)

    assert grounds == (colours["surface"], colours["ground"])


@pytest.mark.parametrize("text", ["#7A2447", "7a2447", " #7a2447 "])
def test_a_colour_is_taken_as_people_write_it(text: str) -> None:
    assert colour_as_stored(text) == "#7a2447"
    assert colour_as_stored("#abc") == "#aabbcc"


@pytest.mark.parametrize("text", ["red", "#12345", "#gggggg", "rgb(1,2,3)", "#7a2447;}"])
def test_other_words_are_no_colour(text: str) -> None:
    with pytest.raises(ValidationError, match="no colour"):
        colour_as_stored(text)


def test_what_nobody_sees_is_refused_and_said_why() -> None:
    check_contrast("#949494", dark=False, least=2.8)
    with pytest.raises(ValidationError, match=r"#f2a460 is too light .* 1\.9\d? to 1, .* 3 to 1"):
        check_contrast("#f2a460", dark=False, least=3)
    with pytest.raises(ValidationError, match="too dark for the dark pages"):
        check_contrast("#7a2447", dark=True, least=3)


def test_what_is_hardly_refused_doesnt_look_like_enough() -> None:
    with pytest.raises(ValidationError, match=r"4\.4\d to 1"):
        check_contrast("#737373", dark=False, least=4.5)
