"""Records that lie below one another: which first, what goes in a circle, who stands where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from wagtail.models import Page

from core.visibility import LEVELS
from records.checking import Checked
from records.keys import Keys
from records.registry import Collection, Json

DEEPEST = LEVELS - 2
"""So many records may lie below one another: the root and the front page lie above them."""

_LAST = float("inf")


class Branches:
    """The records of a file in the places they are to have; the site's others where they are."""

    def __init__(self, collection: Collection, records: Mapping[str, Json], keys: Keys) -> None:
        self.name = collection.name
        self.field = collection.publisher.name if collection.publisher else ""
        self.records = records
        self.keys = keys
        self.above: dict[str, str | None] = keys.above(self.name)
        self.above.update({name: record.get(self.field) for name, record in records.items()})

    def way_up(self, record_id: str) -> list[str]:
        """The record and all above it; the last stands twice where it goes round in a circle."""
        way = [record_id]
        while (parent := self.above.get(way[-1])) is not None:
            way.append(parent)
            if parent in way[:-1]:
                break
        return way

    def levels(self) -> list[dict[str, Json]]:
        """The file's records, those on top first; siblings in their order."""
        found: dict[int, dict[str, Json]] = defaultdict(dict)
        for record_id in sorted(self.records, key=self._place):
            found[len(self.way_up(record_id))][record_id] = self.records[record_id]
        return [found[depth] for depth in sorted(found)]

    def _place(self, record_id: str) -> float:
        order = self.records[record_id].get("order")
        return _LAST if order is None else order

    def out_of_order(self) -> dict[str, str]:
        """Records that stand elsewhere among their siblings: each with the one it follows.

        Only siblings that the file gives an order are compared, and only with one another.
        """
        paths = self.keys.paths(self.name)
        now = self.keys.above(self.name)
        groups: dict[str | None, list[str]] = defaultdict(list)
        for record_id, record in self.records.items():
            above = self.above[record_id]
            if record.get("order") is not None and now.get(record_id, record_id) == above:
                groups[above].append(record_id)
        found = {}
        for group in groups.values():
            stand = sorted(group, key=lambda name: paths[name])
            wanted = sorted(stand, key=self._place)
            if wanted != stand:
                found.update(dict(zip(wanted[1:], wanted, strict=False)))
        return found

    def arrange(self) -> set[str]:
        """Put siblings into the file's order; return which were moved."""
        moved = self.out_of_order()
        for record_id, before in moved.items():
            page = Page.objects.get(pk=self.keys.find(self.name, record_id))
            page.move(Page.objects.get(pk=self.keys.find(self.name, before)), pos="right")
        if moved:
            self.keys.forget(self.name)
        return set(moved)


def check_branches(checked: Checked, keys: Keys) -> None:
    """Refuse records that lie below themselves, or too deep to be shown."""
    for name, records in checked:
        collection = keys.registry.get(name)
        if not collection.is_tree:
            continue
        readable = {key: record for key, record in records.items() if _has_parent(record)}
        branches = Branches(collection, readable, keys)
        for record_id in readable:
            way = branches.way_up(record_id)
            at = checked.places[name, record_id]
            if way[-1] in way[:-1]:
                at.refuse(branches.field, f"lies below itself: {' → '.join(way)}")
            elif len(way) > DEEPEST:
                at.refuse(branches.field, f"lies {len(way)} deep, expected at most {DEEPEST}")


def _has_parent(record: Json) -> bool:
    return isinstance(record.get("parent"), str | None)
