"""The stops of a study visit, with hosts and keywords."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from core.visibility import is_public, load_noted
from practices.models import ExchangePage, Visit


def visits_of(exchange: ExchangePage) -> Sequence[Visit]:
    """Visits by their number; a host that isn't public is hidden. Four queries at most."""
    visits = sorted(exchange.visits.all(), key=lambda visit: visit.order)
    load_noted(visits, "host")
    # a preview's visits may not be stored yet: their keywords are in memory
    prefetch_related_objects([visit for visit in visits if visit.pk], "topics")
    topics = [topic for visit in visits for topic in visit.topics.all()]
    prefetch_related_objects(topics, "concept")
    for visit in visits:
        if visit.host_id and not is_public(visit.host):
            visit.host = None  # in memory only: this object is never saved
    return visits
