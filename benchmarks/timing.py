"""How long an address takes and how often it asks the database."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Times of one address, in milliseconds, after a first request that fills caches."""

    queries: int
    size: int
    times: tuple[float, ...]

    def __str__(self) -> str:
        return f"{self.queries:4d} queries {self.size / 1024:7.1f} kB {median(self.times):8.1f} ms"


@override_settings(THROTTLING=False)  # one client asks more often than any reader
def timing(address: str, *, rounds: int) -> Timing:
    """Ask for an address. Raises RuntimeError unless it answers 200."""
    client = Client(headers={"host": "localhost"})
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        asked = len(queries)  # the next request starts counting anew
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return Timing(queries=asked, size=len(response.content), times=tuple(times))


def percentile(times: list[float], *, percent: int) -> float:
    """Return the percentile of times."""
    return quantiles(times, n=100, method="inclusive")[percent - 1]
