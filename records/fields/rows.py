"""Lists of objects, stored as child rows (evidence, figures, visits, memberships)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from records.fields.base import Field, refuse_many
from records.fields.lists import check_object, normal_object
from records.fields.references import Reference
from records.fields.scalars import Date
from records.problems import type_name
from records.relations import Relation

if TYPE_CHECKING:
    from django.db import models

    from records.lookup import Lookup
    from records.place import RecordPlace
    from records.rows import Rows


class RowList(Field):
    """A list of objects, one row each, in the list's order."""

    expected = "a list of objects"

    def __init__(
        self, name: str, fields: Sequence[Field], *, relation: str = "", required: bool = False
    ) -> None:
        super().__init__(name, required=required)
        self.fields = {field.name: field for field in fields}
        self.accessor = relation or name
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
        self.relation = Relation.of(model, self.accessor)
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
        return [normal_object(entry, self.fields) for entry in value]

    def read(self, instance: Any, keys: Lookup) -> Any:
        """One object per row, without those about records that don't count (see Lookup)."""
        if self.relation is None:
            return None
        found = [self._object(row, keys) for row in self.relation.rows(instance)]
        return [entry for entry in found if self._points_somewhere(entry)] or None

    def _points_somewhere(self, entry: dict[str, Any]) -> bool:
        """False for a row about a record that doesn't count, such as an unpublished partner."""
        return all(
            name in entry
            for name, field in self.fields.items()
            if field.required and isinstance(field, Reference)
        )

    def _object(self, row: Any, keys: Lookup) -> dict[str, Any]:
        values = {name: field.read(row, keys) for name, field in self.fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Make a row for each object."""
        if self.relation is None:
            return
        rows.expect(self.relation)
        for entry in value or ():
            row = rows.add(self.relation)
            for name, field in self.fields.items():
                field.write(row.instance, entry.get(name), keys=keys, rows=row.rows)


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
