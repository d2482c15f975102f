"""Markup of any kind is read in a time that grows as its length does."""

from __future__ import annotations

import time

import pytest

from newsletter.composition.prose import LONGEST, clean


@pytest.mark.parametrize("start", ["<a", "<", "<a a='", "</a", "a"])
@pytest.mark.parametrize("rest", ["a", "<", "<a", " ", "="])
def test_markup_that_ends_nowhere_is_read_at_once(start: str, rest: str) -> None:
    begun = time.monotonic()

    clean((start + rest * LONGEST)[:LONGEST])

    assert time.monotonic() - begun < 5  # with the square of the length: a minute and a half


def test_long_names_are_text() -> None:
    assert clean("<" + "a" * 40 + ">") == "&lt;" + "a" * 40 + "&gt;"
    assert clean("<strong>a</strong>") == "<strong>a</strong>"
