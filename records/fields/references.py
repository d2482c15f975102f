"""References to other records, by id: one, or an ordered list in rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.fields.base import Field, refuse_many
from records.problems import shown, type_name
from records.relations import Relation

if TYPE_CHECKING:
    from django.db import models

    from records.lookup import Lookup
    from records.place import RecordPlace
    from records.rows import Rows


class Reference(Field):
    """The id of a record of another collection (`target`), a ForeignKey in the model.

    `scheme` narrows concepts to one scheme. `itself=False` refuses a record that names itself.
    """

    def __init__(
        self,
        name: str,
        target: str,
        *,
        required: bool = False,
        attribute: str = "",
        scheme: str = "",
        itself: bool = True,
    ) -> None:
        super().__init__(name, required=required, attribute=attribute)
        self.target = target
        self.scheme = scheme
        self.itself = itself
        self.expected = f"the id of one of the {target}"

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse anything but a text, and the record itself; note the reference for later."""
        if not isinstance(value, str):
            at.refuse(path, f"{shown(value)}, expected {self.expected}")
        elif not self.itself and self.target == at.collection and value == at.record:
            at.refuse(path, f"a record can't name itself here, expected {self.expected}")
        else:
            at.refer(path, target=self.target, target_id=value, scheme=self.scheme)

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The id behind the key."""
        key = getattr(instance, f"{self.attribute}_id")
        return None if key is None else keys.id_of(self.target, key)

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Set the key; None where the target is still to be made."""
        key = None if value is None else keys.find(self.target, value)
        setattr(instance, f"{self.attribute}_id", key)


class Publisher(Reference):
    """The organisation a page belongs to: its parent in the tree, stored nowhere else."""

    def bind(self, model: type[models.Model]) -> None:
        """There is no column."""

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The id of the organisation above the page; None below the library."""
        return keys.id_above(self.target, instance)

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Nothing: the page is put, or moved, below its publisher (see pages.py)."""


class References(Field):
    """An ordered list of ids, stored as rows with one key each (`partners`, `continues`)."""

    def __init__(
        self,
        name: str,
        target: str,
        *,
        relation: str,
        key: str,
        scheme: str = "",
        itself: bool = True,
    ) -> None:
        super().__init__(name)
        self.reference = Reference(name, target, attribute=key, scheme=scheme, itself=itself)
        self.target = target
        self.scheme = scheme
        self.accessor = relation
        self.expected = f"a list of ids of {target}"
        self.relation: Relation | None = None

    @property
    def prefetch(self) -> tuple[str, ...]:
        """The rows."""
        return (self.accessor,)

    @property
    def rows_of(self) -> Relation | None:
        """The rows' relation."""
        return self.relation

    def bind(self, model: type[models.Model]) -> None:
        """Find the rows."""
        self.relation = Relation.of(model, self.accessor)

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse anything but a list of ids, each of them once."""
        if not isinstance(value, list):
            at.refuse(path, f"expected a list, got {type_name(value)}")
            return
        refuse_many(value, path, at)
        seen: set[object] = set()
        for number, entry in enumerate(value):
            if isinstance(entry, str) and entry in seen:
                at.refuse(f"{path}[{number}]", f"{shown(entry)} stands twice in this list")
            else:
                self.reference.check(entry, f"{path}[{number}]", at)
                seen.add(entry if isinstance(entry, str) else None)

    def mine(self, row: Any, keys: Lookup) -> bool:
        """Tell whether a row of the relation belongs to this field."""
        key = getattr(row, f"{self.reference.attribute}_id")
        return not self.scheme or keys.scheme_of(key) == self.scheme

    def read(self, instance: Any, keys: Lookup) -> Any:
        """The ids in the rows' order, without records that don't count (see Lookup)."""
        if self.relation is None:
            return None
        rows = [row for row in self.relation.rows(instance) if self.mine(row, keys)]
        ids = [self.reference.read(row, keys) for row in rows]
        return [record_id for record_id in ids if record_id is not None] or None

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Make a row for each id."""
        if self.relation is None:
            return
        rows.expect(self.relation)
        for entry in value or ():
            row = rows.add(self.relation)
            self.reference.write(row.instance, entry, keys=keys, rows=row.rows)


def tags(name: str, scheme: str) -> References:
    """Return an ordered list of concepts of one scheme; all schemes share the rows `tags`."""
    return References(name, "concepts", relation="tags", key="concept", scheme=scheme)
