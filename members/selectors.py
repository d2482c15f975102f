"""Reads that the pages of several applications share. Everything passes the public gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, prefetch_related_objects

from core.base import RecordPage
from core.visibility import is_public, load_noted
from members.models import (
    Confirmation,
    Membership,
    OrganisationIndexPage,
    OrganisationPage,
)
from search.models import Concept

STEP = OrganisationPage.steplen


def publishers_of(pages: Iterable[RecordPage]) -> dict[str, OrganisationPage]:
    """Public organisations by tree path, those directly above any of `pages`. One query."""
    paths = {page.path[:-STEP] for page in pages if page.path}
    if not paths:
        return {}
    found = OrganisationPage.objects.for_public().filter(path__in=paths)
    return {organisation.path: organisation for organisation in found}


def publisher_of(page: RecordPage) -> OrganisationPage | None:
    """The public organisation directly above `page`, or None."""
    return publishers_of([page]).get(page.path[:-STEP])


def organisation_index() -> OrganisationIndexPage | None:
    """The list of organisations, if it is public."""
    return OrganisationIndexPage.objects.for_public().first()


def public_rows(rows: Iterable[Any], field: str = "target") -> list[Any]:
    """Rows whose page in `field` is public, in their order. One query.

    `rows` may be a draft's: they are loaded here and never through the database's relation.
    """
    loaded = list(rows)
    load_noted(loaded, field)
    return [row for row in loaded if is_public(getattr(row, field))]


def public_page(record: Model, field: str) -> Any | None:
    """The page that a foreign key leads to, if it is public. One query."""
    load_noted([record], field)
    page = getattr(record, field)
    return page if page is not None and is_public(page) else None


def concepts_of(page: RecordPage) -> dict[str, list[Concept]]:
    """A page's concepts by scheme, each in the author's order. Two queries."""
    rows = list(page.tags.all())
    prefetch_related_objects(rows, "concept")
    found: dict[str, list[Concept]] = {}
    for row in rows:
        found.setdefault(row.concept.scheme, []).append(row.concept)
    return found


def confirmed_on(page: RecordPage) -> str:
    """When the organisation last confirmed the page: a partial date, "" for never."""
    row = Confirmation.objects.filter(page_id=page.pk).first() if page.pk else None
    return row.confirmed_on if row else ""


def memberships_of(organisation: OrganisationPage) -> Sequence[Membership]:
    """An organisation's memberships with their categories, in the office's order. One query.

    Those that are spoken of in public only.
    """
    if organisation.pk is None:
        return ()
    return list(
        Membership.objects.public()
        .filter(organisation_id=organisation.pk)
        .select_related("category", "organisation__dissolution")
    )
