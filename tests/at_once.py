"""Several do something at the same moment, each on a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
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


class Meeting:
    """Wraps functions so that whoever calls one waits until all have called theirs."""

    def __init__(self, callers: int = 2) -> None:
        self.barrier = threading.Barrier(callers)

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Return the function that waits first."""

        @wraps(function)
        def together(*args: P.args, **kwargs: P.kwargs) -> T:
            self.barrier.wait(SECONDS)
            return function(*args, **kwargs)

        return together
