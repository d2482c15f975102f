"""Lists of objects, stored as child rows (evidence, figures, visits, memberships)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from records.fields.base import Field, refuse_many
from records.fields.lists import (
    check_object,
    completed_object,
    normal_object,
    public_object,
    read_object,
)
from records.fields.references import Reference
from records.fields.scalars import Date
from records.fields.twins import RowEntry, Trait, paired
from records.problems import type_name
from records.relations import Relation

if TYPE_CHECKING:
    from django.db import models

    from records.lookup import Lookup
    from records.place import RecordPlace
    from records.rows import Rows


class RowList(Field):
    """A list of objects, one row each, in the list's order, or sorted by `order`.

    Where a row is more than what the file says of it, `traits` tell which of the site's rows it is
    (see twins.py), and a row of the site that `stays` is left where the file doesn't name it.
    `loose` names a key of the rows that must be empty: others belong to another list.
    """

    expected = "a list of objects"

    def __init__(  # noqa: PLR0913 # all that there is to say of rows
        self,
        name: str,
        fields: Sequence[Field],
        *,
        relation: str = "",
        loose: str = "",
        required: bool = False,
        order: Trait | None = None,
        traits: Sequence[Trait] = (),
        stays: Callable[[dict[str, Any]], bool] = lambda entry: False,
    ) -> None:
        super().__init__(name, required=required)
        self.fields = {field.name: field for field in fields}
        self.accessor = relation or name
        self.loose = loose
        self.order: Any = order
        self.traits = tuple(traits)
        self.stays = stays
        self.relation: Relation | None = None

    @property
    def prefetch(self) -> tuple[str, ...]:
        """The rows, and what their own fields need."""
        inner = [path for field in self.fields.values() for path in field.prefetch]
        return (self.accessor, *(f"{self.accessor}__{path}" for path in inner))

    @property
    def rows_of(self) -> Relation | None:
        """The rows' relation."""
        return self.relation

    def bind(self, model: type[models.Model]) -> None:
        """Find the rows and bind each field to their columns."""
        self.relation = Relation.of(model, self.accessor, loose=self.loose)
        for field in self.fields.values():
            field.bind(self.relation.model)

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse anything but a list of objects with the right fields."""
        if not isinstance(value, list):
            at.refuse(path, f"expected a list, got {type_name(value)}")
            return
        refuse_many(value, path, at)
        for number, entry in enumerate(value):
            check_object(entry, self.fields, f"{path}[{number}]", at)

    def normal(self, value: Any) -> Any:
        """The objects without empty fields."""
        return self._sorted([normal_object(entry, self.fields) for entry in value])

    def _sorted(self, entries: list[Any]) -> list[Any]:
        return sorted(entries, key=self.order) if self.order else entries

    def here(self, value: Any, keys: Lookup) -> Any:
        """The objects, each field with the names of this site."""
        return [
            {name: self.fields[name].here(given, keys) for name, given in entry.items()}
            for entry in value
        ]

    def completed(self, value: Any, current: Any) -> Any:
        """The objects, each with what stays of the row it is, and the rows that stay."""
        if value is None and self.is_offices:
            return current
        if not self.traits:
            return value
        rows, left = paired(value or (), current or (), traits=self.traits)
        found = [self._completed(row, twin) for row, twin in rows]
        stay = [old for old in left if self.stays(old)]
        if found == [old for old in current or () if not any(old is each for each in stay)]:
            return current  # in the site's order
        return self._sorted([*found, *stay])

    def _completed(self, row: RowEntry, twin: dict[str, Any] | None) -> RowEntry:
        whole = RowEntry(row if twin is None else completed_object(row, twin, self.fields))
        whole.row = row.row
        return whole

    def public(self, value: Any) -> Any:
        """The objects without what is the office's own."""
        return [public_object(entry, self.fields) for entry in value]

    def read(self, instance: Any, keys: Lookup) -> Any:
        """One object per row, without those about records that don't count (see Lookup)."""
        if self.relation is None:
            return None
        found = [self._object(row, keys) for row in self.relation.rows(instance)]
        return self._sorted([entry for entry in found if self._points_somewhere(entry)]) or None

    def _points_somewhere(self, entry: dict[str, Any]) -> bool:
        """False for a row about a record that doesn't count, such as an unpublished partner."""
        return all(
            name in entry
            for name, field in self.fields.items()
            if field.required and isinstance(field, Reference)
        )

    def _object(self, row: Any, keys: Lookup) -> RowEntry:
        entry = RowEntry(read_object(row, self.fields, keys))
        entry.row = row.pk
        return entry

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Make a row for each object."""
        if self.relation is None:
            return
        rows.expect(self.relation)
        for entry in value or ():
            row = rows.add(self.relation)
            row.was = getattr(entry, "row", None)
            row.kept = self.fill(row.instance, entry, keys=keys, rows=row.rows)

    def fill(self, instance: Any, entry: dict[str, Any], *, keys: Lookup, rows: Rows) -> list[str]:
        """Put one object into a row; return the columns of which it says nothing and that stay."""
        silent = []
        for name, field in self.fields.items():
            given = entry.get(name)
            if given is None and field.is_offices:
                silent += [] if field.rows_of else [field.attribute]
            else:
                field.write(instance, given, keys=keys, rows=rows)
        return silent


Store = Callable[["RowsKept", Any, "list[dict[str, Any]]", "Lookup"], object]


class RowsKept(RowList):
    """Rows of the office's own that `store(field, owner, entries, keys)` writes, once it is there.

    So whoever knows their rules writes them, and what a file doesn't name stays.
    """

    def __init__(self, name: str, fields: Sequence[Field], *, store: Store, **options: Any) -> None:
        super().__init__(name, fields, **options)
        self.is_offices = True
        self.store = store

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Remember what is to be stored."""
        if value is not None:
            rows.afterwards.append(lambda owner: self.store(self, owner, value, keys))


class DateAside(Date):
    """A date in a table of its own, beside the page and never in its revisions (`confirmed_on`)."""

    def __init__(self, name: str, *, relation: str, attribute: str = "") -> None:
        super().__init__(name, attribute=attribute)
        self.accessor = relation
        self.relation: Relation | None = None

    @property
    def prefetch(self) -> tuple[str, ...]:
        """The row."""
        return (self.accessor,)

    @property
    def rows_of(self) -> Relation | None:
        """The rows' relation."""
        return self.relation

    def bind(self, model: type[models.Model]) -> None:
        """Find the row's model."""
        self.relation = Relation.of(model, self.accessor)

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The row's date; None without a row."""
        found = self.relation.rows(instance) if self.relation else []
        return getattr(found[0], self.attribute) or None if found else None

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Make the row, or none."""
        if self.relation is None:
            return
        rows.expect(self.relation)
        if value is not None:
            setattr(rows.add(self.relation).instance, self.attribute, value)
