"""Entries follow the day, whichever way the clock goes: the index says what the database says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from core.work.worker import Worker, registered_slices
from members.models import Dissolution, Membership, MembershipStatus
from search.engines import current_engine
from search.models import IndexState
from search.state.checking import differences
from search.state.days import touch_turned
from search.state.index_state import drain_all, rebuild, touch
from tests import builders

pytestmark = pytest.mark.django_db
NOON = timezone.now().replace(hour=11)


class Clock:
    """What timezone.now() says; nothing moves it but the test."""

    now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def put(self, days: int) -> None:
        """So many days after the first one."""
        self.now = NOON + dt.timedelta(days=days)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


def day(days: int) -> str:
    return (NOON.date() + dt.timedelta(days=days)).isoformat()


def work() -> None:
    """What a worker does that has just started."""
    worker = Worker(slices=registered_slices(), holder="here:1")
    worker.run_once()
    assert worker.failed == {}


def look() -> None:
    """What the worker does for the search."""
    touch_turned()
    drain_all()


def wrong() -> list[str]:
    return [f"{each.key} {each.what}" for each in differences(current_engine())]


def until(days: int) -> Membership:
    """A member until so many days after the first one."""
    organisation = builders.make_organisation(name="Lantern House")
    builders.make_practice(organisation=organisation, title="Lantern walk")
    return builders.make_membership(organisation=organisation, until=day(days))


def suspended_until(days: int) -> Membership:
    """The same, suspended: its page and what it publishes open again when that is over."""
    membership = until(days)
    membership.status = MembershipStatus.SUSPENDED
    membership.save()
    return membership


def dissolved_on(days: int) -> Membership:
    """A suspended member without end, that is dissolved on a day."""
    membership = suspended_until(days)
    membership.until = ""
    membership.save()
    Dissolution.objects.create(organisation=membership.organisation, on=day(days))
    return membership


LIVES = pytest.mark.parametrize("live", [until, suspended_until, dissolved_on])


@LIVES
@pytest.mark.parametrize("days", [1, 2, 30])
def test_what_has_ended_by_its_day_is_read_anew(
    clock: Clock, live: Callable[[int], Membership], days: int
) -> None:
    live(1)
    look()
    clock.put(days)
    look()

    assert wrong() == []
    assert not touch_turned()


@LIVES
def test_a_worker_that_starts_puts_the_index_right_before_it_rests(
    clock: Clock, live: Callable[[int], Membership]
) -> None:
    live(30)
    work()
    for days in (100, 0, 100):
        clock.put(days)
        work()

        assert wrong() == [], days


@LIVES
@pytest.mark.parametrize("read", [drain_all, rebuild])
def test_what_was_read_while_the_clock_ran_ahead_is_read_anew(
    clock: Clock, live: Callable[[int], Membership], read: Callable[[], object]
) -> None:
    live(30)
    look()
    touch(IndexState.objects.values_list("key", flat=True))
    clock.put(100)
    read()
    clock.put(0)
    look()

    assert wrong() == []
    assert not touch_turned()


def test_what_hangs_on_an_organisation_is_asked_by_itself(clock: Clock) -> None:
    """The organisation was read that day for another reason; what it publishes was not."""
    organisation = suspended_until(1).organisation
    assert organisation is not None
    look()
    clock.put(2)
    touch([organisation.key])
    drain_all()
    assert wrong() != []

    look()

    assert wrong() == []


def test_what_was_read_nobody_knows_when_is_read_anew(clock: Clock) -> None:
    until(1)
    look()
    clock.put(2)
    IndexState.objects.update(read_on=None)

    look()

    assert wrong() == []


def test_what_waits_or_failed_is_left_alone(clock: Clock) -> None:
    until(1)
    drain_all()
    clock.put(2)
    touch(IndexState.objects.values_list("key", flat=True))

    assert not touch_turned()
