"""What is wrong with a records file: one line per problem, all of them, in the file's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

LISTED = 200
"""So many problems are listed; the rest are only counted."""

_SHOWN = 120
"""Longest piece of a foreign value in a message, in characters."""

type_names = {
    "NoneType": "nothing",
    "bool": "true or false",
    "dict": "an object",
    "float": "a number",
    "int": "a number",
    "list": "a list",
    "str": "text",
}


def printable(text: str) -> str:
    """Return `text` fit for one line of a terminal: control characters and surrogates escaped."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut)


def shown(value: object) -> str:
    """Return a JSON value as a message shows it, e.g. `"nine" (text)`, `159.91`, `a list`."""
    if isinstance(value, str):
        return f'"{printable(value)}" (text)'
    if isinstance(value, bool) or value is None:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        try:
            return printable(repr(value))
        except ValueError:  # more digits than Python writes
            return type_name(value)
    return type_name(value)


def type_name(value: object) -> str:
    """Return what sort of JSON value this is, in words."""
    name = type(value).__name__
    return type_names.get("dict" if isinstance(value, dict) else name, name)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (`place` sorts by file order) and what was expected."""

    place: tuple[int, ...]
    source: str
    collection: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        where = (printable(part) for part in (self.collection, self.record, self.field))
        start = f"{printable(self.source)}: " if self.source else ""
        return f"{start}{' / '.join(where)}: {self.message}"


@dataclass(slots=True)
class Problems:
    """Collects problems, keeps the first LISTED of them and counts the rest."""

    listed: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, problem: Problem) -> None:
        """Note one more problem."""
        self.total += 1
        if len(self.listed) < LISTED:
            self.listed.append(problem)

    def __bool__(self) -> bool:
        return self.total > 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.listed, key=lambda problem: problem.place))

    def lines(self) -> list[str]:
        """One line per problem, and one for those that are only counted."""
        lines = [str(problem) for problem in self]
        if self.total > len(lines):
            lines.append(f"… and {self.total - len(lines)} more")
        return lines


class RecordsRefused(Exception):
    """The files can't be imported; `problems` says why. Nothing has been changed."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"{problems.total} problems")
        self.problems = problems
