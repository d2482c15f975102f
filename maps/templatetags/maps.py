"""The map on other pages."""

from __future__ import annotations

from typing import Any

from django import template

from maps import drawing
from maps.selection import select

register = template.Library()


@register.inclusion_tag("maps/teaser.html")
def map_teaser() -> dict[str, Any]:
    """The drawing of the default layers with a link to the map: `{% load maps %}{% map_teaser %}`.

    No script; its number of queries doesn't depend on the number of records.
    """
    selection = select({})
    return {
        "selection": selection,
        "drawing": drawing.draw(selection.drawn, counts=selection.counts),
    }
