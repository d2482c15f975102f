"""The vocabulary in the records format."""

from __future__ import annotations

from records.fields import Alternatives, Choice, Identity, Reference, References, Text
from records.registry import Collection, register
from search.models import Concept, Scheme

CONCEPTS = Collection.of(
    "concepts",
    [
        Identity(),
        Choice("scheme", Scheme.values, required=True),
        Text("label", required=True),
        Alternatives("alternative"),
        Text("note"),
        Reference("broader", "concepts", itself=False),
        References("related", "concepts", relation="related_rows", key="related", itself=False),
    ],
    model=Concept,
)

register(CONCEPTS)
