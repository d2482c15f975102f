"""In the nights in which clocks are changed a time means two moments or none: people are asked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from core.moments import instead_of, moments_of
from newsletter.desk.recipients import ScheduleForm
from newsletter.models import Mailing
from tests.newsletter.issues import make_issue

TWICE, NEVER, ONCE = "2036-10-26T02:30", "2036-03-30T02:30", "2036-07-01T02:30"
PARIS = ZoneInfo("Europe/Paris")


def texts(moments: Sequence[datetime | None]) -> list[str]:
    return [moment.isoformat(timespec="minutes") for moment in moments if moment]


def test_a_time_means_one_moment_or_two_or_none() -> None:
    def wall(text: str) -> datetime:
        return datetime.fromisoformat(text)

    assert texts(moments_of(wall(ONCE), PARIS)) == ["2036-07-01T02:30+02:00"]
    assert texts(moments_of(wall(TWICE), PARIS)) == [
        "2036-10-26T02:30+02:00",
        "2036-10-26T02:30+01:00",
    ]
    assert moments_of(wall(NEVER), PARIS) == []
    assert texts(instead_of(wall(NEVER), PARIS)) == [
        "2036-03-30T01:30+01:00",
        "2036-03-30T03:30+02:00",
    ]
    half = ZoneInfo("Australia/Lord_Howe")  # half an hour
    assert texts(moments_of(wall("2036-04-06T01:45"), half)) == [
        "2036-04-06T01:45+11:00",
        "2036-04-06T01:45+10:30",
    ]


# -- the command -----------------------------------------------------------------------------------
def send(*arguments: str) -> str:
    """Schedule an issue; return the moment in UTC."""
    call_command(
        "send_issue", str(make_issue().number), "--time-zone", "Europe/Paris", *arguments,
        stdout=io.StringIO(),
    )  # fmt: skip
    return Mailing.objects.get().scheduled_for.isoformat(timespec="minutes")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "moment"),
    [
        (["--at", TWICE, "--first"], "2036-10-26T00:30+00:00"),
        (["--at", TWICE, "--second"], "2036-10-26T01:30+00:00"),
        (["--at", f"{TWICE}+02:00"], "2036-10-26T00:30+00:00"),
        (["--at", f"{TWICE}+01:00"], "2036-10-26T01:30+00:00"),
        (["--at", ONCE, "--second"], "2036-07-01T00:30+00:00"),
    ],
)
def test_the_command_is_told_which_it_is(arguments: list[str], moment: str) -> None:
    assert send(*arguments) == moment


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "words"),
    [
        (TWICE, ["comes twice", f"--at {TWICE}+02:00", f"--at {TWICE}+01:00", "--first"]),
        (NEVER, ["there is no 02:30", "2036-03-30T01:30+01:00", "2036-03-30T03:30+02:00"]),
        (f"{NEVER}+01:00", ["2036-03-30T03:30+02:00"]),
    ],
)
def test_without_a_person_the_command_refuses_and_says_what_to_write(
    at: str, words: list[str]
) -> None:
    with pytest.raises(CommandError) as refused:
        send("--at", at)

    assert [part for part in words if part not in str(refused.value)] == []
    assert not Mailing.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "answer", "moment"),
    [
        (TWICE, "1", "2036-10-26T00:30+00:00"),
        (TWICE, "2", "2036-10-26T01:30+00:00"),
        (NEVER, "1", "2036-03-30T00:30+00:00"),
        (NEVER, "2", "2036-03-30T01:30+00:00"),
    ],
)
def test_a_person_is_asked(
    monkeypatch: pytest.MonkeyPatch, at: str, answer: str, moment: str
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: answer)

    assert send("--at", at) == moment


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [[], ["--no-input"]])
def test_without_an_answer_nothing_is_scheduled(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "")

    with pytest.raises(CommandError):
        send("--at", TWICE, *arguments)
    assert not Mailing.objects.exists()


# -- the desk --------------------------------------------------------------------------------------
def form(at: str, **values: str) -> ScheduleForm:
    day, time = at.split("T")
    return ScheduleForm(
        {"when": "later", "date": day, "time": time, "time_zone": "Europe/Paris", **values}
    )


@pytest.mark.django_db
def test_the_desk_asks_which_of_two() -> None:
    asked = form(TWICE)

    assert not asked.is_valid()
    assert "twice" in str(asked.errors["which"])
    assert "which" in [field.name for field in asked.moment_fields()]
    assert "UTC+02:00" in str(asked["which"])
    assert "UTC+01:00" in str(asked["which"])
    for which, moment in (("first", f"{TWICE}+02:00"), ("second", f"{TWICE}+01:00")):
        told = form(TWICE, which=which)
        assert told.is_valid()
        assert texts([told.moment()]) == [moment]


@pytest.mark.django_db
def test_the_desk_says_what_a_time_that_does_not_exist_may_mean() -> None:
    refused = form(NEVER)

    assert not refused.is_valid()
    assert "01:30 or 03:30" in str(refused.errors["time"])


@pytest.mark.django_db
def test_the_desk_asks_nothing_on_other_days() -> None:
    plain = form(ONCE, which="second")

    assert plain.is_valid()
    assert "which" not in [field.name for field in plain.moment_fields()]
    assert texts([plain.moment()]) == [f"{ONCE}+02:00"]
