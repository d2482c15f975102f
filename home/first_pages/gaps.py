"""The gaps of the first pages by name: the same one has other words in each language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from core.i18n import current_language
from core.network.gaps import gaps_of

TEXTS = Path(__file__).resolve().parent / "texts"
#: the gap that says that a text is a model; it is closed by taking it out
CHECKED = "checked"


@cache
def words_of_gaps() -> dict[str, dict[str, str]]:
    """What each gap is called, by its name and by language."""
    words: dict[str, dict[str, str]] = json.loads((TEXTS / "gaps.json").read_text("utf-8"))
    return words


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
    words = words_of_gaps().get(name)
    return words.get(current_language(), words["en"]) if words else name


def open_gaps(page: Any) -> list[str]:
    """The names of a page's open gaps, each once, in whatever languages they are open."""
    return list(dict.fromkeys(name_of(gap) for gaps in gaps_of(page).values() for gap in gaps))
