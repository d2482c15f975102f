"""The editor for texts with marks and links: what no such editor sends is not understood."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail.admin.rich_text import DraftailRichTextArea

#: Characters of what the editor sends, which says more of a text than its letters.
LONGEST_SENT = 1_000_000
NOT_UNDERSTOOD = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class RichTextArea(DraftailRichTextArea):
    """Wagtail's, which fails where its hidden field holds anything but its own JSON."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text. Raises SuspiciousOperation, which is answered with 400."""
        if len(data.get(name) or "") > LONGEST_SENT:
            raise SuspiciousOperation("more than an editor sends")
        try:
            return super().value_from_datadict(data, files, name)
        except NOT_UNDERSTOOD as error:
            raise SuspiciousOperation("not what an editor sends") from error
