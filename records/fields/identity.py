"""The permanent id of a record."""

from __future__ import annotations

from core.record_ids import ID_LENGTH, is_kebab
from records.fields.scalars import CountryCode, String


class Identity(String):
    """A record's id: kebab-case, unique in its collection, never changed."""

    expected = "an id in kebab-case (small letters a to z, digits, single hyphens)"

    def __init__(self) -> None:
        super().__init__("id", required=True, attribute="record_id", longest=ID_LENGTH)

    def accepts(self, value: object) -> bool:
        """A kebab-case string."""
        return isinstance(value, str) and is_kebab(value)


class CountryIdentity(CountryCode):
    """The id of the office's text on a country: the country's code."""

    def __init__(self) -> None:
        super().__init__("id", required=True, attribute="record_id")
