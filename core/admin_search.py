"""What the admin's own search is given of a record: the texts that somebody wrote."""

from __future__ import annotations

from typing import Any

from wagtail.search import index


class _EmptyWhereUnwritten:
    """A field of the index that is empty in a language nobody wrote in.

    The index would hold the word None otherwise, and find every page by it.
    """

    def get_value(self, obj: Any) -> Any:
        """What the index is given of `obj`."""
        value = super().get_value(obj)  # type: ignore[misc]  # of the field beside it
        return "" if value is None else value


class WrittenText(_EmptyWhereUnwritten, index.SearchField):
    """A text whose words are found."""


class WrittenStart(_EmptyWhereUnwritten, index.AutocompleteField):
    """A text that is found by how its words begin."""
