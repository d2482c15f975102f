"""The stops of a study visit, with hosts and keywords."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from members.selectors import is_public
from practices.models import ExchangePage, Visit


def visits_of(exchange: ExchangePage) -> Sequence[Visit]:
    """Visits by their number; a host that isn't public is hidden. Three queries at most."""
    visits = sorted(exchange.visits.all(), key=lambda visit: visit.order)
    prefetch_related_objects(visits, "host", "topics__concept")
    for visit in visits:
        if visit.host_id and not is_public(visit.host):
            visit.host = None  # in memory only: this object is never saved
    return visits
