"""A network's life as a plain model: what it says of a day, without asking the site's code.

A membership is a list of dated steps and perhaps a planned end. What the public, the office and
the members should see on a day follows from those alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

HELD = ("applicant", "active", "suspended")
#: what a step leads to by chance; written anew here, so that it can differ from the code's table
FOLLOWING = {
    "applied": ("in_review", "in_review", "in_review", "withdrawn"),
    "in_review": ("applicant", "applicant", "applicant", "refused", "withdrawn"),
    "applicant": ("active", "active", "active", "active", "suspended", "ended"),
    "active": ("suspended", "suspended", "ended", "planned", "planned", "nothing", "nothing"),
}
PERSONS = {
    "applied": ("in_review",),
    "in_review": ("active", "active", "refused"),
    "active": ("suspended", "ended", "planned"),
}
#: lives that are dealt, an act at each step of time; chance alone may leave an act out
DEALT: Mapping[str, str] = {
    "quokka": (
        "apply withdrawn apply in_review refused apply in_review applicant active pay planned lift "
        "page page practice practice suspended active ended apply in_review applicant active "
        "dissolve"
    ),
    "Ana Popescu": "apply in_review active directory",
}
ACTS = frozenset(" ".join(DEALT.values()).split())


@dataclass(kw_only=True)
class Stint:
    """One membership from the application on."""

    pk: int
    steps: list[tuple[dt.date, str]]
    planned: dt.date | None = None
    paid_until: dt.date | None = None

    def on(self, day: dt.date) -> str:
        """The state on a day, "" before the application."""
        if self.planned is not None and self.planned <= day:
            return "ended"
        return next((state for since, state in reversed(self.steps) if since <= day), "")

    @property
    def last_day(self) -> dt.date:
        """The day of the last step taken."""
        return self.steps[-1][0]

    def interrupted(self) -> str:
        """What a suspension interrupted."""
        return self.steps[-2][1]


@dataclass(kw_only=True)
class Being:
    """An organisation, or a person, with all memberships it ever had."""

    name: str
    is_person: bool = False
    stints: list[Stint] = field(default_factory=list)
    offline: bool = False
    practice_offline: bool = False
    dissolved: dt.date | None = None
    chose_directory: bool = False

    def states(self, day: dt.date) -> list[str]:
        """The states of its memberships on a day; a dissolved one's are over."""
        gone = self.dissolved is not None and self.dissolved <= day
        found = [stint.on(day) for stint in self.stints]
        return ["ended" if gone and each in HELD else each for each in found]

    def is_member(self, day: dt.date) -> bool:
        """Whether it may vote, is in the directory, and gets the members' mails."""
        return "active" in self.states(day)

    def is_former(self, day: dt.date) -> bool:
        """Whether its time is over: its editors rest."""
        states = self.states(day)
        gone = self.dissolved is not None and self.dissolved <= day
        return gone or ("ended" in states and not any(each in HELD for each in states))

    def is_open(self, day: dt.date) -> bool:
        """Whether readers see it."""
        return not self.offline and "suspended" not in self.states(day)

    def was_member(self, day: dt.date) -> bool:
        """Whether the page calls it a former member; an applicant that left was none."""
        ever = any(state == "active" for stint in self.stints for _, state in stint.steps)
        return ever and self.is_former(day)

    def open_stint(self, day: dt.date) -> Stint | None:
        """The membership or application that goes on."""
        last = self.stints[-1] if self.stints else None
        over = ("ended", "refused", "withdrawn")
        return last if last is not None and last.on(day) not in over else None


def choose(being: Being, day: dt.date, random: Random) -> str:
    """What happens to somebody today: the name of an act."""
    if being.dissolved is not None:
        return "nothing"
    stint = being.open_stint(day)
    if stint is None:
        return random.choice(("apply", "apply", "nothing"))
    state = stint.on(day)
    acts = list((PERSONS if being.is_person else FOLLOWING).get(state, ()))
    if state == "suspended":
        acts = [stint.interrupted(), stint.interrupted(), "ended"]
    if stint.planned is not None:
        acts = [act for act in acts if act != "planned"] + ["lift"]
    if state in HELD:
        acts.append("pay")
    if being.is_person:
        return random.choice([*acts, "directory"])
    acts += ["page", "practice"]
    if state in HELD and random.random() < 0.03:
        return "dissolve"
    return random.choice(acts)


def some_day(stint: Stint, today: dt.date, random: Random) -> dt.date:
    """Today, or a day since the last step: the office writes down later what was decided."""
    late = min((today - stint.last_day).days, 20)
    return today - dt.timedelta(days=random.choice((0, 0, random.randint(0, max(late, 0)))))
