"""Several do something at the same moment, each on a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")
SECONDS = 60


def at_once(*works: Callable[[], T]) -> list[T]:
    """Start all of it together; return what came of each, in order.

    Raises what the first of those that failed has raised, once all are done.
    """
    start = threading.Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        start.wait(SECONDS)
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(run, work) for work in works]
    return [each.result() for each in running]


def met(function: Callable[P, T], *, callers: int = 2) -> Callable[P, T]:
    """Return the function so that each of its callers waits until all have come so far."""
    meeting = threading.Barrier(callers)

    def together(*args: P.args, **kwargs: P.kwargs) -> T:
        meeting.wait(SECONDS)
        return function(*args, **kwargs)

    return together
