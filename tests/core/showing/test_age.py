"""How old a statement is."""

from __future__ import annotations

import datetime as dt

import pytest

from core.showing.age import age_of


@pytest.mark.parametrize(
    ("as_of", "confirmed_on", "is_old"),
    [
        ("2008", "", True),
        ("2021-03-01", "", False),
        ("2021-02", "", True),
        ("2021", "", False),
        ("2008", "2025", False),
        ("2008", "2010", True),
        ("", "", False),
    ],
)
def test_what_is_old(as_of: str, confirmed_on: str, is_old: bool) -> None:
    today = dt.date(2026, 3, 1)

    assert age_of(as_of=as_of, confirmed_on=confirmed_on, today=today).is_old == is_old
