"""Where a page stands: below which other one, where among its siblings, online or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.fields.references import Publisher
from records.fields.scalars import Bool, Integer

if TYPE_CHECKING:
    from django.db import models

    from records.lookup import Lookup
    from records.rows import Rows


class Parent(Publisher):
    """The record of the same collection that a page lies below; absent on top."""

    def __init__(self, target: str) -> None:
        super().__init__("parent", target, itself=False)


class PlaceAmongSiblings(Integer):
    """The place among siblings: 1, 2 …; compared only with the siblings in the file."""

    stands_apart = True
    low = 1

    def __init__(self) -> None:
        super().__init__("order")

    def bind(self, model: type[models.Model]) -> None:
        """There is no column."""

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The place among the siblings that count."""
        return keys.place_of(instance.collection, instance.record_id)

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Nothing: siblings are put in order once all are there (see tree.py)."""


class Draft(Bool):
    """true for a page that isn't online yet; absent for one that is."""

    stands_apart = True

    def __init__(self) -> None:
        super().__init__("draft")

    def bind(self, model: type[models.Model]) -> None:
        """There is no column."""

    def normal(self, value: Any) -> Any:
        """false says what an absent field says."""
        return value or None

    def read(self, instance: Any, keys: Lookup) -> Any:
        """Whether it is none of the site's live pages."""
        return None if instance.live else True

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Nothing: a draft is kept as one when it is stored (see pages.py)."""
