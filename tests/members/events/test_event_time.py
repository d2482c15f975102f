"""Days and times of an event, and the moments they mean, whatever the clocks do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.time_zones import known_zones
from members.event_rules import EventRules, zone_named
from members.event_time import EventTime

RULES = EventRules(order=(("starts", "ends"),))
TODAY = dt.date(2026, 12, 1)


def utc(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2027, month, day, hour, minute, tzinfo=dt.UTC)


def problems(**values: Any) -> dict[str, str]:
    given: dict[str, Any] = {"time_zone": "Europe/Bucharest", **values}
    return RULES.problems(given.get, today=TODAY)


# -- moments -------------------------------------------------------------------------------------
def test_a_day_without_times_is_a_whole_day_of_its_zone() -> None:
    when = EventTime(starts="2027-06-13", zone="Europe/Bucharest")

    assert not when.is_timed
    assert when.begins_at == utc(6, 12, 21)
    assert when.over_at == utc(6, 13, 21)
    assert when.span == (dt.date(2027, 6, 13), dt.date(2027, 6, 13))


@pytest.mark.parametrize(
    ("zone", "over"),
    [("Europe/Bucharest", True), ("Europe/Berlin", False), ("America/New_York", False)],
)
def test_the_day_turns_in_the_event_s_zone(zone: str, over: bool) -> None:
    when = EventTime(starts="2027-06-13", zone=zone)

    assert when.is_over(utc(6, 13, 21)) is over


def test_a_time_is_that_of_its_zone_on_both_sides_of_the_change_of_clocks() -> None:
    when = EventTime(
        starts="2027-03-27", start_time="14:00", ends="2027-03-28", end_time="14:00",
        zone="Europe/Bucharest",
    )  # fmt: skip

    assert when.begins_at == utc(3, 27, 12)
    assert when.over_at == utc(3, 28, 11)
    assert when.span == (dt.date(2027, 3, 27), dt.date(2027, 3, 28))


def test_an_end_that_isn_t_stated_is_the_end_of_the_day() -> None:
    when = EventTime(starts="2027-06-13", start_time="14:00", zone="Europe/Bucharest")

    assert when.end is None
    assert when.over_at == utc(6, 13, 21)


def test_of_a_time_that_comes_twice_an_event_begins_with_the_first_and_ends_with_the_second() -> (
    None
):
    when = EventTime(
        starts="2027-10-31", start_time="03:30", end_time="03:30", zone="Europe/Bucharest"
    )

    assert when.begins_at == utc(10, 31, 0, 30)
    assert when.over_at == utc(10, 31, 1, 30)


@pytest.mark.parametrize(
    ("starts", "ends", "days"), [("2027-04", "", 30), ("2027", "", 365), ("", "2027-04", 30)]
)
def test_a_month_takes_all_of_its_days_and_stands_on_none(
    starts: str, ends: str, days: int
) -> None:
    when = EventTime(starts=starts, ends=ends, zone="Europe/Paris")

    assert when.begins_at
    assert when.over_at
    assert round((when.over_at - when.begins_at) / dt.timedelta(days=1)) == days
    assert when.span is None


def test_without_a_date_there_is_no_moment() -> None:
    when = EventTime(start_time="14:00", zone="Europe/Paris")

    assert when.begins_at is None
    assert when.over_at is None
    assert not when.is_over(utc(12, 31, 0))


@given(
    st.lists(st.sampled_from(["", "0001", "0001-01-01", "9999-12-31", "2027-03-28", "x", "2027"]),
             min_size=2, max_size=2),
    st.lists(st.sampled_from(["", "00:00", "02:30", "03:30", "23:59", "25:00"]),
             min_size=2, max_size=2),
    st.sampled_from(sorted(known_zones())),
)  # fmt: skip
def test_any_texts_give_moments_or_none(days: list[str], times: list[str], zone: str) -> None:
    when = EventTime(
        starts=days[0], ends=days[1], start_time=times[0], end_time=times[1], zone=zone
    )
    values = {"starts": days[0], "ends": days[1], "start_time": times[0], "end_time": times[1],
              "time_zone": zone}  # fmt: skip

    found = RULES.problems(values.get, today=TODAY)

    assert set(found) <= {"ends", "start_time", "end_time"}
    if not found and when.start and when.end:
        assert when.begins_at <= when.over_at  # type: ignore[operator]  # both are known


# -- rules ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "values",
    [
        {"starts": "2027-06-13"},
        {"starts": "2027-06-13", "start_time": "14:00"},
        {"starts": "2027-06-13", "start_time": "14:00", "end_time": "16:00"},
        {"starts": "2027-06-13", "start_time": "14:00", "ends": "2027-06-14", "end_time": "09:00"},
        {"starts": "2027-06-13", "start_time": "14:00", "ends": "2027-06-14"},
        {"starts": "2027-06", "ends": "2027"},
        {"starts": "2027-03-28", "start_time": "02:30", "time_zone": "Europe/Bucharest"},
    ],
)
def test_what_may_be(values: dict[str, str]) -> None:
    assert problems(**values) == {}


@pytest.mark.parametrize(
    ("values", "column", "words"),
    [
        (
            {"starts": "2027-06-13", "start_time": "14:00", "end_time": "13:59"},
            "end_time",
            "13:59 comes before 14:00.",
        ),
        ({"starts": "2027-06", "start_time": "14:00"}, "start_time", "needs its whole day"),
        ({"start_time": "14:00"}, "start_time", "needs its whole day"),
        ({"starts": "2027-06-13", "end_time": "14:00"}, "end_time", "when it begins"),
        (
            {"starts": "2027-06-13", "start_time": "14:00", "ends": "2027-07", "end_time": "1:00"},
            "end_time",
            "needs its whole day",
        ),
        (
            {"starts": "2027-03-28", "start_time": "03:30"},
            "start_time",
            "On 2027-03-28 the clocks of Bucharest are put forward: there is no 03:30.",
        ),
        (
            {"starts": "2027-03-27", "start_time": "20:00", "ends": "2027-03-28",
             "end_time": "02:30", "time_zone": "Europe/Berlin"},
            "end_time",
            "there is no 02:30",
        ),
    ],
)  # fmt: skip
def test_what_can_t_be_is_refused_in_words(values: dict[str, str], column: str, words: str) -> None:
    found = problems(**values)

    assert list(found) == [column]
    assert words in found[column]


def test_the_times_beside_one_that_is_skipped_are_offered() -> None:
    found = problems(starts="2027-03-28", start_time="03:30")

    assert "Please write 02:30 or 04:30." in found["start_time"]


def test_without_a_zone_the_country_s_clock_counts(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"

    assert zone_named("", "RO") == "Europe/Bucharest"
    assert zone_named("Europe/Vaduz", "RO") == "Europe/Vaduz"
    assert zone_named("Mars/Olympus", "RO") == "Europe/Bucharest"
    assert zone_named("", "US") == "Europe/Paris"  # more clocks than one
    assert zone_named("", "") == "Europe/Paris"
    assert zone_named(7, None) == "Europe/Paris"
