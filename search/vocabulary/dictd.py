"""Reading bilingual dictionaries in the format of dictd, as FreeDict publishes them. Pure.

A dictionary is two files: `freedict-deu-eng.index` (headword, offset and length in base 64,
separated by tabs) and `freedict-deu-eng.dict.dz` (gzip; the articles). An article starts with a
line for the headword; its translations stand on the next line or, where there are several meanings,
on lines that start with a number. Everything else (examples, synonyms, definitions) is left out.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

#: ISO 639-3 codes in the names of the files → our languages.
CODES: dict[str, str] = {
    "deu": "de",
    "ell": "el",
    "eng": "en",
    "fra": "fr",
    "ita": "it",
    "nld": "nl",
    "nor": "nb",
    "nob": "nb",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "spa": "es",
    "swe": "sv",
}
MOST_WORDS = 2  # longer headwords and translations are phrases or explanations
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_NAME = re.compile(r"freedict-([a-z]{3})-([a-z]{3})\.index$")
_REMARKS = re.compile(r"/[^/]*/|<[^>]*>|\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|\"[^\"]*\"")
_MEANING = re.compile(r"\s*\d+\.\s+(.*)")
_TO = re.compile(r"^(?:to|a|an|the) ", re.IGNORECASE)


class DictionaryFileError(ValueError):
    """A file that isn't a dictd dictionary; the message names it."""


class Pair(NamedTuple):
    """A headword and one translation of it; `place` is 0 for the first of the article."""

    headword: str
    translation: str
    place: int


def languages_of(index: Path) -> tuple[str, str] | None:
    """Return the languages of a dictionary by the name of its index, None if not both are ours."""
    found = _NAME.search(index.name)
    if found is None or any(code not in CODES for code in found.groups()):
        return None
    return CODES[found[1]], CODES[found[2]]


def read_pairs(index: Path) -> Iterator[Pair]:
    """Yield all pairs of a dictionary, in its order.

    Raises DictionaryFileError if a file is missing or is not what its name says.
    """
    articles = index.with_suffix(".dict.dz")
    try:
        text = gzip.decompress(articles.read_bytes())
        lines = index.read_text(encoding="utf-8").splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DictionaryFileError(f"{index}: {error}") from error
    for number, line in enumerate(lines, start=1):
        parts = line.split("\t")
        if len(parts) != 3 or not {*parts[1], *parts[2]} <= _VALUES.keys():
            raise DictionaryFileError(
                f"{index}, line {number}: expected a headword and two numbers"
            )
        if parts[0].startswith(("00-database", "00database")):
            continue
        start = _number(parts[1])
        yield from _pairs(text[start : start + _number(parts[2])].decode("utf-8", "replace"))


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + _VALUES[digit]
    return value


def _pairs(article: str) -> Iterator[Pair]:
    first, _newline, rest = article.partition("\n")
    headword = _plain(first)
    if not headword or len(headword.split()) > MOST_WORDS:
        return
    place = 0
    for line in _meanings(rest.splitlines()):
        for part in re.split(r"[,;]", _REMARKS.sub(" ", line)):
            word = _plain(part)
            if word and len(word.split()) <= MOST_WORDS:
                yield Pair(headword, word, place)
                place += 1


def _meanings(lines: list[str]) -> list[str]:
    numbered = [found[1] for line in lines if (found := _MEANING.match(line))]
    return numbered or lines[:1]


def _plain(text: str) -> str:
    return _TO.sub("", " ".join(_REMARKS.sub(" ", text).split()).strip(" .!?:-"))
