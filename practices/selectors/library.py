"""What stands in the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.visibility import public_condition
from practices.models import LibraryPage, ResearchPage, ResourcePage

#: The library's collections and their page classes.
COLLECTIONS: dict[str, Any] = {"research": ResearchPage, "resources": ResourcePage}


def library_pages(library: LibraryPage, collection: str = "") -> PageQuerySet:
    """Public pages of the library (of one collection), by title; not yet specific."""
    kinds = [COLLECTIONS[collection]] if collection else list(COLLECTIONS.values())
    found = Page.objects.child_of(library).filter(public_condition()).type(*kinds)
    return found.order_by("title", "pk")


def loaded(pages: Iterable[Page]) -> list[Any]:
    """The pages as what they are, through the public gate, in their order. Two queries."""
    order = [page.pk for page in pages]
    found: dict[int, Any] = {}
    for model in COLLECTIONS.values():
        for page in model.objects.for_public().filter(pk__in=order):
            found[page.pk] = page
    return [found[pk] for pk in order if pk in found]
