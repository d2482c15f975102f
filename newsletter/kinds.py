"""The newsletter's issues."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register
from newsletter.models import IssuePage
from newsletter.presentation.page import issue_card

register(
    Kind(
        model=IssuePage,
        order=130,
        tone="rust",
        shape="issues",
        card=issue_card,
        plural=_("issues of the newsletter"),
    )
)
