"""What a sender needs of a mail that was put together."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category

LONGEST_SUBJECT = 250  # characters, as the ledger stores it
BREAKING = {"Cc", "Zl", "Zp"}  # Unicode's control characters and separators of lines, paragraphs


@dataclass(frozen=True, kw_only=True)
class Composed:
    """One version of a mail, ready but for the marks of `newsletter.composition.marks`.

    `subject` is one line; `text` and `html` say the same. `empty`: there is nothing to say. `named`
    are the keys of records in it, and the primary keys of pages that its texts lead to; `gone`
    those that it should name and readers can't open.
    """

    language: str
    subject: str
    text: str
    html: str
    empty: bool = False
    named: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def header_line(text: str, *, longest: int = LONGEST_SUBJECT) -> str:
    """Return a text fit for a header: printable, one line, not too long."""
    apart = "".join(" " if category(sign) in BREAKING else sign for sign in text)
    line = " ".join(apart.split())
    return "".join(sign for sign in line if sign.isprintable())[:longest]
