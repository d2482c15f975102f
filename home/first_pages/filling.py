"""Fills a page's gaps in all its languages at once, a day or a country in the words of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from core.i18n import LANGS, loc
from core.network.gaps import GAP, gaps_in
from home.first_pages.answers import in_language
from home.first_pages.gaps import CHECKED, name_of

#: the line that says that a text is a model
_LINE = re.compile(r"<p[^>]*>\s*⟦([^⟦⟧]*)⟧\s*</p>")


def fill(page: Any, values: Mapping[str, str]) -> int:
    """Put values in the place of gaps, by the gaps' names; return how many texts changed.

    An empty value leaves its gap open; for the gap CHECKED any value takes its line out. Nothing is
    stored.
    """
    changed = 0
    for code in LANGS:
        answers = {name: in_language(name, given, code) for name, given in values.items()}
        for part in page.translated:
            column = loc(part, code)
            text = getattr(page, column) or ""
            if gaps_in(text):
                filled = _filled(text, answers, is_html=part == "body")
                changed += filled != text
                setattr(page, column, filled)
    return changed


def _filled(text: str, values: Mapping[str, str], *, is_html: bool) -> str:
    def name(gap: re.Match[str]) -> str:
        return name_of(next(iter(gaps_in(f"⟦{gap[1]}⟧")), ""))

    def value(gap: re.Match[str]) -> str:
        given = values.get(name(gap), "").strip()
        if not given or name(gap) == CHECKED:
            return gap[0]
        return _as_html(given) if is_html else given

    if values.get(CHECKED):
        text = _LINE.sub(lambda gap: "" if name(gap) == CHECKED else gap[0], text)
    return GAP.sub(value, text)


def _as_html(given: str) -> SafeString | str:
    """Escaped; lines stay lines, an address can be followed."""
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given):
        return format_html('<a href="mailto:{}">{}</a>', given, given)
    if re.fullmatch(r"https?://\S+", given):
        return format_html('<a href="{}">{}</a>', given, given)
    return "<br/>".join(escape(line.strip()) for line in given.splitlines())
