"""No number points to a person, and no sum betrays what was left out."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from home.year.tables import SHOWN_FROM, Year, folded, rounded, shown


def test_a_small_number_is_told_in_words() -> None:
    assert [shown(number) for number in (0, 1, 4, 5)] == [
        0,
        "fewer than 5",
        "fewer than 5",
        5,
    ]


def test_one_small_language_is_not_what_remains_of_the_sum() -> None:
    assert folded({"English": 30, "Greek": 6, "Polish": 2}, others="others") == [
        ("English", 30),
        ("others", 8),
    ]
    assert folded({"English": 30, "Greek": 3, "Polish": 2}, others="others") == [
        ("English", 30),
        ("others", 5),
    ]
    assert folded({"English": 2}, others="others") == [("others", "fewer than 5")]
    assert folded({}, others="others") == []


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 20), max_size=12))
def test_every_line_stands_for_enough_people(counts: dict[str, int]) -> None:
    lines = folded(counts, others="")

    numbers = [number for _name, number in lines if isinstance(number, int)]
    assert all(number >= SHOWN_FROM for number in numbers)
    hidden = [number for _name, number in lines if not isinstance(number, int)]
    if hidden:
        assert sum(counts.values()) < SHOWN_FROM
    else:
        assert sum(numbers) == sum(counts.values())


def test_no_difference_of_two_years_is_a_small_number() -> None:
    assert [rounded(number) for number in (0, 4, 5, 7, 8, 121)] == [
        0,
        "fewer than 5",
        5,
        5,
        10,
        120,
    ]
    assert all(rounded(number) in (rounded(122), rounded(123)) for number in range(118, 128))


def test_a_year_ends_today_while_it_runs() -> None:
    today = dt.date(2026, 11, 30)

    assert Year(year=2026, today=today).until == today
    assert Year(year=2026, today=today).is_running
    assert Year(year=2025, today=today).until == dt.date(2025, 12, 31)
