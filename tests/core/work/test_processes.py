"""Web server and worker start and stop together."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.work.processes import Processes

SLEEP = "; import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


@pytest.fixture(autouse=True)
def _signals_restored() -> Iterator[None]:
    before = {caught: signal.getsignal(caught) for caught in (signal.SIGTERM, signal.SIGINT)}
    yield
    for caught, handler in before.items():
        signal.signal(caught, handler)


def processes(directory: Path, *, patience: float = 5.0, **programs: str) -> Processes:
    commands = {name: [sys.executable, "-c", program] for name, program in programs.items()}
    return Processes(commands, directory=directory, patience=patience)


def marker(name: str) -> str:
    """A program that leaves its process number, then sleeps."""
    return f"import os; open({name!r}, 'w').write(str(os.getpid())){SLEEP}"


def number_in(path: Path) -> int:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError(f"{path.name} was never written")


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_when_one_ends_by_itself_its_name_and_code_are_told(tmp_path: Path) -> None:
    both = processes(tmp_path, web="exit(3)", worker=marker("worker"))
    both.start()
    worker = number_in(tmp_path / "worker")

    ended = both.wait()
    both.stop()

    assert ended == ("web", 3)
    assert not is_alive(worker)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_both(tmp_path: Path, number: signal.Signals) -> None:
    both = processes(tmp_path, web=marker("web"), worker=marker("worker"))
    both.listen()
    both.start()
    children = [number_in(tmp_path / name) for name in ("web", "worker")]
    threading.Timer(0.1, os.kill, (os.getpid(), number)).start()

    ended = both.wait()
    both.stop()

    assert ended is None
    assert [is_alive(child) for child in children] == [False, False]


def test_one_that_does_not_listen_is_ended_after_a_while(tmp_path: Path) -> None:
    deaf = f"{STUBBORN}; {marker('web')}"
    both = processes(tmp_path, web=deaf, worker="exit(0)", patience=0.3)
    both.start()
    child = number_in(tmp_path / "web")

    both.wait()
    both.stop()

    assert not is_alive(child)


def test_ctrl_c_in_a_terminal_reaches_the_children_only_through_us(tmp_path: Path) -> None:
    both = processes(tmp_path, web=marker("web"))
    both.start()
    child = number_in(tmp_path / "web")

    assert os.getsid(child) == child
    both.stop()
