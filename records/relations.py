"""Rows that hang on a record: how a model's relation is found, read and replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from modelcluster.fields import ParentalKey


@dataclass(frozen=True, slots=True)
class Relation:
    """A reverse relation of a model: its rows belong to one record.

    `link` is the rows' key to the record; `in_revision` tells rows that are part of a page's
    revisions (ParentalKey) from ordinary ones, which belong to the office. `loose` names a key that
    is empty in the rows that are meant.
    """

    accessor: str
    model: type[models.Model]
    link: str
    in_revision: bool
    single: bool
    loose: str = ""

    @classmethod
    def of(cls, model: type[models.Model], accessor: str, *, loose: str = "") -> Relation:
        """Find a model's relation by its accessor. Raises ImproperlyConfigured if it has none."""
        for found in model._meta.related_objects:
            if found.get_accessor_name() == accessor:
                return cls(
                    accessor=accessor,
                    model=found.related_model,
                    link=found.field.name,
                    in_revision=isinstance(found.field, ParentalKey),
                    single=found.one_to_one,
                    loose=loose,
                )
        raise ImproperlyConfigured(f"{model.__name__} has no rows named {accessor}")

    @property
    def ordered(self) -> bool:
        """Whether the rows carry an order of their own."""
        return any(field.name == "sort_order" for field in self.model._meta.fields)

    def rows(self, instance: models.Model) -> list[Any]:
        """Return a record's rows in their order (no query where they are prefetched).

        Rows that say they aren't `in_records` are nobody's business here: kept, never written.
        """
        if self.single:
            row = getattr(instance, self.accessor, None)
            return [] if row is None else [row]
        every = getattr(instance, self.accessor).all()
        found = [row for row in every if getattr(row, "in_records", True)]
        if self.loose:
            found = [row for row in found if getattr(row, f"{self.loose}_id") is None]
        if self.ordered:
            found.sort(key=lambda row: (row.sort_order, row.pk))
        return found
