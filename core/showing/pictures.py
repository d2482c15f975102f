"""A record's pictures, in the sizes that exist already: a page view never makes one."""

from __future__ import annotations

from django.db.models import prefetch_related_objects

from core.base import RecordPage
from core.files.pictures import Picture, picture


def pictures_of(page: RecordPage) -> list[Picture]:
    """A page's pictures; one whose sizes aren't made yet is left out. Three queries at most."""
    rows = list(page.images.all())
    prefetch_related_objects(rows, "image__renditions")
    found = (picture(row, "page") for row in rows)
    return [shown for shown in found if shown is not None]
