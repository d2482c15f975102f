"""Pictures of a record, in a size that exists already: a page view never makes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from cope_network.core.i18n import Localised, localised

#: The widest rendition worth sending, in pixels; text columns are narrower.
WIDEST = 1600


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture, ready to show; width and height in pixels."""

    url: str
    width: int
    height: int
    alt: Localised
    credit: str
    licence: str


def pictures_of(page: Any) -> list[Picture]:
    """A page's pictures with alternative texts, credit and licence. Three queries at most."""
    rows = list(page.images.all())
    prefetch_related_objects(rows, "image__renditions")
    return [_picture(row) for row in rows]


def _picture(row: Any) -> Picture:
    whole = [
        rendition
        for rendition in row.image.renditions.all()
        if rendition.width <= WIDEST and rendition.filter_spec.startswith(("width-", "max-"))
    ]
    shown = max(whole, key=lambda rendition: rendition.width, default=row.image)
    return Picture(
        url=shown.file.url,
        width=shown.width,
        height=shown.height,
        alt=localised(row, "alt"),
        credit=row.credit,
        licence=row.licence,
    )
