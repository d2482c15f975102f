"""One server for all tests of all processes: most share it, those that kill it have it alone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.server import Address, Server
from tests.conftest import server_missing
from tests.elasticsearch import server


@cache
def _trouble() -> str:
    """Why there is no server; "" if there is one. Asked once: a missing JDK doesn't come."""
    try:
        url = server.start()
    except server.ServerError as error:
        return str(error)
    _tidy(url)
    return ""


def _tidy(url: str) -> None:
    """Remove what processes left behind that are gone."""
    left = Server(Address(url))
    for index in left.indexes("t*-*"):
        pid = index[1:].partition("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            left.drop([index])
    left.close()


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
    """Give an engine without an index; what it makes is removed afterwards.

    All engines of a process have one name and so one lock: making indexes takes long.
    """
    engine = ElasticsearchEngine(f"{url}/t{os.getpid()}")
    try:
        yield engine
    finally:
        if server.is_running():
            engine.server.drop(engine.server.indexes(f"{engine.alias}-*"))
        engine.close()
