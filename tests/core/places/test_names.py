"""Names of places of any kind are folded in a time that grows as their length does."""

from __future__ import annotations

import time

import pytest

from core.places.names import primary_keys


@pytest.mark.parametrize("name", [" " * 30_000, "(" * 30_000, " (" * 15_000, " im" * 10_000])
def test_a_name_of_blanks_and_brackets(name: str) -> None:
    begun = time.monotonic()

    primary_keys(name)

    assert time.monotonic() - begun < 3


def test_a_river_and_what_stands_in_brackets_are_left_out() -> None:
    assert primary_keys("Halle (Saale)") == ("halle saale", "halle")
    assert primary_keys("Frankfurt am Main") == ("frankfurt am main", "frankfurt")
