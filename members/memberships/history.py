"""Whether steps that a file tells could have been taken here: none skipped, none too early. Pure.

It asks what `steps.py` asks of each step as it is taken. A history may begin in the middle: a
membership that was entered without steps has only those that followed. Dates may have been
corrected since, so no step's day has to be one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.dates import PartialDate
from members.memberships.paths import MACHINES, next_states
from members.models import NOT_ADMITTED, MembershipStatus

Problem = tuple[int | None, str]
"""The number of the step, None for the membership, and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class ToldStep:
    """One step: from which state ("" for none) to which, its day, and when it was written down."""

    before: str
    to: str
    day: dt.date
    made: dt.date | None = None

    @property
    def is_planned(self) -> bool:
        """Whether it is an end that lay ahead, as far as anybody knows."""
        ahead = self.made is None or self.day > self.made
        return self.to == MembershipStatus.ENDED and ahead

    def __str__(self) -> str:
        return f"{self.day}, {self.before or 'nothing'} to {self.to}"


@dataclass(frozen=True, kw_only=True)
class ToldHistory:
    """A membership as a file tells it; `path` is its category's, `began` its first date or ""."""

    path: str
    status: str
    began: str
    until: str
    steps: Sequence[ToldStep]

    def problems(self, *, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong, in English; nothing where there are no steps."""
        if not self.steps:
            return
        found = [*self._of_days(today), *self._of_states()]
        yield from found or self._of_status()

    def _of_days(self, today: dt.date) -> Iterator[Problem]:
        began = PartialDate(self.began).first if self.began else dt.date.min
        for number, step in enumerate(self.steps):
            earlier = self.steps[number - 1].day if number else dt.date.min
            if step.day < earlier:
                yield number, f"{step.day} comes before the step above, of {earlier}"
            elif step.before and step.before not in NOT_ADMITTED and step.day < began:
                yield number, f"{step.day} comes before the membership began, {self.began}"
            elif step.day > today and step.to != MembershipStatus.ENDED:
                yield number, f"{step.day} lies in the future"

    def _of_states(self) -> Iterator[Problem]:
        """The first step that doesn't follow."""
        passed = [self.steps[0].before]
        if passed[0] in NOT_ADMITTED:
            yield 0, f"begins from {_named(passed[0])}, expected the application (no from)"
            return
        for number, step in enumerate(self.steps):
            is_plan = step.is_planned and step.before in passed
            if step.before != passed[-1] and not is_plan:
                yield number, f"from {_named(step.before)}, but it was {_named(passed[-1])} then"
                return
            following = self._following(step.before, passed)
            if step.to not in following:
                yield number, self._no_step(step, following)
                return
            passed.append(step.to)

    def _no_step(self, step: ToldStep, following: Sequence[str]) -> str:
        return (
            f"from {_named(step.before)} to {_named(step.to)} is no step of a category with the "
            f"path {self.path}, expected {' '.join(following) or 'nothing'}"
        )

    def _following(self, before: str, passed: Sequence[str]) -> Sequence[str]:
        if not before:
            return (MembershipStatus.APPLIED,)
        if before != MembershipStatus.SUSPENDED:
            return next_states(path=self.path, status=before)
        start = len(passed) - 1 - passed[::-1].index(before)
        if not start:  # what the suspension interrupted isn't told
            return MACHINES[self.path].get(before, ())
        return next_states(path=self.path, status=before, came_from=passed[start - 1])

    def _of_status(self) -> Iterator[Problem]:
        last = self.steps[-1]
        if last.is_planned and self.status != MembershipStatus.ENDED:
            if not self.until:
                yield None, "the last step is a planned end, which has a last day (until)"
            states = [step.to for step in self.steps[:-1]][-1:] or [last.before]
            if self.status not in states:
                yield None, f"is {_named(self.status)}, but its steps lead to {_named(states[0])}"
        elif self.status != last.to:
            yield None, f"is {_named(self.status)}, but its steps lead to {_named(last.to)}"


def lost_step(
    told: Sequence[ToldStep], known: Sequence[ToldStep], *, today: dt.date
) -> ToldStep | None:
    """Return the first step that was taken and isn't told at its place; a plan may be dropped."""
    taken = [step for step in known if step.day <= today]
    for number, step in enumerate(taken):
        same = told[number] if number < len(told) else None
        if same is None or (same.day, same.before, same.to) != (step.day, step.before, step.to):
            return step
    return None


def _named(state: str) -> str:
    return f'"{state}"' if state else "nothing"
