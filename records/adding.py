"""Putting new pages into the tree, a chunk at a time, before anybody is told of them.

Wagtail's `add_child` costs some thirty queries a page, most of them to index a page that has no
rows yet. Here the rows of the tree are written together and without signals; `publish` (pages.py)
saves each page in the ordinary way, with everything in it, in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models.functions import Substr
from wagtail.models import Page

from core.base import RecordPage

_STEP = Page.steplen


def free_slug(record_id: str, taken: set[str]) -> str:
    """Return the record's id as slug, with `-2` and so on where a sibling has it already."""
    number, slug = 1, record_id
    while slug in taken:
        number += 1
        slug = f"{record_id}-{number}"
    return slug


def add_pages(new: list[tuple[RecordPage, int]]) -> None:
    """Put new pages below parents (by key), not yet live: some queries, and one for each page."""
    parents = {
        parent.pk: parent
        for parent in Page.objects.select_for_update()
        .filter(pk__in={key for _, key in new})
        .order_by("pk")
    }
    siblings = _children(list(parents.values()))
    for page, key in new:
        parent = parents[key]
        _place(page, parent, siblings[parent.path])
    stored = Page.objects.bulk_create([_base(page) for page, _ in new])
    for (page, _), base in zip(new, stored, strict=True):
        page.pk = page.id = base.pk
        page.save_base(raw=True, force_insert=True)
    Page.objects.bulk_update(parents.values(), ["numchild"])


def _children(parents: list[Page]) -> dict[str, dict[str, str]]:
    """Return path → slug of all children, by the path of their parent."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    by_depth: dict[int, list[str]] = defaultdict(list)
    for parent in parents:
        by_depth[parent.depth].append(parent.path)
    for depth, paths in by_depth.items():
        children = Page.objects.filter(depth=depth + 1).order_by()
        children = children.annotate(above=Substr("path", 1, depth * _STEP))
        for path, slug in children.filter(above__in=paths).values_list("path", "slug"):
            found[path[:-_STEP]][path] = slug
    return found


def _place(page: RecordPage, parent: Page, siblings: dict[str, str]) -> None:
    last = max(siblings, default="")
    number = Page._str2int(last[-_STEP:]) + 1 if last else 1  # noqa: SLF001  # as treebeard does
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, number)  # noqa: SLF001
    page.numchild = 0
    page.slug = free_slug(page.record_id, {*siblings.values(), *page.reserved_slugs(parent)})
    page.live = False
    page.locale_id = parent.locale_id
    page.sync_title()
    page.draft_title = page.title
    page.set_url_path(parent)
    siblings[page.path] = page.slug
    parent.numchild += 1


def _base(page: RecordPage) -> Page:
    """Return the row of the page's base table."""
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    return Page(**{name: getattr(page, name) for name in columns})
