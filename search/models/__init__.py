"""Models of the search application."""

from __future__ import annotations

from search.models.concept import Concept, RelatedConcept, Scheme
from search.models.index_state import IndexState
from search.models.query_count import FoldedQueryLog, QueryCount

__all__ = [
    "Concept",
    "FoldedQueryLog",
    "IndexState",
    "QueryCount",
    "RelatedConcept",
    "Scheme",
]
