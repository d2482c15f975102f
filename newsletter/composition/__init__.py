"""Mails of the newsletter: put together for the languages of a reader, as HTML and as text."""

from __future__ import annotations

from newsletter.composition.composed import Composed
from newsletter.composition.issue import assemble_issue, compose_issue

__all__ = ["Composed", "assemble_issue", "compose_issue"]
