"""What of practices, studies, materials and the registers can be searched."""

from __future__ import annotations

from practices.findings import FINDINGS
from practices.models import Maturity
from practices.search_index import labels, pages, registers  # noqa: F401 - register by themselves
from search.filters import register_values

register_values("kind", words=labels.kinds)
register_values("maturity", words=labels.maturities, closed=Maturity.values)
register_values("direction", words=labels.directions, closed=FINDINGS)
