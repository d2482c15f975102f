"""Models of the search application."""

from __future__ import annotations

from search.models.concept import Concept, RelatedConcept, Scheme
from search.models.index_state import IndexState

__all__ = ["Concept", "IndexState", "RelatedConcept", "Scheme"]
