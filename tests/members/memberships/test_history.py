"""A history that a file tells is one that could have been taken here, step by step."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.memberships.history import ToldHistory, ToldStep, lost_step
from members.memberships.paths import MACHINES, next_states

TODAY = dt.date(2026, 6, 1)


def step(before: str, to: str, day: str, made: str = "") -> ToldStep:
    """One step; `made` as the day unless told."""
    written = dt.date.fromisoformat(made or day)
    return ToldStep(before=before, to=to, day=dt.date.fromisoformat(day), made=written)


ADMITTED = [
    step("", "applied", "2020-01-10"),
    step("applied", "in_review", "2020-02-01"),
    step("in_review", "applicant", "2020-03-01"),
    step("applicant", "active", "2021-03-01"),
]


def problems(steps: list[ToldStep], **given: Any) -> list[tuple[int | None, str]]:
    """What is wrong with an active member of 2020."""
    told = {"path": "organisation", "status": "active", "began": "2020-03-01", "until": "", **given}
    return list(ToldHistory(steps=steps, **told).problems(today=TODAY))


@pytest.mark.parametrize(
    ("steps", "given"),
    [
        ([], {}),
        (ADMITTED, {}),
        ([*ADMITTED, step("active", "ended", "2026-09-01", "2026-05-01")], {"until": "2026-08-31"}),
        (  # planned, then suspended before that day
            [
                *ADMITTED,
                step("active", "suspended", "2026-05-20"),
                step("active", "ended", "2026-09-01", "2026-05-01"),
            ],
            {"status": "suspended", "until": "2026-08-31"},
        ),
        ([*ADMITTED, step("active", "ended", "2026-05-01")], {"status": "ended"}),
        ([step("suspended", "active", "2026-01-01")], {"began": "2016"}),  # entered without steps
        (
            [step("", "applied", "2020-01-10"), step("applied", "active", "2020-02-01")],
            {"path": "affiliate", "began": "2020-02-01"},
        ),
        (ADMITTED, {"began": "2019"}),  # corrected afterwards
    ],
)
def test_what_could_be_taken_here_is_right(steps: list[ToldStep], given: dict[str, Any]) -> None:
    assert problems(steps, **given) == []


@pytest.mark.parametrize(
    ("steps", "given", "where", "words"),
    [
        ([*ADMITTED[:2], step("in_review", "active", "2020-03-01")], {}, 2, "is no step"),
        ([ADMITTED[0], *ADMITTED[2:]], {}, 1, 'from "in_review", but it was "applied" then'),
        (ADMITTED[1:], {}, 0, "expected the application"),
        ([step("", "active", "2020-03-01")], {}, 0, "expected applied"),
        ([step("active", "suspended", "2019-12-31")], {"status": "suspended"}, 0, "before the"),
        ([*ADMITTED, step("active", "suspended", "2020-03-02")], {}, 4, "before the step above"),
        ([*ADMITTED, step("active", "suspended", "2027-01-01")], {}, 4, "in the future"),
        ([*ADMITTED, step("active", "ended", "2026-01-01")], {}, None, 'lead to "ended"'),
        (ADMITTED, {"status": "suspended"}, None, 'is "suspended", but its steps lead to "active"'),
        (ADMITTED, {"path": "individual"}, 2, "path individual, expected active refused"),
        (
            [
                *ADMITTED,
                step("active", "suspended", "2022-01-01"),
                step("applicant", "active", "2023-01-01"),
            ],
            {},
            5,
            'it was "suspended" then',
        ),
        (
            [
                *ADMITTED[:3],
                step("applicant", "suspended", "2022-01-01"),
                step("suspended", "active", "2022-02-01"),
            ],
            {},
            4,
            "expected applicant ended",
        ),
        (
            [
                *ADMITTED,
                step("active", "ended", "2022-01-01"),
                step("ended", "active", "2022-02-01"),
            ],
            {},
            5,
            "expected nothing",
        ),
        (
            [*ADMITTED, step("active", "ended", "2026-09-01", "2026-05-01")],
            {},
            None,
            "has a last day",
        ),
    ],
)
def test_what_could_not_is_named_with_its_step(
    steps: list[ToldStep], given: dict[str, Any], where: int | None, words: str
) -> None:
    found = problems(steps, **given)

    assert [number for number, _text in found] == [where]
    assert words in found[0][1]


@st.composite
def whole_histories(draw: st.DrawFn) -> ToldHistory:
    """From the application to some state, by the table of steps alone."""
    path = draw(st.sampled_from(sorted(MACHINES)))
    walked, on, interrupted = [step("", "applied", "2001-01-01")], dt.date(2001, 1, 1), ""
    for _ in range(draw(st.integers(1, 9))):
        state = walked[-1].to
        following = next_states(path=path, status=state, came_from=interrupted)
        if not following:
            break
        on += dt.timedelta(days=draw(st.integers(0, 500)))
        walked.append(step(state, draw(st.sampled_from(following)), str(on)))
        interrupted = walked[-1].before
    began = next((str(each.day) for each in walked if each.to in ("applicant", "active")), "")
    return ToldHistory(path=path, status=walked[-1].to, began=began, until="", steps=walked)


@given(told=whole_histories(), data=st.data())
def test_any_history_is_right_and_wrong_without_one_of_its_steps(
    told: ToldHistory, data: st.DataObject
) -> None:
    steps = list(told.steps)
    assert list(told.problems(today=TODAY)) == []

    del steps[data.draw(st.integers(0, len(steps) - 1))]

    if steps:
        assert list(replace(told, steps=steps).problems(today=TODAY))
        assert lost_step(steps, told.steps, today=TODAY)


def test_what_was_taken_is_told_and_a_plan_may_be_dropped() -> None:
    plan = step("active", "ended", "2026-09-01", "2026-05-01")
    more = step("active", "suspended", "2026-05-20")

    assert lost_step([*ADMITTED, more], [*ADMITTED, plan], today=TODAY) is None
    assert lost_step(ADMITTED[:3], ADMITTED, today=TODAY) == ADMITTED[3]
    assert lost_step([], [], today=TODAY) is None
    assert lost_step([*ADMITTED[:3], more], ADMITTED, today=TODAY) == ADMITTED[3]
