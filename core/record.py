"""What every record has, whether it is a page or an entry of a register: the type `Record`.

Functions that take records of any collection name it; those that need one kind name its class.
"""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from core.i18n import Localised, Translated


class Record(Translated, Protocol):
    """A record of any collection: a RecordPage or a RegisterEntry (core.base)."""

    collection: ClassVar[str]
    pk: Any
    record_id: Any

    @property
    def key(self) -> str:
        """`<collection>/<id>`, the record's name everywhere."""

    @property
    def available_languages(self) -> tuple[str, ...]:
        """The languages the record's heading is written in."""

    def heading_in(self, language: str | None = None) -> Localised:
        """The record's heading in the asked language or a fallback."""
