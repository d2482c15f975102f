"""What of the page tree is public: one rule for lists, addresses, files and exports.

A page is public while it is live and nothing closes it: every page above it is live too, and no
application closes it or a page above it by a condition of its own (a suspended organisation).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Substr
from django.utils import timezone
from wagtail.models import Page

#: Levels of the tree that lists look at, the root included; records stand on the fifth.
LEVELS = 10
#: What `noting_public` calls its column.
NOTED = "is_public_now"

_closing: list[Callable[[], Q]] = []


def close_where(condition: Callable[[], Q]) -> None:
    """Close the pages that meet a condition on `Page`, with all below them, while they meet it.

    The condition may ask for the day (it is made anew each day) and for nothing else.
    """
    _closing.append(condition)
    _public_on.cache_clear()


def closed_pages() -> QuerySet[Page]:
    """Pages that readers can't see, nor anything below them."""
    return Page.objects.filter(reduce(or_, (each() for each in _closing), Q(live=False)))


def public_condition() -> Q:
    """Pages that readers may see, as a condition: it costs no query of its own."""
    return _public_on(timezone.localdate())


@lru_cache(maxsize=2)
def _public_on(_day: date) -> Q:
    """Make it once a day: it stands in every public query, and only the day changes it."""
    step = Page.steplen
    above = (Q(path=Substr(OuterRef("path"), 1, step * level)) for level in range(2, LEVELS + 1))
    return Q(~Exists(closed_pages().filter(reduce(or_, above))), live=True)


def is_public(page: Page) -> bool:
    """Whether readers may see a loaded page. One query, none where `noting_public` loaded it."""
    noted: bool | None = page.__dict__.get(NOTED)
    if noted is not None:
        return noted
    if not page.live or not page.path:
        return False
    ends = range(page.steplen, len(page.path) + 1, page.steplen)
    return not closed_pages().filter(path__in=[page.path[:end] for end in ends]).exists()


def noting_public(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The same pages, each with a note for `is_public`."""
    return pages.annotate(**{NOTED: public_condition()})


def with_noted(field: str, model: Any) -> Prefetch[Any]:
    """What `prefetch_related` takes to load the pages of a foreign key with that note."""
    return Prefetch(field, noting_public(model.objects.all()))


def load_noted(rows: Iterable[Any], field: str) -> None:
    """Load the pages that loaded rows lead to, each with that note. One query."""
    loaded = [row for row in rows if getattr(row, f"{field}_id")]
    if loaded:
        model = loaded[0]._meta.get_field(field).related_model
        prefetch_related_objects(loaded, with_noted(field, model))


class PublicQuerySet(QuerySet[Any]):
    """Register entries: all of them are public, and editors may choose from them."""

    def for_public(self) -> PublicQuerySet:
        """The public gate: what a visitor may see."""
        return self.all()
