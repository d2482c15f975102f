"""When digests are due: Monday mornings and first working days, by the clock on the wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.digests.periods import due_before, last_due
from newsletter.models import Frequency

PARIS = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "Atlantic/Azores", "Pacific/Auckland", "America/St_Johns", "UTC")


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T07:59", "2026-11-16T08:00"),
        ("2026-11-29T23:59", "2026-11-23T08:00"),
        ("2027-01-03T12:00", "2026-12-28T08:00"),
        ("2026-03-30T08:00", "2026-03-30T08:00"),  # the day after the clocks went forward
        ("2026-03-30T07:59", "2026-03-23T08:00"),
        ("2026-10-26T08:00", "2026-10-26T08:00"),  # the day after they went back
    ],
)
def test_weekly_on_monday_morning(now: str, due: str) -> None:
    assert last_due(Frequency.WEEKLY, now=at(now), zone=PARIS) == at(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-12-01T08:00", "2026-12-01T08:00"),  # a Tuesday
        ("2026-12-01T07:00", "2026-11-02T08:00"),  # the 1st of November is a Sunday
        ("2026-11-01T12:00", "2026-10-01T08:00"),
        ("2026-08-02T12:00", "2026-07-01T08:00"),  # the 1st of August is a Saturday
        ("2026-08-03T08:00", "2026-08-03T08:00"),
        ("2027-01-01T07:00", "2026-12-01T08:00"),
        ("2027-01-01T09:00", "2027-01-01T08:00"),
    ],
)
def test_monthly_on_the_first_working_day(now: str, due: str) -> None:
    assert last_due(Frequency.MONTHLY, now=at(now), zone=PARIS) == at(due)


def test_the_day_is_that_of_the_networks_time_zone() -> None:
    monday_in_auckland = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)  # 08:30 there, Sunday here
    auckland = ZoneInfo("Pacific/Auckland")

    due = last_due(Frequency.WEEKLY, now=monday_in_auckland, zone=auckland)

    assert due == at("2026-11-23T08:00", auckland)
    assert last_due(Frequency.WEEKLY, now=monday_in_auckland, zone=PARIS) == at("2026-11-16T08:00")


@pytest.mark.parametrize(
    ("before", "after", "hours"),
    [
        ("2026-03-23T08:00", "2026-03-30T08:00", 7 * 24 - 1),
        ("2026-10-19T08:00", "2026-10-26T08:00", 7 * 24 + 1),
        ("2026-11-16T08:00", "2026-11-23T08:00", 7 * 24),
    ],
)
def test_a_week_across_a_change_of_the_clocks(before: str, after: str, hours: int) -> None:
    due = last_due(Frequency.WEEKLY, now=at(after), zone=PARIS)
    earlier = due_before(Frequency.WEEKLY, due, zone=PARIS)

    assert earlier == at(before)
    assert due.astimezone(UTC) - earlier.astimezone(UTC) == timedelta(hours=hours)


@given(
    minutes=st.integers(min_value=0, max_value=40 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES),
    frequency=st.sampled_from((Frequency.WEEKLY, Frequency.MONTHLY)),
)
def test_periods_follow_each_other_without_gap_or_overlap(
    minutes: int, zone: str, frequency: str
) -> None:
    here = ZoneInfo(zone)
    now = datetime(2020, 1, 10, tzinfo=UTC) + timedelta(minutes=minutes)
    due = last_due(frequency, now=now, zone=here)
    before = due_before(frequency, due, zone=here)

    assert before < due <= now
    assert last_due(frequency, now=due, zone=here) == due
    assert last_due(frequency, now=due - timedelta(seconds=1), zone=here) == before
    longest = timedelta(days=7, hours=1) if frequency == Frequency.WEEKLY else timedelta(days=34)
    assert due - before <= longest
    assert due.astimezone(here).weekday() < 5


def test_issues_have_no_period() -> None:
    with pytest.raises(ValueError, match="not how often a digest comes"):
        last_due(Frequency.ISSUES, now=at("2026-11-23T08:00"), zone=PARIS)
