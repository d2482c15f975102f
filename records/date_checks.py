"""The rules on dates that a model declares, asked of a record and of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.date_rules import DatedModel
from records.fields.base import Field
from records.fields.rows import DateAside, RowList

if TYPE_CHECKING:
    from django.db.models import Model

    from records.place import RecordPlace


def check_dates(
    model: type[Model], fields: Collection[Field], record: dict[str, Any], at: RecordPlace
) -> None:
    """Refuse dates that can't be: of the record, of its rows, and of what stands beside it."""
    _check(model, fields, record, "", at)
    for field in fields:
        given = record.get(field.name)
        relation = field.rows_of
        if relation is None or given is None:
            continue
        if isinstance(field, DateAside):
            _check(relation.model, [field], record, "", at)
        elif isinstance(field, RowList) and isinstance(given, list):
            for number, row in enumerate(given):
                if isinstance(row, dict):
                    start = f"{field.name}[{number}]."
                    _check(relation.model, field.fields.values(), row, start, at)


def _check(
    model: Any, fields: Iterable[Field], given: dict[str, Any], start: str, at: RecordPlace
) -> None:
    if not issubclass(model, DatedModel):
        return
    names = {field.attribute: field.name for field in fields}

    def value(column: str) -> Any:
        found = given.get(names.get(column, ""))
        return found if isinstance(found, str | int | float) else None

    wrong = model.date_rules.problems(value, today=timezone.localdate())
    for column, text in wrong.items():
        at.refuse(f"{start}{names[column]}", text)
