"""Lists of single values, stored in one JSON column; nested objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from records.fields.base import Field, is_empty, refuse_repeated
from records.fields.scalars import String
from records.problems import printable, type_name

if TYPE_CHECKING:
    from django.db import models

    from records.lookup import Lookup
    from records.place import RecordPlace


class ListOf(Field):
    """A list of single values (`sources`, `regions`, `languages`), order kept."""

    def __init__(self, item: Field, *, required: bool = False, attribute: str = "") -> None:
        super().__init__(item.name, required=required, attribute=attribute)
        self.item = item
        self.expected = f"a list, each entry {item.expected}"

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse anything but a list, and each entry that isn't what it should be."""
        if not isinstance(value, list):
            at.refuse(path, f"expected a list, got {type_name(value)}")
            return
        for number, entry in enumerate(value):
            self.item.check(entry, f"{path}[{number}]", at)
        if message := self.limit(value):
            at.refuse(path, message)

    def bind(self, model: type[models.Model]) -> None:
        """Let the column say how long the list and an entry may be."""
        super().bind(model)
        if isinstance(self.item, String):
            self.item.longest = None

    def normal(self, value: Any) -> Any:
        """The entries as an export writes them."""
        return [self.item.normal(entry) for entry in value]

    def read(self, instance: Any, keys: Any) -> Any:
        """A copy of the stored list."""
        return list(getattr(instance, self.attribute) or ()) or None

    def empty(self) -> Any:
        """An empty list."""
        return []


def check_object(value: object, fields: Mapping[str, Field], path: str, at: RecordPlace) -> bool:
    """Check an object against its fields: unknown ones, missing ones, each value.

    `path` is empty for a record and `partners[0]` inside one. Returns False unless it's an object.
    """
    if not isinstance(value, dict):
        at.refuse(path, f"expected an object, got {type_name(value)}")
        return False
    start = f"{path}." if path else ""
    refuse_repeated(value, path, at)
    for name in value:
        if name not in fields:
            at.refuse(f"{start}{printable(name)}", f"unknown field, expected {known(fields)}")
    for name, field in fields.items():
        given = value.get(name)
        if field.required and is_empty(given):
            at.refuse(f"{start}{name}", field.missing())
        elif given is not None:
            field.check(given, f"{start}{name}", at)
    return True


def known(fields: Mapping[str, Field]) -> str:
    """Name the fields that an object may have."""
    return f"one of {' '.join(fields)}"


def normal_object(value: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return a checked object as an export writes it: fields in order, nothing empty."""
    result = {}
    for name, field in fields.items():
        given = value.get(name)
        if not is_empty(given) and not is_empty(normal := field.normal(given)):
            result[name] = normal
    return result


def read_object(instance: Any, fields: Mapping[str, Field], keys: Lookup) -> dict[str, Any]:
    """Return what an instance holds in these fields, as an export writes it."""
    values = {name: field.read(instance, keys) for name, field in fields.items()}
    return {name: value for name, value in values.items() if value is not None}


def completed_object(
    value: Mapping[str, Any], current: Mapping[str, Any], fields: Mapping[str, Field]
) -> dict[str, Any]:
    """Return a normal object with what stays of the one that the site has."""
    found = {
        name: field.completed(value.get(name), current.get(name)) for name, field in fields.items()
    }
    return {name: entry for name, entry in found.items() if not is_empty(entry)}


def public_object(value: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return an object without the fields that are the office's own."""
    return {
        name: fields[name].public(entry)
        for name, entry in value.items()
        if not fields[name].is_offices
    }


class Nested(Field):
    """An object inside a record, stored in columns of the record itself (`comparison`)."""

    expected = "an object"

    def __init__(self, name: str, fields: Sequence[Field], *, required: bool = False) -> None:
        super().__init__(name, required=required)
        self.fields = {field.name: field for field in fields}

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Check the object's fields."""
        check_object(value, self.fields, path, at)

    def normal(self, value: Any) -> Any:
        """The object without empty fields."""
        return normal_object(value, self.fields)

    def bind(self, model: type[models.Model]) -> None:
        """Bind each field to its column."""
        for field in self.fields.values():
            field.bind(model)

    def read(self, instance: Any, keys: Any) -> Any:
        """The object; None if none of its columns is filled."""
        return read_object(instance, self.fields, keys) or None

    def write(self, instance: Any, value: Any, *, keys: Any, rows: Any) -> None:
        """Fill or empty the columns."""
        for name, field in self.fields.items():
            field.write(instance, (value or {}).get(name), keys=keys, rows=rows)
