"""Bytes to text, whatever program saved the file."""

from __future__ import annotations

import codecs
import re


class NoText(ValueError):
    """Bytes that are text in none of the encodings we know."""


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']""")


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the encoding's name; raise NoText where it can't be text.

    A mark at the beginning decides, then what XML declares, then what the bytes look like.
    """
    for encoding in _candidates(content):
        try:
            return content.decode(encoding), _NAMES.get(encoding, encoding.upper())
        except (UnicodeError, LookupError):
            continue
    raise NoText("neither UTF-8, UTF-16 nor Windows-1252 text")


def _candidates(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (encoding,)
    if declared := _DECLARED.match(content):
        return (declared[1].decode("ascii"), "utf-8", "cp1252")
    start = content[:400]
    if start.count(0) > len(start) // 4:  # UTF-16 without its mark
        return ("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be",)
    return ("utf-8", "cp1252")
