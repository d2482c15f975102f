"""Checking all files together: grammar, ids, references against the files and the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from core.i18n import LANGS
from records.place import Findings, PendingReference, RecordPlace
from records.problems import Problem, RecordsRefused, printable, shown, type_name
from records.reading import Source
from records.registry import FORMAT, Collection, Json, Registry


class Known(Protocol):
    """What the site holds already."""

    def has(self, collection: str, record_id: str) -> bool:
        """Tell whether the site has such a record."""

    def scheme_named(self, record_id: str) -> str:
        """The scheme of a concept on the site; empty if there is none."""


@dataclass
class Checked:
    """Records that passed the check of their fields, by collection and id, in file order."""

    findings: Findings = field(default_factory=Findings)
    records: dict[str, dict[str, Json]] = field(default_factory=dict)
    places: dict[tuple[str, str], RecordPlace] = field(default_factory=dict)

    def of(self, collection: str) -> dict[str, Json]:
        """The records of one collection by id."""
        return self.records.get(collection, {})

    def count(self) -> int:
        """The number of records."""
        return sum(len(records) for records in self.records.values())

    def __iter__(self) -> Iterator[tuple[str, dict[str, Json]]]:
        return iter(self.records.items())

    def refuse(self) -> None:
        """Raise RecordsRefused if any problem has been found so far."""
        if self.findings.problems:
            raise RecordsRefused(self.findings.problems)


def check_sources(sources: Iterable[Source], *, registry: Registry) -> Checked:
    """Check the grammar of all files, together one import; references are only noted.

    Never raises for bad content: the problems are in the result's `findings`.
    """
    checked = Checked()
    listed = list(sources)
    for number, source in enumerate(listed):
        label = source.name if len(listed) > 1 else ""
        _check_source(source, label, number, checked, registry)
    return checked


def _check_source(
    source: Source, label: str, number: int, checked: Checked, registry: Registry
) -> None:
    at = RecordPlace(checked.findings, source, (number, -1), "file", source.name, "")
    if not isinstance(source.data, dict):
        at.refuse("", f"expected one object, got {type_name(source.data)}")
        return
    for name in getattr(source.data, "repeated", ()):
        at.refuse(printable(name), "the collection stands twice")
    if source.data.get("format", FORMAT) != FORMAT:
        at.refuse("format", f'{shown(source.data["format"])}, expected "{FORMAT}"')
    for position, (name, records) in enumerate(source.data.items()):
        if name == "format":
            continue
        at = RecordPlace(checked.findings, source, (number, position), name, "-", label)
        if name not in registry:
            at.refuse("", f"unknown collection, expected one of {' '.join(registry.names())}")
        elif not isinstance(records, list):
            at.refuse("", f"expected a list of records, got {type_name(records)}")
        else:
            _check_collection(registry.get(name), records, at, checked)


def _check_collection(
    collection: Collection, records: list[Any], above: RecordPlace, checked: Checked
) -> None:
    found = checked.records.setdefault(collection.name, {})
    for number, record in enumerate(records):
        given = record.get("id") if isinstance(record, dict) else None
        identity = given if isinstance(given, str) else ""
        at = RecordPlace(
            checked.findings,
            above.source,
            (*above.place, number),
            collection.name,
            identity or f"[{number}]",
            above.label,
            _original(collection, record),
        )
        collection.check(record, at)
        if identity in found:
            at.refuse("id", f'the id "{printable(identity)}" stands twice in this collection')
        elif identity:
            found[identity] = record
            checked.places[collection.name, identity] = at


def _original(collection: Collection, record: object) -> str | None:
    if "original_language" not in collection.fields or not isinstance(record, dict):
        return None
    given = record.get("original_language")
    return given if isinstance(given, str) and given in LANGS else None


def check_references(checked: Checked, known: Known) -> None:
    """Refuse references to records that are neither in the files nor on the site."""
    for use in checked.findings.uses:
        message = _missing(use, checked, known)
        if message:
            checked.findings.problems.add(
                Problem(use.place, use.source, use.collection, use.record, use.path, message)
            )


def _missing(use: PendingReference, checked: Checked, known: Known) -> str:
    name = printable(use.target_id)
    given = checked.of(use.target).get(use.target_id)
    if given is None and not known.has(use.target, use.target_id):
        return f'reference "{name}" not found in {use.target}, in this import or on the site'
    if not use.scheme:
        return ""
    scheme = given.get("scheme") if given is not None else known.scheme_named(use.target_id)
    if scheme != use.scheme:
        return f'concept "{name}" not found in the scheme {use.scheme}, it is a {shown(scheme)}'
    return ""


def batches(records: dict[str, Json], size: int) -> Iterator[dict[str, Json]]:
    """Yield the records in chunks of at most `size`."""
    names = list(records)
    for start in range(0, len(names), size):
        yield {name: records[name] for name in names[start : start + size]}
