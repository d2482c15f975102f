"""Texts as they are stored: without the control characters that pasting brings along."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

_OTHER_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def tidy(text: str, *, one_line: bool) -> str:
    """Return the text without control characters; breaks of other programs become line breaks.

    Feeds, mails and exports can't hold control characters. `one_line` makes spaces of line breaks:
    a title stands in headers of mails.
    """
    text = _UNPRINTABLE.sub("", _OTHER_BREAKS.sub("\n", text.replace("\t", " ")))
    return _LINE_BREAK.sub(" ", text) if one_line else text


def tidy_texts(instance: Any) -> None:
    """Tidy every text column of a model instance; columns that aren't loaded are left alone."""
    for column in instance._meta.concrete_fields:
        value = instance.__dict__.get(column.attname)
        if isinstance(value, str) and not value.isprintable():
            one_line = isinstance(column, models.CharField)
            instance.__dict__[column.attname] = tidy(value, one_line=one_line)
