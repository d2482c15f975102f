"""Child processes with one fate: started together, stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

PATIENCE = 15.0  # seconds for a child to stop in order
LOOK = 0.2  # seconds between two looks at the children


class Processes:
    """Commands by name. Each gets a session of its own, so that Ctrl-C in a terminal reaches only
    this process, which passes it on once and in order.
    """

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        *,
        directory: Path,
        environment: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """Prepare to run `commands` in `directory`, with `environment` added to this process's."""
        self._commands = commands
        self._directory = directory
        self._environment = {**os.environ, **(environment or {})}
        self._patience = patience
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def listen(self) -> None:
        """Let SIGTERM and SIGINT end `wait()`."""
        for caught in (signal.SIGTERM, signal.SIGINT):
            signal.signal(caught, self._ask_to_stop)

    def _ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        del signum, frame
        self._stopping = True

    def start(self) -> None:
        """Start every command."""
        for name, command in self._commands.items():
            self._running[name] = subprocess.Popen(  # noqa: S603 # the caller's own commands
                command, cwd=self._directory, env=self._environment, start_new_session=True
            )

    def wait(self) -> tuple[str, int] | None:
        """Wait for a signal (None) or for the first child that ends by itself (name, exit code)."""
        while not self._stopping:
            for name, process in self._running.items():
                code = process.poll()
                if code is not None:
                    return name, code
            time.sleep(LOOK)
        return None

    def stop(self) -> None:
        """Ask every child to stop, wait for all, and end those that do not, with their children."""
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + self._patience
        for process in self._running.values():
            try:
                process.wait(timeout=max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
