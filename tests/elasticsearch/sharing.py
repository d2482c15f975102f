"""One server for all tests of all processes: most share it, those that kill it have it alone."""

from __future__ import annotations

import fcntl
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.conftest import server_missing
from tests.elasticsearch import server

_numbers = itertools.count(1)


@cache
def _trouble() -> str:
    """Why there is no server; "" if there is one. Asked once: a missing JDK doesn't come."""
    try:
        server.start()
    except server.ServerError as error:
        return str(error)
    return ""


@contextmanager
def running_server(*, alone: bool = False) -> Iterator[str]:
    """Give the address of a server that answers; `alone` while nobody else uses it.

    Skips the test without a server, or fails it where REQUIRE_SERVERS=1.
    """
    if _trouble():
        server_missing(f"Elasticsearch ({_trouble()})")
    with (server.CACHE / "use").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield server.start()  # the test before may have killed it


@contextmanager
def own_engine(url: str) -> Iterator[ElasticsearchEngine]:
    """Give an engine with an index of its own, which is removed afterwards."""
    name = f"t{os.getpid()}-{next(_numbers)}"
    engine = ElasticsearchEngine(f"{url}/{name}")
    try:
        yield engine
    finally:
        if server.is_running():
            engine.server.drop(engine.server.indexes(f"{name}-*"))
        engine.close()
