"""Child rows of many records, replaced together: a constant number of queries per relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from records.relations import Relation


@dataclass(slots=True)
class Row:
    """A row that is to be stored, and the rows that hang on it."""

    instance: Any
    rows: Rows


@dataclass(slots=True)
class Rows:
    """Rows that a record is to have, by relation, in order."""

    by_relation: dict[Relation, list[Row]] = field(default_factory=dict)

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
        for row, old in _paired(_linked(relation, owner, listed), left):
            row.instance.pk = old.pk
            row.instance._state.adding = False
            _keep_the_rest(row.instance, old)
        for surplus in left:
            if not getattr(surplus, "stays_unmentioned", False):
                surplus.delete()
        for row in listed:
            row.instance.save()


def _paired(listed: list[Row], left: list[Any]) -> list[tuple[Row, Any]]:
    """Find what each row was before, and take that from `left`: what hangs on it stays with it.

    Rows that are equal in what their model is `told_apart_by` first, then those that are more and
    more different; a row that stood alone is the one that stands alone now.
    """
    found: dict[int, Any] = {}
    for names in (*getattr(type(listed[0].instance), "told_apart_by", ()), ()) if listed else ():
        for number, row in enumerate(listed):
            alike = (old for old in left if _says(old, names) == _says(row.instance, names))
            if number not in found and (old := next(alike, None)) is not None:
                left.remove(old)
                found[number] = old
    return [(listed[number], old) for number, old in found.items()]


def _says(row: models.Model, names: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in names]


def _keep_the_rest(new: models.Model, old: models.Model) -> None:
    """Keep what the format doesn't hold (who confirmed) where the new row says nothing."""
    for column in new._meta.concrete_fields:
        if column.null and getattr(new, column.attname) is None and column.remote_field:
            setattr(new, column.attname, getattr(old, column.attname))
    for name in getattr(new, "beside_records", ()):
        setattr(new, name, getattr(old, name))
