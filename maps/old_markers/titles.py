"""Titles as WordPress keeps them: slashes before quotes, entities twice, tags, bracketed ends."""

from __future__ import annotations

import html
import re

_TAGS = re.compile(r"<[^<>]*>")
_SLASHED = re.compile(r"""\\+(['"\\])""")
_BRACKETED_END = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]\s*$")
#: `&amp;amp;#8217;` is as deep as anybody has seen; more would be somebody's joke.
_DEEP = 4


def as_text(stored: str) -> str:
    """Return what a reader saw: without tags, entities and slashes, in one line."""
    text = stored
    for _time in range(_DEEP):
        plain = _TAGS.sub(" ", html.unescape(text))
        if plain == text:
            break
        text = plain
    return " ".join(_SLASHED.sub(r"\1", text).split())


def readings(title: str) -> list[str]:
    """Return the names that a title may stand for, the likeliest first: without its bracket, too.

    “Fédération … (FREP)” is also “Fédération …”, and then “FREP”.
    """
    found = [title]
    if end := _BRACKETED_END.search(title):
        found += [title[: end.start()].strip(), end[1].strip()]
    return [name for name in dict.fromkeys(found) if name]
