"""`{% load pictures %}`: pictures of records in a size that exists already."""

from __future__ import annotations

from typing import Any

from django import template

from core.files import pictures

register = template.Library()


@register.simple_tag
def picture(row: Any, size: str) -> pictures.Picture | str:
    """Show a record's picture: `{% picture image_row "card" %}`; `… as shown` to use its parts.

    Nothing where there is no picture or no rendition of that size yet. Never writes.
    """
    found = pictures.picture(row, size) if row else None
    return found or ""


@register.simple_tag
def emblem(image: Any) -> pictures.Picture | str:
    """`{% emblem network.logo as logo %}`: a logo, nothing while it isn't made. Never writes."""
    found = pictures.emblem(image) if image else None
    return found or ""
