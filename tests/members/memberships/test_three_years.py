"""Three years of a network by the clock: after every step all surfaces say what the model says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from django.db.models import QuerySet

from members.memberships.roll import roll_of
from members.models import Membership, MembershipStatus
from members.models.membership import MembershipQuerySet
from tests.members.memberships.life import ACTS
from tests.members.memberships.town import SURFACES, Pair, Town, disagreeing

pytestmark = pytest.mark.django_db
THREE_YEARS = 3 * 365


def live(
    town: Town, *, days: int, surfaces: Mapping[str, Pair] = SURFACES, worker: bool = True
) -> None:
    """Let `days` pass, a month or so at a time. Raises AssertionError at the first disagreement."""
    passed = 0
    while passed < days:
        step = town.random.randint(20, 45)
        passed += step
        town.pass_days(step)
        town.live(acts=town.random.randint(4, 9))
        if worker:
            town.work()
        assert disagreeing(town, surfaces) == {}, f"on {town.today}, seed {town.seed}"
        if worker and (town.random.random() < 0.15 or (passed > days / 2 and not town.jumps)):
            jump(town, surfaces)


def jump(town: Town, surfaces: Mapping[str, Pair]) -> None:
    """Let the machine's clock run ahead, with the worker at work, and be put right again."""
    town.jumps += 1
    ahead = town.random.randint(2, 200)
    for days in (ahead, -ahead):
        town.pass_days(days)
        town.work()
        assert disagreeing(town, surfaces) == {}, f"clock put {days} days on, to {town.today}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_no_two_surfaces_disagree_in_three_years(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(monkeypatch, seed)

    live(town, days=THREE_YEARS)

    assert {*town.done} >= ACTS
    assert town.jumps


def test_three_years_of_steps_rolls_and_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(monkeypatch, 3)
    asked = ("rolls", "lists on a day", "mails to members", "overdue fees", "editing")

    live(town, days=THREE_YEARS, surfaces={name: SURFACES[name] for name in asked}, worker=False)


def by_state_alone(rows: MembershipQuerySet) -> QuerySet[Membership]:
    """A mistake: who has left by a planned day is a member for ever."""
    return rows.filter(status=MembershipStatus.ACTIVE, organisation__isnull=False)


@pytest.mark.parametrize("surface", ["directory", "mails to members"])
def test_a_surface_that_reads_the_state_alone_is_found(
    surface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(monkeypatch, 3)
    monkeypatch.setattr(MembershipQuerySet, "active", by_state_alone)

    with pytest.raises(AssertionError, match=surface):
        live(town, days=THREE_YEARS, surfaces={surface: SURFACES[surface]}, worker=False)


def of_the_day_before(town: Town) -> object:
    """A mistake: the roll of a day that is over."""
    voters = roll_of(town.today - dt.timedelta(days=1), with_persons=True)
    return {voter.name.lower() for voter in voters}


def of_today(town: Town) -> object:
    """What it should say."""
    return {each.name.lower() for each in town.beings.values() if each.is_member(town.today)}


def test_a_roll_of_the_day_before_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(monkeypatch, 3)
    late = {"late roll": (of_the_day_before, of_today)}

    with pytest.raises(AssertionError, match="late roll"):
        live(town, days=THREE_YEARS, surfaces=late, worker=False)
