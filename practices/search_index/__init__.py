"""What of practices, studies, materials and the registers can be searched."""

from __future__ import annotations

from practices.findings import FINDINGS
from practices.models import Maturity
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
from search.filters import register_values
from search.sources.registry import register

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
register_values("kind", words=labels.kinds)
register_values("maturity", words=labels.maturities, closed=Maturity.values)
register_values("direction", words=labels.directions, closed=FINDINGS)
