"""The record that is being checked: where it stands and what has been found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.problems import Problem, Problems

if TYPE_CHECKING:
    from records.reading import Source


@dataclass(frozen=True, slots=True)
class PendingReference:
    """A reference from a record to another one, looked up once all the files are read.

    `scheme` is the scheme a concept must belong to, empty for any.
    """

    place: tuple[int, ...]
    source: str
    collection: str
    record: str
    path: str
    target: str
    target_id: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file that a record names: `files/<digest>-<name>`, to be shown as image or document."""

    place: tuple[int, ...]
    collection: str
    record: str
    path: str
    source: Source
    name: str
    sort: str


@dataclass(slots=True)
class Findings:
    """What the check of all files collects: problems, references and files."""

    problems: Problems = field(default_factory=Problems)
    uses: list[PendingReference] = field(default_factory=list)
    files: list[FileUse] = field(default_factory=list)


@dataclass(slots=True)
class RecordPlace:
    """One record of one file while its fields are checked.

    `original` is the language its texts must be in, None where the collection has no such field
    or its value is wrong (which is a problem of its own).
    """

    findings: Findings
    source: Source
    place: tuple[int, ...]
    collection: str
    record: str
    label: str = ""
    original: str | None = None

    def refuse(self, path: str, message: str) -> None:
        """Note a problem with the field at `path` (`partners[0].organisation`)."""
        self.findings.problems.add(
            Problem(
                self._next(), self.label, self.collection, self.record or "-", path or "-", message
            )
        )

    def refer(self, path: str, *, target: str, target_id: str, scheme: str = "") -> None:
        """Note a reference to `target_id` in the collection `target`."""
        self.findings.uses.append(
            PendingReference(
                self._next(),
                self.label,
                self.collection,
                self.record,
                path,
                target,
                target_id,
                scheme,
            )
        )

    def attach(self, path: str, *, name: str, sort: str) -> None:
        """Note a file that the record names; `sort` is `images` or `documents`."""
        self.findings.files.append(
            FileUse(self._next(), self.collection, self.record, path, self.source, name, sort)
        )

    def _next(self) -> tuple[int, ...]:
        findings = self.findings
        return (*self.place, findings.problems.total + len(findings.uses) + len(findings.files))
