"""Background work: one process, one loop, in bounded slices.

An app registers a function that does a small piece of work and says whether there was any:

    register_slice("search: index", index_batch)
    register_slice("news: digest", send_digest, every=3600)

A pass of the loop runs every slice that is due, in order; no slice runs twice before the others
had their turn. When a pass found nothing to do the worker sleeps. A slice keeps what must not be
lost in its own tables (core.leases), because the process may be killed at any line.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from core.leases import WorkerLease
from core.work.deletions import may_delete

logger = logging.getLogger(__name__)

IDLE = 1.0  # seconds of sleep after a pass without work
UNANSWERED = 9.0  # seconds of sleep more after the database did not answer
STEP = 0.1  # seconds between two looks at the stop flag while asleep
LEASE = timedelta(seconds=60)
MISSED_AFTER = timedelta(minutes=10)  # a worker not seen for so long is told to people
RENEW = 15.0  # seconds between two heartbeats
FIRST_BACKOFF, LONGEST_BACKOFF = 2.0, 300.0  # seconds a failing slice is left alone
MOST_PASSES = 10_000  # of a run with `once`; a slice that never ends is a defect

SliceFunction = Callable[[], bool]


class Order(IntEnum):
    """Who goes first in a pass; inside one step the order of registration holds."""

    INDEX = 10  # what readers see: the search index
    PERIODIC = 20  # scheduled publishing, digests, retention
    BATCH = 30  # newsletters
    MAIL = 40
    TASKS = 50  # what a user asked for and may ask for again


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A bounded piece of work: `function` returns whether it found any.

    One that `deletes` what is old by the clock is left out while the clock may be wrong.
    """

    name: str
    function: SliceFunction
    every: float | None
    order: int
    deletes: bool = False


_slices: dict[str, Slice] = {}


def register_slice(
    name: str,
    function: SliceFunction,
    *,
    every: float | None = None,
    order: int | None = None,
    deletes: bool = False,
) -> None:
    """Have the worker run `function` in every pass, or once in `every` seconds.

    The clock of `every` starts anew with the process, with a first run at once: a job that must
    happen once a day across restarts keeps its own date. Say `deletes` of one that deletes what is
    old: it waits while the clock may be wrong (core.work.deletions). Without `order` a
    periodic slice goes as Order.PERIODIC and any other as Order.INDEX. Raises ImproperlyConfigured
    if the name is taken or `every` is not positive.
    """
    if name in _slices:
        raise ImproperlyConfigured(f"the worker has a slice named {name!r} already")
    if every is not None and every <= 0:
        raise ImproperlyConfigured(f"the slice {name!r} runs every {every} seconds")
    default = Order.INDEX if every is None else Order.PERIODIC
    place = default if order is None else order
    _slices[name] = Slice(name=name, function=function, every=every, order=place, deletes=deletes)


def registered_slices() -> tuple[Slice, ...]:
    """Return all slices in the order of a pass."""
    return tuple(sorted(_slices.values(), key=lambda slice_: slice_.order))


@dataclass(kw_only=True)
class _Turn:
    """When a slice may run next, and how often in a row it failed."""

    due: float = 0.0
    failures: int = 0


@dataclass(kw_only=True)
class Worker:
    """The loop. `clock` and `sleep` are the process's own; tests give others."""

    slices: tuple[Slice, ...] = field(default_factory=registered_slices)
    holder: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    stopping: bool = False
    failed: dict[str, str] = field(default_factory=dict)
    _turns: dict[str, _Turn] = field(default_factory=dict)
    _renewed: float | None = None
    _standing_by: bool = False
    _once: bool = False

    def run(self) -> None:
        """Work until `stop()`; a second worker stands by until the first one is gone."""
        logger.info("worker %s starts: %s", self.holder, ", ".join(s.name for s in self.slices))
        while not self.stopping:
            if not self._at_work() or not self.run_pass():
                self._rest(IDLE)
        self._let_go()
        logger.info("worker %s has stopped", self.holder)

    def run_once(self) -> bool:
        """Run passes until one finds nothing; return False if another worker is at work.

        What periodic slices found has another pass follow: what they made may be work for others.
        Slices that failed are in `failed` afterwards, with the reason. Raises DatabaseError if the
        database does not answer, RuntimeError if there is still work after MOST_PASSES passes.
        """
        self._once = True
        if not self._at_work():
            return False
        for _number in range(MOST_PASSES):
            if self.stopping or not self.run_pass():
                self._let_go()
                return True
        raise RuntimeError(f"still at work after {MOST_PASSES} passes")

    def run_pass(self) -> bool:
        """Run each due slice once; return whether any of them found work."""
        _drop_stale_connections()
        worked = False
        for slice_ in self.slices:
            if self.stopping or not self._at_work():
                break
            if self._turn(slice_).due <= self.clock():
                worked = self._run(slice_) or worked
        _drop_stale_connections()
        return worked

    def stop(self, signum: int, frame: FrameType | None = None) -> None:
        """Stop after the slice that runs now (a signal handler); the next signal is not caught."""
        del frame
        self.stopping = True
        for caught in (signal.SIGTERM, signal.SIGINT):
            signal.signal(caught, signal.SIG_DFL)
        logger.info("worker %s stops on %s", self.holder, signal.Signals(signum).name)

    def listen(self) -> None:
        """Stop on SIGTERM and SIGINT."""
        for caught in (signal.SIGTERM, signal.SIGINT):
            signal.signal(caught, self.stop)

    def _turn(self, slice_: Slice) -> _Turn:
        return self._turns.setdefault(slice_.name, _Turn())

    def _run(self, slice_: Slice) -> bool:
        """Run one slice. Whatever it raises is logged, and it is left alone for a while."""
        turn = self._turn(slice_)
        try:
            worked = (not slice_.deletes or may_delete()) and slice_.function()
        except (
            Exception
        ) as error:  # the outermost line of the process: one bad slice must not stop the rest
            turn.failures += 1
            pause = min(FIRST_BACKOFF * 2 ** min(turn.failures - 1, 20), LONGEST_BACKOFF)
            turn.due = self.clock() + pause
            self.failed[slice_.name] = first_line(error)
            logger.exception("slice %r failed; next try in %.0f s", slice_.name, pause)
            _drop_stale_connections()
            return False
        turn.failures = 0
        turn.due = self.clock() + (slice_.every or 0.0)
        return worked and (slice_.every is None or self._once)

    def _rest(self, seconds: float) -> None:
        until = self.clock() + seconds
        while not self.stopping and self.clock() < until:
            self.sleep(STEP)

    def _at_work(self) -> bool:
        """Hold the lease, renewing it in time; False while another worker holds it.

        The lease is a courtesy that keeps two workers from doing each other's work in vain. What
        keeps them from harm is in each slice: row locks, leases, one writer per index.
        """
        if self._renewed is not None and self.clock() - self._renewed < RENEW:
            return True
        try:
            held = _take_lease(holder=self.holder, now=timezone.now())
        except DatabaseError as error:
            _drop_stale_connections()
            if self._once:
                raise
            logger.warning("the database does not answer: %s", first_line(error))
            self._rest(UNANSWERED)
            return False
        self._renewed = self.clock() if held else None
        if not held and not self._standing_by:
            logger.warning("worker %s stands by: another one is at work", self.holder)
        self._standing_by = not held
        return held

    def _let_go(self) -> None:
        """End the lease; the row stays, to tell when a worker was last seen."""
        mine = WorkerLease.objects.filter(name=WorkerLease.NAME, holder=self.holder)
        now = timezone.now()
        try:
            mine.update(seen_at=now, until=now)
        except DatabaseError:
            logger.exception("the lease runs out by itself at the latest in %s", LEASE)


def _drop_stale_connections() -> None:
    """Close connections that are too old or broken, as Django does around a request."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # a test's, or a caller's: not ours to close
            connection.close_if_unusable_or_obsolete()


def first_line(error: Exception) -> str:
    """Return what a database says, without the lines that point into a statement."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def worker_seen() -> datetime | None:
    """Return when a worker last showed that it was alive; None if none ever did. One query."""
    return WorkerLease.objects.values_list("seen_at", flat=True).first()


def is_missed(seen: datetime | None, *, now: datetime | None = None) -> bool:
    """Tell whether a worker last seen then (`worker_seen()`) has been away for too long.

    One seen in the future was seen by a clock that was wrong.
    """
    return seen is None or not -LEASE <= (now or timezone.now()) - seen < MISSED_AFTER


def _take_lease(*, holder: str, now: datetime) -> bool:
    mine = {"holder": holder, "seen_at": now, "until": now + LEASE}
    with transaction.atomic():
        lease, created = WorkerLease.objects.select_for_update().get_or_create(
            name=WorkerLease.NAME, defaults=mine
        )
        if created:
            return True
        # One that ends far later than a lease lasts was made while a clock was wrong. Not a little
        # later: another worker has taken it while this one waited for the row.
        is_held = now < lease.until <= now + 2 * LEASE and not _is_gone(lease.holder)
        if is_held and lease.holder != holder:
            return False
        WorkerLease.objects.filter(pk=lease.pk).update(**mine)
        return True


def _is_gone(holder: str) -> bool:
    """Tell whether the holder was a process of this machine that no longer lives."""
    host, _colon, pid = holder.rpartition(":")
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it lives, under another user
        pass
    return False
