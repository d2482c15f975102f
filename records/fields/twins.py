"""Rows of a file and of the site, as JSON: which of them is which. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Json = dict[str, Any]
Trait = Callable[[Json], object]
"""What two rows must have in common to be one; None has nothing in common with anything."""


class RowEntry(Json):
    """One row as JSON; `row` is its key on this site, None where the site hasn't got it."""

    row: int | None = None


def paired(
    listed: Iterable[Json], stored: Iterable[Json], *, traits: Sequence[Trait]
) -> tuple[list[tuple[RowEntry, Json | None]], list[Json]]:
    """Return each row of a file with the site's row that it is, and the site's that are left.

    The surest trait first: a row whose twin shares it is taken before others share less.
    """
    left = list(stored)
    found: list[tuple[RowEntry, Json | None]] = [(RowEntry(row), None) for row in listed]
    for trait in traits:
        for number, (row, twin) in enumerate(found):
            if twin is None and (mine := trait(row)) is not None:
                at = next((at for at, old in enumerate(left) if trait(old) == mine), None)
                if at is not None:
                    old = left.pop(at)
                    row.row = getattr(old, "row", None)
                    found[number] = (row, old)
    return found, left
