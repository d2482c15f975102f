"""One writer at a time, among any number of machines: a document on the search server.

Whoever writes holds the document and renews it between requests. A writer that died leaves it
behind; another one takes it over after having seen it unchanged for LEASE seconds of its own clock,
so clocks need not agree and may be set back. Every step names the place in the server's history at
which the document was last seen: two can't take it at once, and who lost it notices at the next
renewal. A write that slips in all the same is an old version, which the index refuses.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from search.engines.base import EngineBusyError, EngineError
from search.engines.elasticsearch.server import Server

logger = logging.getLogger(__name__)

#: Seconds for which an unchanged lock is respected, after which its holder renews it, for which a
#: writer waits, and between two looks.
LEASE = 60.0
RENEW = 10.0
PATIENCE = 5.0
PAUSE = 0.1
NAME = "writer"
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
MAPPINGS = {"dynamic": "strict", "properties": {"holder": {"type": "keyword"}}}


@dataclass
class Lease:
    """The lock as its holder has it."""

    lock: WriterLock
    holder: str
    place: tuple[int, int]
    renewed: float

    def renew(self) -> None:
        """Show that the holder lives, if that was not done lately. Raises as `confirm` does."""
        if self.lock.clock() - self.renewed >= RENEW:
            self.confirm()

    def confirm(self) -> None:
        """Make sure of the lock. Raises EngineBusyError if another process took it over."""
        now = self.lock.clock()
        place = self.lock.put(self.holder, at=self.place)
        if place is None:
            raise EngineBusyError("another process took the writing over")
        self.place, self.renewed = place, now


class WriterLock:
    """The lock of one index of a server."""

    def __init__(
        self,
        server: Server,
        index: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.server = server
        self.index = index
        self.clock = clock
        self.sleep = sleep
        self._seen: tuple[tuple[int, int], float] | None = None

    @contextmanager
    def held(self, *, patience: float | None = None) -> Iterator[Lease]:
        """Be the only writer. Raises EngineBusyError if another one doesn't finish in time."""
        lease = self._taken(PATIENCE if patience is None else patience)
        try:
            yield lease
        finally:
            try:
                self.server.remove(self.index, NAME, at=lease.place)
            except EngineError as error:  # it runs out by itself
                logger.warning("the lock on %s stays behind: %s", self.index, error)

    def _taken(self, patience: float) -> Lease:
        end = self.clock() + patience
        if not self.server.indexes(self.index):
            self._made()
        holder = secrets.token_hex(8)
        while True:
            now = self.clock()
            place = self.server.patiently(lambda: self.put(holder, at=self._free()))
            if place is not None:
                self._seen = None
                return Lease(self, holder, place, now)
            if self.clock() > end:
                raise EngineBusyError(f"{self.index}: another process is writing")
            self.sleep(PAUSE)

    def put(self, holder: str, *, at: tuple[int, int] | None) -> tuple[int, int] | None:
        """Write the holder's name if the lock stands `at` a place; None if it doesn't (any more).

        An answer that got lost doesn't matter: the name tells who was first.
        """
        place = self.server.put(self.index, NAME, {"holder": holder}, at=at)
        if place is None:
            held = self.server.get(self.index, NAME)
            if held is not None and held.content["holder"] == holder:
                return held.place
        return place

    def _made(self) -> None:
        try:
            self.server.create(self.index, settings=SETTINGS, mappings=MAPPINGS)
        except EngineError:
            if not self.server.indexes(self.index):  # nobody else made it either
                raise

    def _free(self) -> tuple[int, int] | None:
        """The place of a lock whose holder seems dead; None to try for a free one."""
        held = self.server.get(self.index, NAME)
        if held is None:
            self._seen = None
            return None
        if self._seen is None or self._seen[0] != held.place:
            self._seen = (held.place, self.clock())
        return held.place if self.clock() - self._seen[1] >= LEASE else None
