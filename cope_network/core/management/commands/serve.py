"""`manage.py serve`: web server and worker together, for a small site and for development."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand

PATIENCE = 15.0  # seconds for a child to stop in order
LOOK = 0.2  # seconds between two looks at the children


class Command(BaseCommand):
    """Starts both as child processes, stops both, and ends as the one that ended first."""

    help = (
        "Serve the site and do the background work until Ctrl-C or SIGTERM. With DEBUG on it is "
        "Django's development server, otherwise gunicorn."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address and the number of web workers."""
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", help="host:port")
        parser.add_argument("--web-workers", type=int, default=2, help="processes of gunicorn")

    def handle(self, *args: object, address: str, web_workers: int, **options: object) -> None:
        """Run both until one ends or a signal comes; exit as the first that ended by itself."""
        manage = [sys.executable, "manage.py"]
        web = [*manage, "runserver", address] if settings.DEBUG else _gunicorn(address, web_workers)
        both = _Children({"web server": web, "worker": [*manage, "worker"]})
        for caught in (signal.SIGTERM, signal.SIGINT):
            signal.signal(caught, both.ask_to_stop)
        both.start()
        name, code = both.wait()
        both.stop()
        if name is None:
            self.stdout.write("Stopped.")
            return
        self.stderr.write(f"The {name} ended by itself with code {code}; all is stopped.")
        sys.exit(code if code > 0 else 1)


def _gunicorn(address: str, web_workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "cope_network.wsgi:application"),
        *("--bind", address, "--workers", str(web_workers), "--threads", "4"),
        *("--no-control-socket", "--access-logfile", "-"),
    ]


class _Children:
    """Two processes with one fate. Each has a session of its own, so that Ctrl-C in a terminal
    reaches this process only, which passes it on once and in order.
    """

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        """Note the wish (a signal handler)."""
        del signum, frame
        self._stopping = True

    def start(self) -> None:
        """Start every command in the project's directory."""
        for name, command in self._commands.items():
            self._processes[name] = subprocess.Popen(  # noqa: S603 # our own commands
                command, cwd=settings.BASE_DIR, env=os.environ.copy(), start_new_session=True
            )

    def wait(self) -> tuple[str | None, int]:
        """Wait for a signal (None, 0) or for the first child that ends by itself."""
        while not self._stopping:
            for name, process in self._processes.items():
                code = process.poll()
                if code is not None:
                    return name, code
            time.sleep(LOOK)
        return None, 0

    def stop(self) -> None:
        """Ask every child to stop, wait for all, and end those that do not."""
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self._processes.values():
            try:
                process.wait(timeout=max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
