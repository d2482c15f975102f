"""What the table of personal data doesn't name yet, or names wrongly; for a check and a test."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modeltranslation.fields import TranslationField

from core.privacy.table import EVERYTHING_ELSE, nobodies, personal_rows

#: names of fields that sound like a person, whatever a model says of itself as a whole
SOUNDS_PERSONAL = re.compile(
    r"(^|_)(e?mail|phone|mobile|fax|first_name|last_name|full_name|surname|person|people"
    r"|contact|author|authors|birth|birthday|age|gender|ip|user|sender|recipient|postcode)($|_)"
)
HOW = (
    "Name it in the application's privacy.py: register(activity, PersonalField(…)) if it can hold "
    "something about a person, holds_nobody(…, fields=…, why=…) if it can't "
    "(docs/developers.md, “A field about a person”)."
)


def own_fields(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]  # of any type
    """Return the fields to be named: a model's own, without keys, links to its parent class and
    the columns of languages, which are the field they translate.
    """
    return [
        each
        for each in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if not each.primary_key
        and not isinstance(each, TranslationField | GenericForeignKey)
        and not getattr(each.remote_field, "parent_link", False)
    ]


def looks_personal(candidate: models.Field) -> bool:  # type: ignore[type-arg]  # of any type
    """Tell whether a field must be named by itself, by its type or its name."""
    if isinstance(candidate, models.EmailField | models.GenericIPAddressField):
        return True
    if candidate.is_relation:
        related = candidate.related_model
        return isinstance(related, type) and related._meta.label == settings.AUTH_USER_MODEL
    is_words = not isinstance(candidate, models.BooleanField)
    return is_words and SOUNDS_PERSONAL.search(candidate.name) is not None


def installed_models() -> list[type[models.Model]]:
    """Return every model that has a table of its own, but those that only join two others."""
    return [
        model
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and own_fields(model)
    ]


def gaps() -> list[str]:
    """Say what is not named, each in a sentence; empty if the table is whole."""
    return [*_unnamed(), *_unknown(), *_twice()]


def _named() -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for _activity, row in personal_rows():
        named.setdefault(row.model, set()).update(row.fields)
    return named


def _unnamed() -> Iterator[str]:
    personal, nobody = _named(), nobodies()
    for model in installed_models():
        label = model._meta.label
        ours, none = personal.get(label, set()), nobody.get(label, {})
        for each in own_fields(model):
            if each.name in ours or each.name in none or EVERYTHING_ELSE in ours:
                continue
            if EVERYTHING_ELSE in none and not looks_personal(each):
                continue
            yield f"{label}.{each.name} is not in the table of personal data."


def _unknown() -> Iterator[str]:
    named = {label: set(fields) for label, fields in nobodies().items()}
    for label, fields in _named().items():
        named.setdefault(label, set()).update(fields)
    for label, fields in named.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            yield f"The table of personal data names {label}, which isn't installed."
            continue
        for name in fields - {EVERYTHING_ELSE}:
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                yield f"The table of personal data names {label}.{name}, which doesn't exist."


def _twice() -> Iterator[str]:
    nobody = nobodies()
    for label, fields in _named().items():
        for name in sorted(fields & set(nobody.get(label, {}))):
            yield f"{label}.{name} is said both to hold something about a person and not to."
