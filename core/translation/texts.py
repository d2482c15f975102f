"""Every translated text of a record by one name: its fields, and the fields of its rows.

`heading` is a field of the record, `blocks.<row>.heading` one of a row inside a page; a row goes by
its own `key` where it has one, because rows of a draft may have no primary key yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.i18n import Translated, default_language, loc, translated_fields


@dataclass(frozen=True, kw_only=True)
class TextPlace:
    """Where one text of a record stands: `field` of `owner`, the record itself or a row of it."""

    name: str
    label: str
    owner: Any
    field: str

    @property
    def _field(self) -> Any:
        return type(self.owner)._meta.get_field(self.field)

    @property
    def is_html(self) -> bool:
        """Whether it is formatted text."""
        return isinstance(self._field, RichTextField)

    @property
    def room(self) -> int | None:
        """The most characters it may have."""
        room: int | None = self._field.max_length
        return room

    def text(self, language: str) -> str:
        """What it says in a language, "" for nothing."""
        return getattr(self.owner, loc(self.field, language)) or ""

    def write(self, text: str, *, language: str) -> None:
        """Set what it says in a language, in memory."""
        setattr(self.owner, loc(self.field, language), text)

    def form_field(self) -> forms.Field:
        """A form field as the editing form has it, never required."""
        field: forms.Field = self._field.formfield(required=False, label=self.label)
        return field


def places_of(record: Translated) -> dict[str, TextPlace]:
    """All places of a record's texts by name; a query per sort of rows unless they are loaded."""
    return {place.name: place for place in _places(record)}


def texts_in(record: Translated, language: str) -> dict[str, str]:
    """All texts of a record in a language by name, "" where it has none."""
    return {name: place.text(language) for name, place in places_of(record).items()}


def original_language_of(record: Translated) -> str:
    """The language a record was written in; that of the network where nobody says."""
    return getattr(record, "original_language", "") or default_language()


def working_copy(record: Translated) -> Any:
    """The record as its editors saved it last: a page's draft, an entry as it is."""
    return record.get_latest_revision_as_object() if isinstance(record, Page) else record


def _places(record: Translated) -> Iterator[TextPlace]:
    model: Any = type(record)
    for field in _ordered(model):
        label = capfirst(str(model._meta.get_field(field).verbose_name))
        yield TextPlace(name=field, label=label, owner=record, field=field)
    if isinstance(record, Page):
        for relation in get_all_child_relations(model):
            yield from _row_places(record, relation)


def _ordered(model: Any) -> list[str]:
    """A model's translated texts, lists of words excepted, in the order of their declaration."""
    names = translated_fields(model)
    return [
        field.name
        for field in model._meta.fields
        if field.name in names and isinstance(field, models.CharField | models.TextField)
    ]


def _row_places(record: Page, relation: Any) -> Iterator[TextPlace]:
    model = relation.related_model
    fields = _ordered(model)
    if not fields:
        return
    accessor = relation.get_accessor_name()
    for number, row in enumerate(getattr(record, accessor).get_object_list(), start=1):
        key = getattr(row, "key", None) or row.pk
        for field in fields if key else ():  # without a name it can't be found again
            label = _("%(what)s %(number)s: %(field)s") % {
                "what": capfirst(str(model._meta.verbose_name)),
                "number": number,
                "field": model._meta.get_field(field).verbose_name,
            }
            yield TextPlace(name=f"{accessor}.{key}.{field}", label=label, owner=row, field=field)
