"""Child rows of many records, replaced together: a constant number of queries per relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from records.relations import Relation


@dataclass(slots=True)
class Row:
    """A row that is to be stored, and the rows that hang on it.

    `was` is the key of the row that it is on this site, `kept` names the columns that stay.
    """

    instance: Any
    rows: Rows
    was: int | None = None
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """Rows that a record is to have, by relation, in order.

    `afterwards` are told of the record once it and its rows are stored.
    """

    by_relation: dict[Relation, list[Row]] = field(default_factory=dict)
    afterwards: list[Callable[[Any], object]] = field(default_factory=list)

    def expect(self, relation: Relation) -> None:
        """Say that the relation is to be replaced, by no rows at all unless some are added."""
        self.by_relation.setdefault(relation, [])

    def add(self, relation: Relation) -> Row:
        """Make an empty row at the end of the relation."""
        siblings = self.by_relation.setdefault(relation, [])
        instance: Any = relation.model()
        if relation.ordered:
            instance.sort_order = len(siblings)
        row = Row(instance, Rows())
        siblings.append(row)
        return row


def store(owned: Iterable[tuple[models.Model, Rows]]) -> None:
    """Replace the rows of many records by those that are to be there, and the rows below them."""
    wanted: dict[Relation, list[tuple[models.Model, list[Row]]]] = defaultdict(list)
    for owner, rows in owned:
        for relation, listed in rows.by_relation.items():
            wanted[relation].append((owner, listed))
    for relation, groups in wanted.items():
        _delete(relation, [owner for owner, _ in groups])
        made = [row for owner, listed in groups for row in _linked(relation, owner, listed)]
        relation.model._default_manager.bulk_create([row.instance for row in made])
        store((row.instance, row.rows) for row in made if row.rows.by_relation)


def _linked(relation: Relation, owner: models.Model, listed: list[Row]) -> list[Row]:
    for row in listed:
        setattr(row.instance, relation.link, owner)
    return listed


def _delete(relation: Relation, owners: list[models.Model]) -> None:
    stored = [owner for owner in owners if not owner._state.adding]
    if stored:
        relation.model._default_manager.filter(**{f"{relation.link}__in": stored}).delete()


def store_one_by_one(owner: models.Model, rows: Rows) -> None:
    """Replace ordinary rows (memberships) of one record, keeping the rows that stay.

    Each row is saved on its own, so that whoever listens to its signals hears of it.
    """
    for relation, listed in rows.by_relation.items():
        left = relation.rows(owner)
        for row, old in _paired(relation, _linked(relation, owner, listed), left):
            row.instance.pk = old.pk
            row.instance._state.adding = False
            _keep_the_rest(row, old)
            left.remove(old)
        for surplus in left:
            surplus.delete()
        for row in listed:
            row.instance.save()
            store_one_by_one(row.instance, row.rows)
    for act in rows.afterwards:
        act(owner)


def _paired(relation: Relation, listed: list[Row], left: list[Any]) -> list[tuple[Row, Any]]:
    """Find what each row was before: what hangs on it stays with it."""
    if relation.single:
        return list(zip(listed, left, strict=False))
    stored = {old.pk: old for old in left}
    return [(row, stored[row.was]) for row in listed if row.was in stored]


def _keep_the_rest(row: Row, old: models.Model) -> None:
    """Keep what the format doesn't hold (who confirmed) where the new row says nothing."""
    new = row.instance
    for column in new._meta.concrete_fields:
        if column.null and getattr(new, column.attname) is None and column.remote_field:
            setattr(new, column.attname, getattr(old, column.attname))
    for name in (*getattr(new, "beside_records", ()), *row.kept):
        setattr(new, name, getattr(old, name))
