"""Whether the site is well, for whoever watches it: `/health/live` and `/health/ready`.

    register_probe("search", trouble)

A probe returns what is wrong, in words for the operator, or "". The public is told "ok" or "not ok"
only; what is wrong stands in the log and in `manage.py worker --status`. An answer is kept for some
seconds, so that asking often costs nothing, and no probe writes.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from core.work.migrated import lacks_migrations
from core.work.worker import first_line, is_missed, worker_seen

logger = logging.getLogger(__name__)

KEPT = 5.0  # seconds
LEAST_SPACE = 256 * 1024 * 1024  # bytes free on the disk of what is stored

Probe = Callable[[], str]
_probes: dict[str, Probe] = {}
#: what a start of the web server can't mend is no matter of life: only `ready` looks at it
LIVE = frozenset({"database", "worker"})


def register_probe(name: str, probe: Probe) -> None:
    """Have the site's health depend on `probe`. Raises ImproperlyConfigured for a name twice."""
    if name in _probes:
        raise ImproperlyConfigured(f"there is a probe named {name!r} already")
    _probes[name] = probe


def problems(*, live: bool = False) -> dict[str, str]:
    """Ask all probes, or those of life only; return what is wrong by name."""
    found = {}
    for name, probe in _probes.items():
        if live and name not in LIVE:
            continue
        try:
            problem = probe()
        except DatabaseError as error:
            problem = first_line(error)
        if problem:
            found[name] = problem
    return found


def database_trouble() -> str:
    """Ask the database anything; its own error says the rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations_trouble() -> str:
    """Look for tables that are still to be made."""
    return "run manage.py migrate" if lacks_migrations() else ""


def disk_trouble() -> str:
    """Look for room where the site writes."""
    for place in (settings.DATA_DIR, settings.MEDIA_ROOT):
        try:
            free = shutil.disk_usage(Path(place)).free
        except OSError as error:
            return f"{place}: {error.strerror}"
        if free < LEAST_SPACE:
            return f"{place}: only {free // 1024 // 1024} MB are free"
    return ""


def worker_trouble() -> str:
    """Look when a worker was last seen."""
    seen = worker_seen()
    if not is_missed(seen):
        return ""
    return f"not seen since {seen:%Y-%m-%d %H:%M} UTC" if seen else "never seen"


@dataclass
class Remembered:
    """What the probes said a moment ago. One thread asks anew; the others get the last answer."""

    live: bool
    clock: Callable[[], float] = time.monotonic
    _found: dict[str, str] | None = None
    _until: float = 0.0
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def is_well(self) -> bool:
        """Tell whether nothing was wrong within the last KEPT seconds; log what changed."""
        is_stale = self._found is None or self.clock() >= self._until
        # whoever comes first asks; while nothing is known yet the others wait
        if is_stale and self._asking.acquire(blocking=self._found is None):
            try:
                self._ask()
            finally:
                self._asking.release()
        return not self._found

    def _ask(self) -> None:
        if self._found is not None and self.clock() < self._until:  # another one just did
            return
        before, self._found = self._found, problems(live=self.live)
        self._until = self.clock() + KEPT
        if self._found != (before or {}):
            told = "; ".join(f"{name}: {problem}" for name, problem in self._found.items())
            logger.warning("health: %s", told or "ok again")


class HealthMiddleware:
    """Answers before anything looks at host, scheme, language or session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        live, ready = Remembered(live=True), Remembered(live=False)
        self.answers = {"/health/live": live, "/health/ready": ready, "/healthz": live}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or pass the request on."""
        asked = self.answers.get(request.path_info)
        if asked is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        is_well = asked.is_well()
        return HttpResponse(
            "ok\n" if is_well else "not ok\n",
            status=200 if is_well else 503,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )
