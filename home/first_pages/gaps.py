"""The gaps of the first pages by name: the same one has other words in each language."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import strip_tags

from core.i18n import current_language, loc
from core.network.gaps import GAP, columns, gaps_in, gaps_of

TEXTS = Path(__file__).resolve().parent / "texts"
#: the gap that says that a text is a model; it is closed by taking it out
CHECKED = "checked"
#: what parts the lines of a text, and a heading among them
_ENDS = re.compile(r"<br\s*/?>|</?(?:p|li|ul|ol|h\d)\b[^>]*>")
_HEADING = re.compile(r"(?=<h\d\b)")


@cache
def words_of_gaps() -> dict[str, dict[str, str]]:
    """What each gap is called, by its name and by language."""
    words: dict[str, dict[str, str]] = json.loads((TEXTS / "gaps.json").read_text("utf-8"))
    return words


def words_in(name: str, language: str) -> str:
    """What a gap is called in a language; in English where nobody wrote it yet."""
    words = words_of_gaps()[name]
    return words.get(language) or words["en"]


@cache
def _names() -> dict[str, str]:
    return {
        words: name for name, languages in words_of_gaps().items() for words in languages.values()
    }


def name_of(words: str) -> str:
    """What a gap is, whatever language its words are in; of one that somebody wrote, its words."""
    return _names().get(words, words)


def label_of(name: str) -> str:
    """What a gap is called in the active language."""
    return words_in(name, current_language()) if name in words_of_gaps() else name


def open_gaps(page: Any) -> list[str]:
    """The names of a page's open gaps, each once, in whatever languages they are open."""
    return list(dict.fromkeys(name_of(gap) for gaps in gaps_of(page).values() for gap in gaps))


def line_of(page: Any, name: str) -> str:
    """The line that a gap stands in, its gaps as dots; where it stands alone, after its heading.

    In the active language if the gap is open there, else in another; "" for a gap that isn't open.
    """
    first = {loc(part, current_language()) for part in page.translated}
    for column in sorted(columns(page), key=lambda each: each not in first):
        for heading, line in _lines(getattr(page, column) or ""):
            if _plain(name) in (_plain(name_of(gap)) for gap in gaps_in(line)):
                words = GAP.sub("…", line)
                return words if re.search(r"\w", words) else f"{heading}: {words}".lstrip(": ")
    return ""


def _plain(text: str) -> str:
    """A text with single blanks."""
    return " ".join(text.split())


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines of a text without tags, each with the heading above it."""
    for part in _HEADING.split(text):
        lines = [_plain(html.unescape(strip_tags(line))) for line in _ENDS.split(part)]
        found = [line for line in lines if line]
        heading = found[0] if found and part.startswith("<h") else ""
        yield from ((heading, line) for line in found)
