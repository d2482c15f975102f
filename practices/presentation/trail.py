"""The library in the breadcrumbs."""

from __future__ import annotations

from django.http import HttpRequest

from core.showing.facts import Link
from practices.models import LibraryPage


def library_trail(request: HttpRequest) -> list[Link]:
    """The library, above what no organisation here publishes; nothing if it isn't public."""
    library = LibraryPage.objects.for_public().first()
    if library is None:
        return []
    return [Link(label=library.heading_in(), url=str(library.get_url(request) or ""))]
