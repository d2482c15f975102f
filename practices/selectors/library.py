"""What stands in the library."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.base import RecordPage
from core.kinds import Kind, kinds
from core.visibility import public_condition
from practices.models import LibraryPage


def library_kinds() -> tuple[Kind, ...]:
    """The kinds that may be published in the library."""
    return tuple(kind for kind in kinds() if kind.is_below(LibraryPage))


def library_pages(library: LibraryPage, *wanted: Kind) -> PageQuerySet:
    """Public pages of kinds in the library, by title; not yet specific."""
    models = [kind.model for kind in wanted]
    found = Page.objects.child_of(library).filter(public_condition()).type(*models)
    return found.order_by("title", "pk")


def loaded(pages: Iterable[Page]) -> list[RecordPage]:
    """The pages as what they are, through the public gate, in their order. Two queries."""
    order = [page.pk for page in pages]
    found: dict[int, RecordPage] = {}
    for kind in library_kinds():
        for page in kind.model.objects.for_public().filter(pk__in=order):
            found[page.pk] = page
    return [found[pk] for pk in order if pk in found]
