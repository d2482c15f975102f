"""Atom feeds of what members wrote: plain text that says it is plain text."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from core.showing.cards import shortened
from core.showing.exports import xml_text


class PlainTextFeed(Atom1Feed):
    """Django's Atom feed calls every description HTML; a reader would run what a member typed."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry with its description as text."""
        description = item["description"]
        super().add_item_elements(handler, {**item, "description": None})
        if description:
            handler.addQuickElement("summary", description, {"type": "text"})

    def add_item(self, title: str, link: str, description: str, *args: Any, **kwargs: Any) -> None:
        """Take an entry in, a long one shortened, without the characters that XML can't hold."""
        text = xml_text(shortened(description or ""))
        super().add_item(xml_text(title), link, text, *args, **kwargs)
