"""Times of a clock as people write them, in every language of the site."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.clock_times import is_clock_time, parse_time, read_time, time_in_words
from core.i18n import LANGS

TIMES = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 5, 59)]


@pytest.mark.parametrize("language", LANGS)
def test_what_the_site_writes_it_reads(language: str) -> None:
    for time in TIMES:
        assert read_time(time_in_words(time, language)) == time


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("14:30", "14:30"),
        ("14.30", "14:30"),
        ("14h30", "14:30"),
        ("14 h", "14:00"),
        ("14 h 30 min", "14:30"),
        ("1430", "14:30"),
        ("930", "09:30"),
        ("9", "09:00"),
        ("9:05", "09:05"),
        ("14:30:00", "14:30"),
        ("14 Uhr 30", "14:30"),
        ("um 14.30 Uhr", "14:30"),
        ("kl. 14.30", "14:30"),
        ("klokken 9", "09:00"),
        ("ora 14:30", "14:30"),
        ("a las 14:30", "14:30"),
        ("às 14h30", "14:30"),
        ("alle 14,30", "14:30"),
        ("om 14:30 uur", "14:30"),
        ("godz. 14:30", "14:30"),
        ("2 pm", "14:00"),
        ("2:30 p.m.", "14:30"),
        ("2.30PM", "14:30"),
        ("12 pm", "12:00"),
        ("12 am", "00:00"),
        ("2:30 μ.μ.", "14:30"),
        ("9:00 π.μ.", "09:00"),
        ("9 o’clock", "09:00"),
        (" 00:00 ", "00:00"),
        ("１４：３０", "14:30"),
    ],
)
def test_ways_to_write_a_time(written: str, read: str) -> None:
    assert read_time(written) == read


@pytest.mark.parametrize(
    "written",
    ["", "soon", "25", "24:00", "14:60", "14:3", "14-16", "14:30–16:00", "14:30 and 16:00",
     "14:30:15", "-9", "13 pm", "0 am", "12345", "1:2:3:4", "14:30 or so", "\0", "9" * 60],
)  # fmt: skip
def test_what_is_no_time_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_time(written)

    assert "14:30" in refused.value.messages[0]


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        read = read_time(text)
    except ValidationError:
        return

    assert is_clock_time(read)
    assert f"{parse_time(read):%H:%M}" == read
