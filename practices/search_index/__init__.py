"""What of practices, studies, materials and the registers can be searched."""

from __future__ import annotations

from practices.search_index import labels
from practices.search_index.pages import (
    ExchangeSource,
    PracticeSource,
    ProjectSource,
    ResearchSource,
    ResourceSource,
)
from practices.search_index.registers import (
    GlossarySource,
    HelplineSource,
    PolicySource,
    RecommendationSource,
    StatisticSource,
)
from search.sources.registry import register, register_labels

for source in (
    PracticeSource(),
    ProjectSource(),
    ResearchSource(),
    ExchangeSource(),
    ResourceSource(),
    PolicySource(),
    StatisticSource(),
    RecommendationSource(),
    HelplineSource(),
    GlossarySource(),
):
    register(source)
register_labels("kind", labels.kinds)
register_labels("maturity", labels.maturities)
register_labels("direction", labels.directions)
