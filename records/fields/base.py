"""What every field of the format can do: check a value, read it from a model, write it there."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from core.bounds import MOST_ROWS
from records.problems import printable, shown

if TYPE_CHECKING:
    from django.db import models

    from records.lookup import Lookup
    from records.place import RecordPlace
    from records.relations import Relation
    from records.rows import Rows


def is_empty(value: object) -> bool:
    """Tell whether a JSON value says nothing; 0 and false do say something."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def refuse_repeated(value: object, path: str, at: RecordPlace) -> None:
    """Refuse the keys that stand twice in an object: JSON readers disagree on which one counts."""
    for name in getattr(value, "repeated", ()):
        at.refuse(f"{path}.{printable(name)}".lstrip("."), "the field stands twice")


def refuse_many(value: Sized, path: str, at: RecordPlace) -> None:
    """Refuse a list of more rows than the record's form takes."""
    if len(value) > MOST_ROWS:
        at.refuse(path, f"{len(value)} entries, expected at most {MOST_ROWS}")


class Field:
    """A field of the format, bound to the model attribute of the same name unless told otherwise.

    `expected` is what an error says was expected, in words.
    """

    expected = "a value"
    stands_apart = False
    """Whether it is no value of its own but the record's place: others compare and write it."""
    is_offices = False
    """Whether it is the office's own: in no public file, and kept where a file doesn't name it."""

    def __init__(self, name: str, *, required: bool = False, attribute: str = "") -> None:
        self.name = name
        self.required = required
        self.attribute = attribute or name
        self.column: models.Field[Any, Any] | None = None

    # -- checking (pure) -------------------------------------------------------------------------
    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse a value that isn't one of this field's; None and absent are not asked."""
        if not self.accepts(value):
            at.refuse(path, f"{shown(value)}, expected {self.expected}{self.hint(value)}")
            return
        if message := self.limit(value):
            at.refuse(path, message)

    def hint(self, value: object) -> str:
        """What the value was probably meant to be (`; …`); empty where nobody can tell."""
        return ""

    def accepts(self, value: object) -> bool:
        """Tell whether the value is of this field's type."""
        raise NotImplementedError

    def limit(self, value: Any) -> str:
        """Say which limit of the stored column the value breaks; empty if none."""
        for validator in self.column.validators if self.column else ():
            try:
                validator(value)
            except ValidationError as error:
                return f"{shown(value)}: {' '.join(map(str, error.messages))}"
        return ""

    def missing(self) -> str:
        """What to say where a required field is absent."""
        return f"required field is missing, expected {self.expected}"

    def normal(self, value: Any) -> Any:
        """Return the value as an export writes it: nothing empty inside."""
        return value

    def here(self, value: Any, keys: Lookup) -> Any:
        """Return a normal value with the names that what it leads to has on this site."""
        del keys
        return value

    def completed(self, value: Any, current: Any) -> Any:
        """Return a normal value (None: absent) with what stays of the site's, `current`."""
        return current if self.is_offices and value is None else value

    def public(self, value: Any) -> Any:
        """Return a value without what is the office's own inside."""
        return value

    # -- the model -------------------------------------------------------------------------------
    def bind(self, model: type[models.Model]) -> None:
        """Take the limits of the model's column (length, range, validators)."""
        self.column = model._meta.get_field(self.attribute)  # type: ignore[assignment]  # never a relation here

    @property
    def prefetch(self) -> tuple[str, ...]:
        """The relations to load together for many instances."""
        return ()

    @property
    def rows_of(self) -> Relation | None:
        """The rows in which the field is stored; None if it stands in the record's own columns."""
        return None

    def read(self, instance: Any, keys: Lookup) -> Any:
        """Return the JSON value that an instance holds; None if it says nothing."""
        value = getattr(instance, self.attribute)
        return None if is_empty(value) else value

    def write(self, instance: Any, value: Any, *, keys: Lookup, rows: Rows) -> None:
        """Put a checked value (None: empty) into an instance; child rows go into `rows`."""
        setattr(instance, self.attribute, self.empty() if value is None else value)

    def empty(self) -> Any:
        """Return what the column holds where there is no value."""
        if self.column is None or self.column.null:
            return None
        return self.column.get_default() if self.column.has_default() else ""


def offices(field: Field) -> Field:
    """Make a field the office's own."""
    field.is_offices = True
    return field
