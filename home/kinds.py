"""The office's own pages."""

from __future__ import annotations

from core.kinds import Kind, register
from home.models import StandardPage
from home.sections import standard_card

register(
    Kind(model=StandardPage, order=140, tone="accent", shape="pages", card=standard_card),
)
