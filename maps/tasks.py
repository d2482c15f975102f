"""What the worker looks up for somebody who edits. It may be asked again, so nothing is lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django_tasks import task

from maps import geocoding
from maps.places import Precision


@task(backend="jobs")
def look_up(query: str, country: str, precision: str) -> list[dict[str, Any]]:
    """Return candidates for a place as plain values, the likeliest first."""
    found = geocoding.candidates(query, country=country, precision=Precision(precision))
    return [asdict(candidate) for candidate in found]
