"""Running a piece of work in a process of its own that may be killed at any line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.db import connections

#: Lines are counted in these parts of the source.
WATCHED = ("/search/index_state.py", "/search/engines/elasticsearch/")


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


def lines_of(work: Callable[[], object]) -> int:
    """Do the work in a child and return how many watched lines it ran."""
    reading, writing = os.pipe()

    def counted() -> None:
        counter = _Counter()
        sys.settrace(counter.trace)
        work()
        sys.settrace(None)
        os.write(writing, str(counter.lines).encode())

    child = in_child(counted)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _pid, status = os.waitpid(child, 0)
    assert status == 0, "the work failed in the child"
    return int(text)


def killed_at_line(work: Callable[[], object], line: int) -> None:
    """Do the work in a child that is killed, as by a power cut, when it comes to a watched line."""

    def doomed() -> None:
        sys.settrace(_Counter(last=line).trace)
        work()

    child = in_child(doomed)
    os.waitpid(child, 0)


class _Counter:
    def __init__(self, *, last: int | None = None) -> None:
        self.lines = 0
        self.last = last

    def trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if not any(part in frame.f_code.co_filename for part in WATCHED):
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self.last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.trace
