"""Which columns can name a person: every text of the table of personal data, and none by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from modeltranslation.fields import TranslationField

from core.dates import PartialDateField
from core.privacy.person import PersonSought
from core.privacy.table import EVERYTHING_ELSE, nobodies, personal_rows


@dataclass(frozen=True)
class HeldPlace:
    """One table: its model, the columns to look through, whether the row goes whole.

    `lets_in`: those among the columns that nobody is shown.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    goes_whole: bool
    lets_in: frozenset[str]

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that can be shown and handed out."""
        return tuple(name for name in self.columns if name not in self.lets_in)


def all_places() -> list[HeldPlace]:
    """Return every table of the table of personal data that has texts, whoever looks through it."""
    rows: dict[str, list[Any]] = {}
    for _activity, row in personal_rows():
        if EVERYTHING_ELSE not in row.lets_in:
            rows.setdefault(row.model, []).append(row)
    found = []
    for label, several in rows.items():
        model = apps.get_model(label)
        names = {name for row in several for name in row.fields}
        columns = tuple(each.attname for each in _texts(model) if _is_named(each, names))
        if columns:
            goes_whole = any(row.goes_whole for row in several)
            lets_in = frozenset(name for row in several for name in row.lets_in)
            found.append(HeldPlace(model, columns, goes_whole, lets_in))
    return found


@cache
def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns of a model that can name a person and can be shown; () for none."""
    return next((place.told for place in all_places() if place.model is model), ())


def texts_of(row: models.Model, *, beside: tuple[str, ...] = ()) -> list[str]:
    """Return all texts of a row in which a person can stand, but of the columns `beside`."""
    return [
        text
        for column in columns_of(type(row))
        if column not in beside
        for _key, text in strings(_plain(getattr(row, column)))
    ]


def names_of(row: models.Model, sought: PersonSought) -> bool:
    """Tell whether a text of a row names the person."""
    return any(map(sought.is_in, texts_of(row)))


def _plain(value: Any) -> Any:
    return value.name or "" if isinstance(value, models.fields.files.FieldFile) else value


def _texts(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]  # of any type
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [
        each
        for each in model._meta.local_concrete_fields
        if isinstance(each, kinds)
        and not isinstance(each, PartialDateField)
        and not each.choices
        and not each.primary_key
    ]


def _is_named(candidate: models.Field, names: set[str]) -> bool:  # type: ignore[type-arg]  # of any type
    name = candidate.name
    if isinstance(candidate, TranslationField):
        name = candidate.translated_field.name
    nobody = nobodies().get(candidate.model._meta.label, {})
    return name in names or (EVERYTHING_ELSE in names and name not in nobody)


def strings(value: Any, *, below: str = "") -> Iterator[tuple[str, str]]:
    """Yield (key, text) of every text in a value, however deep it lies."""
    if isinstance(value, str):
        yield below, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from strings(each, below=str(key))
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, below=below)
