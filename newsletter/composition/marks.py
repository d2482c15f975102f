"""Marks that stand in a mail where each reader's own links come.

A version is composed once and stored with marks; each mail gets them replaced. The marks are plain
words that no text contains and that every encoding of a mail leaves in one piece.
"""

from __future__ import annotations

UNSUBSCRIBE = "xxPERSONALxUNSUBSCRIBExx"
PREFERENCES = "xxPERSONALxPREFERENCESxx"


def personalised(text: str, links: dict[str, str]) -> str:
    """Return a stored text with the marks replaced."""
    for mark, address in links.items():
        text = text.replace(mark, address)
    return text
