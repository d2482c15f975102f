"""How high the box of a text is: as what stands in it, and to begin with as what is asked for."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.columns import TextColumn

#: up to so many characters a text is a sentence or two
SENTENCE = 500
_ROWS_OF_SENTENCE, _ROWS = 2, 4


def _box(column: Any) -> dict[str, Any]:
    is_short = column.max_length is not None and column.max_length <= SENTENCE
    rows = _ROWS_OF_SENTENCE if is_short else _ROWS
    return {"widget": AdminAutoHeightTextInput({"rows": rows})}


def connect() -> None:
    """Have Wagtail's forms show our columns so; its own rule holds for Django's column only."""
    register_form_field_override(TextColumn, override=_box)
