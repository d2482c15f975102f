"""Permanent ids: kebab-case ASCII, made from any title, `-2` and so on where one is taken."""

from __future__ import annotations

import re
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import string_to_ascii

from core.former_keys import former_ids

ID_LENGTH = 150
#: So long an id may be made; what is left of ID_LENGTH is room for `-2`, `-10` …
_MADE_LENGTH = 100

KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"
validate_record_id = RegexValidator(
    rf"^{KEBAB}\Z", _("Use small letters, digits and single hyphens (kebab-case).")
)

_EMOJI_NAME = re.compile(r":[a-zA-Z0-9_+-]+:", re.ASCII)
_NOT_KEBAB = re.compile(r"[^a-z0-9]+", re.ASCII)


def record_id_field() -> models.CharField[str, str]:
    """A record's permanent id: kebab-case, unique in its collection, never changed."""
    return models.CharField(
        _("permanent id"),
        max_length=ID_LENGTH,
        unique=True,
        validators=[validate_record_id],
        help_text=_("Part of permanent addresses; it never changes."),
    )


def kebab(text: str, *, otherwise: str) -> str:
    """Return any text as an id: its letters in ASCII, without emoji: their names are English.

    `otherwise` where nothing of it can be written so (only punctuation, say). `otherwise` must be
    kebab-case itself.
    """
    letters = "".join(_in_ascii(character) for character in text)
    words = _NOT_KEBAB.sub("-", slugify(letters)).strip("-")
    return words[:_MADE_LENGTH].strip("-") or otherwise


def _in_ascii(character: str) -> str:
    if character.isascii():
        return character
    written = string_to_ascii(character)
    return " " if _EMOJI_NAME.fullmatch(written) else written


def is_kebab(text: str) -> bool:
    """Tell whether a text is kebab-case, as every permanent id is."""
    return re.fullmatch(KEBAB, text, re.ASCII) is not None


def free_record_id(model: Any, *, wanted: str, pk: int | None) -> str:
    """Return `wanted`, with `-2`, `-3` … appended where the collection has it or had it once."""
    taken = former_ids(model.collection) | set(
        model.objects.filter(record_id__startswith=wanted)
        .exclude(pk=pk)
        .values_list("record_id", flat=True)
    )
    number, candidate = 1, wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate
