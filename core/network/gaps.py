"""Gaps in a text, `⟦like this⟧`: what only the office knows, or has to have checked.

A page with an open gap doesn't go online, whichever way somebody tries.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.i18n import LANGS, loc

GAP = re.compile(r"⟦([^⟦⟧]*)⟧")


def gaps_in(text: str) -> list[str]:
    """The words of the gaps in a text, each once, in their order."""
    found = (html.unescape(words).strip() for words in GAP.findall(text))
    return list(dict.fromkeys(found))


def columns(page: Any) -> Iterable[str]:
    """Every column of a page that holds a text of readers."""
    return (loc(name, code) for name in page.translated for code in LANGS)


def gaps_of(page: Any) -> dict[str, list[str]]:
    """The open gaps of a page by the column they stand in."""
    found = {column: gaps_in(getattr(page, column) or "") for column in columns(page)}
    return {column: gaps for column, gaps in found.items() if gaps}


def refusal(gaps: list[str]) -> ValidationError:
    """Why a text with gaps stays offline, in words that name them."""
    words = _("Before this goes online, fill in what is still open: %(gaps)s")
    return ValidationError(words % {"gaps": " ".join(f"⟦{gap}⟧" for gap in gaps)}, code="gaps")


def refuse_gaps(page: Any) -> None:
    """Raise ValidationError, by column, for a page that is to go online with open gaps."""
    found = gaps_of(page)
    if found:
        raise ValidationError({column: refusal(gaps) for column, gaps in found.items()})
