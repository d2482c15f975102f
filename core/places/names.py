"""Folding of place names: one key for every way a reader may write a town's name."""

from __future__ import annotations

import re
import unicodedata

from core import folding

#: What only names of places have folded besides, and signs that part no words in them.
_LETTERS = str.maketrans({"ŋ": "n", "ə": "e", **dict.fromkeys("’'ʼ`´", "")})
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_BRACKETED = re.compile(r" ?\([^()]*\)")
_ON_THE_RIVER = re.compile(r"\s(?:am|an der|im|in der|ob der|vor der)\s.*")
_NOT_LETTERS = re.compile(r"[\W_]+")

#: Keys longer than this are never looked up (the longest name in the data has 57 letters).
LONGEST_KEY = 60


def town_key(name: str, *, digraphs: bool = False) -> str:
    """Return the name in small letters without accents and signs; words parted by one space.

    With `digraphs`, ü ä ö å ø become ue ae oe aa oe ("Köln" → "koeln"), else u a o a o.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    if digraphs:
        text = text.translate(_DIGRAPHS)
    return _NOT_LETTERS.sub(" ", folding.fold(text.translate(_LETTERS)).translate(_LETTERS)).strip()


def keys(name: str) -> tuple[str, ...]:
    """Return the one or two folded keys of a name, plain first; too long ones are dropped."""
    both = dict.fromkeys((town_key(name), town_key(name, digraphs=True)))
    return tuple(key for key in both if 0 < len(key) <= LONGEST_KEY)


def primary_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a town's own name, also without "(Saale)" and "am Main"."""
    short = _ON_THE_RIVER.sub("", _BRACKETED.sub("", name))
    return tuple(dict.fromkeys((*keys(name), *keys(short))))
