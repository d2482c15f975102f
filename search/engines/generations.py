"""A directory with one index in use and, during a rebuild, the next one beside it.

<directory>/current        name of the index in use
<directory>/lock           held by whoever writes
<directory>/1.5f3c-1764088123/  an index; its name starts with the version of its fields
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import (
    EngineBusyError,
    EngineMissingError,
    EngineOutdatedError,
    EngineUnavailableError,
)

#: Seconds to wait for the lock, and between two tries.
PATIENCE = 5.0
PAUSE = 0.05


class Generations:
    """The indexes of a directory. `version` is that of the fields the code needs."""

    def __init__(self, directory: Path, *, version: str) -> None:
        self.directory = directory
        self.version = version

    def current(self) -> Path:
        """Return the index in use.

        Raises EngineMissingError if there is none and EngineOutdatedError if it has other
        fields than the code needs.
        """
        try:
            name = (self.directory / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise EngineMissingError(f"no index in {self.directory} yet") from error
        if name.partition("-")[0] != self.version:
            raise EngineOutdatedError(f"{self.directory / name}: made by another version")
        return self.directory / name

    def new(self) -> Path:
        """Make and return an empty directory for a new index; only with the lock held."""
        path = self.directory / f"{self.version}-{time.time_ns()}"
        path.mkdir(parents=True)
        return path

    def use(self, path: Path) -> None:
        """Make an index the one in use, in one step, and remove all others."""
        pointer = self.directory / "current.new"
        with pointer.open("w", encoding="ascii") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.directory / "current")
        for other in self.directory.iterdir():
            if other.is_dir() and other != path:
                shutil.rmtree(other, ignore_errors=True)  # a reader may still be leaving it

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer. Raises EngineBusyError if another one doesn't finish in time."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            file = (self.directory / "lock").open("w", encoding="ascii")
        except OSError as error:
            raise EngineUnavailableError(f"{self.directory}: {error.strerror}") from error
        with file:
            self._wait_for(file.fileno())
            yield

    def _wait_for(self, descriptor: int) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > end:
                    raise EngineBusyError(f"{self.directory}: another writer") from error
                time.sleep(PAUSE)
            else:
                return
