"""Columns that people fill, each with its bounds (`core.bounds`); for migrations they are Django's.

`manage.py check` names a column of a record that has no bound (core.E008).
"""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from core import bounds

_ST_contra = TypeVar("_ST_contra", contravariant=True)
_GT_co = TypeVar("_GT_co", covariant=True)
_NUMBER = re.compile(r"-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,4})?", re.ASCII)


class _Bounded(models.Field[_ST_contra, _GT_co]):
    """A column that is `schema` in migrations: bounds are no part of the schema."""

    schema: ClassVar[str]

    def formfield(self, **kwargs: Any) -> Any:
        """Say beside the field what is too much, in drafts too; nothing is cut off."""
        return super().formfield(**{"validators": self.default_validators, **kwargs})

    def deconstruct(self) -> Any:
        """Name the column that this one is for the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, self.schema, args, kwargs


class TextColumn(_Bounded[_ST_contra, _GT_co], models.TextField[_ST_contra, _GT_co]):
    """A text of at most `bounds.LONGEST_TEXT` characters in each language."""

    schema = "django.db.models.TextField"
    default_validators = [*bounds.TEXT]


class RichTextColumn(RichTextField, _Bounded[Any, Any]):
    """The same with marked words, lists and links."""

    schema = "wagtail.fields.RichTextField"
    default_validators = [*bounds.TEXT]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)


class NumberColumn(_Bounded[_ST_contra, _GT_co], models.FloatField[_ST_contra, _GT_co]):
    """A number of a size that every page can show and the records format holds."""

    schema = "django.db.models.FloatField"
    default_validators = [*bounds.NUMBER]


class CountColumn(_Bounded[_ST_contra, _GT_co], models.PositiveIntegerField[_ST_contra, _GT_co]):
    """A number of people or things, of a size that every database holds."""

    schema = "django.db.models.PositiveIntegerField"
    default_validators = [*bounds.COUNT]


class FewColumn(_Bounded[_ST_contra, _GT_co], models.PositiveSmallIntegerField[_ST_contra, _GT_co]):
    """A small number of things."""

    schema = "django.db.models.PositiveSmallIntegerField"
    default_validators = [*bounds.FEW]


class YearColumn(_Bounded[_ST_contra, _GT_co], models.PositiveIntegerField[_ST_contra, _GT_co]):
    """A year with four digits, not much later than this one."""

    schema = "django.db.models.PositiveIntegerField"
    default_validators = [*bounds.YEAR]


class WholeColumn(_Bounded[_ST_contra, _GT_co], models.IntegerField[_ST_contra, _GT_co]):
    """A whole number, of a size that every database holds."""

    schema = "django.db.models.IntegerField"
    default_validators = [*bounds.COUNT]


class LinesByLanguageColumn(_Bounded[Any, Any], models.JSONField):
    """`{language: [words]}`."""

    schema = "django.db.models.JSONField"
    default_validators = [bounds.validate_lines_by_language]


class NumberOrTextColumn(_Bounded[Any, Any], models.JSONField):
    """A measured value: a number, or a few words (“3 of 4”); null for none."""

    schema = "django.db.models.JSONField"
    default_validators = [bounds.validate_value]

    def formfield(self, **kwargs: Any) -> Any:
        """One line of text."""
        return models.Field.formfield(self, **{"form_class": ValueField, **kwargs})


class _Typed(str):
    """What somebody typed, which is shown again as it is."""

    __slots__ = ()


class ValueField(forms.CharField):
    """One line that cleans to a number where it is one, to None where it is empty.

    A text in quotation marks is that text: `"12"` is no number.
    """

    default_error_messages = {"size": _("This number is too large.")}

    def prepare_value(self, value: Any) -> Any:
        """Show what is stored so that the same is stored again."""
        if isinstance(value, str):
            return value if isinstance(value, _Typed) else self._quoted(value)
        return "" if value is None else json.dumps(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show what was typed as it was typed."""
        shown = super().bound_data(data, initial)
        return _Typed(shown) if isinstance(shown, str) else shown

    def to_python(self, value: Any) -> Any:
        """Return a number, a text or None."""
        text = str(super().to_python(value))
        if len(text) > bounds.LONGEST_VALUE + 2:
            bounds.validate_value(text)
        if _NUMBER.fullmatch(text):
            return self._number(text)
        if len(text) > 2 and text[0] == text[-1] == '"':
            return text[1:-1]
        return text or None

    def run_validators(self, value: Any) -> None:
        """Those for texts have nothing to say about a number."""
        super().run_validators(value)
        if value is not None:
            bounds.validate_value(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _quoted(self, text: str) -> str:
        """The text, in quotation marks where it would be taken for something else."""
        try:
            return text if self.to_python(text) == text else f'"{text}"'
        except ValidationError:  # from before there were bounds
            return text

    def _number(self, text: str) -> Any:
        number = float(text)
        if not bounds.is_number(number) or abs(number) > bounds.LARGEST_NUMBER:
            raise ValidationError(self.error_messages["size"], code="size")
        return int(text) if text.lstrip("-").isdigit() else number
