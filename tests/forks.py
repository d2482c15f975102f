"""Running a piece of work in a process of its own that may be killed at any line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.db import connections

#: Parts of the paths of those source files whose lines count.
Watched = tuple[str, ...]


def in_child(work: Callable[[], object]) -> int:
    """Do the work in a child process and return its id; its exit code is 0 if nothing is raised."""
    connections.close_all()  # a connection doesn't survive a fork
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001 # the child of a test: the parent sees its code
        os._exit(1)
    os._exit(0)


def places_of(work: Callable[[], object], *, watched: Watched) -> list[str]:
    """Do the work in a child and return the watched lines it ran, `path:number`, in order."""
    reading, writing = os.pipe()

    def noted() -> None:
        os.close(reading)
        counter = _Counter(watched)
        sys.settrace(counter.trace)
        work()
        sys.settrace(None)
        with os.fdopen(writing, "w") as answer:
            answer.write("\n".join(counter.places))

    child = in_child(noted)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _pid, status = os.waitpid(child, 0)
    assert status == 0, "the work failed in the child"
    return text.splitlines()


def killed_at_line(work: Callable[[], object], line: int, *, watched: Watched) -> bool:
    """Do the work in a child that is killed, as by a power cut, when it comes to a watched line.

    Return whether it came so far.
    """

    def doomed() -> None:
        sys.settrace(_Counter(watched, last=line).trace)
        work()

    _pid, status = os.waitpid(in_child(doomed), 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


class _Counter:
    def __init__(self, watched: Watched, *, last: int | None = None) -> None:
        self.watched = watched
        self.places: list[str] = []
        self.lines = 0
        self.last = last

    def trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        name = frame.f_code.co_filename
        if not any(part in name for part in self.watched):
            return None
        if event == "line":
            self.lines += 1
            if self.last is None:
                self.places.append(f"{name}:{frame.f_lineno}")
            elif self.lines == self.last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.trace
