"""When two texts are the same to a reader: for finding, and for order."""

from __future__ import annotations

import unicodedata

#: Letters that Unicode decomposition leaves alone.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "ħ": "h",
    }
)


def fold(text: str) -> str:
    """What a text is found by: small letters without accents. `Iași` and `IASI` are both `iasi`."""
    plain = without_accents(text.casefold().translate(_LETTERS))
    return plain.casefold().translate(_LETTERS)


def order_of(text: str) -> str:
    """What a text is sorted by: without accents and case, but with ø, æ, ł where they stand."""
    return without_accents(text).casefold()


def without_accents(text: str) -> str:
    """The same letters without what stands above, below or through them as a mark of its own."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
