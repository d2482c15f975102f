"""What a sender needs of a mail that was put together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Composed:
    """One version of a mail, ready but for the marks of `newsletter.personal`.

    `subject` is one line; `text` and `html` say the same. `empty`: there is nothing to say.
    """

    language: str
    subject: str
    text: str
    html: str
    empty: bool = False
