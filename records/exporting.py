"""Exporting records: the same bytes for the same content, written beside and then renamed."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from records.archive import RECORDS
from records.keys import Keys
from records.media import model_of
from records.pages import as_last_written
from records.place import Findings, RecordPlace
from records.public import live_records, public_record, public_records
from records.reading import Source
from records.registry import FORMAT, Collection, Json, Registry, Step, registry
from records.snapshot import one_moment

CHUNK = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold
_PLAIN_FILE = 0o100644 << 16


@dataclass
class Exported:
    """What an export wrote: records per collection, and what can't be imported as it stands."""

    counts: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class Export:
    """The site's live records in the order of the format; `public` leaves out what isn't public."""

    def __init__(self, *, public: bool = False, collections: Registry | None = None) -> None:
        self.registry = collections or registry()
        self.public = public
        self.keys = Keys(self.registry, select=public_records if public else live_records)
        self.done = Exported()
        self.files: set[tuple[str, str]] = set()

    @property
    def size(self) -> int:
        """The number of records."""
        return sum(len(self.keys.ids(name)) for name in self.registry.names())

    def records(self, collection: Collection, step: Step) -> Iterator[Json]:
        """Yield the records of a collection by id, a constant number of queries per chunk."""
        ids = self.keys.ids(collection.name)
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            stored: Any = collection.model._default_manager.filter(record_id__in=chunk)
            loaded = [
                as_last_written(collection, instance)
                for instance in stored.prefetch_related(*collection.prefetch)
            ]
            loaded.sort(key=lambda instance: instance.record_id)
            for instance in loaded:
                record = collection.read(instance, self.keys)
                if self.public:
                    record = public_record(collection, instance, record)
                self._check(collection, record)
                yield record
            step(len(chunk))

    def _check(self, collection: Collection, record: Json) -> None:
        findings = Findings()
        at = RecordPlace(findings, Source(""), (0,), collection.name, record["id"])
        at.original = record.get("original_language")
        collection.check(record, at)
        for rule in collection.against if not findings.problems else ():
            rule(record, {}, at, self.keys.said)
        self.files.update((use.sort, use.name) for use in findings.files)
        if not self.public:
            self.done.warnings.extend(findings.problems.lines())

    def write(self, stream: IO[str], step: Step = lambda records: None) -> None:
        """Write the records as JSON, one after the other."""
        stream.write(f'{{\n "format": {json.dumps(FORMAT)}')
        for collection in self.registry.all():
            count = 0
            for record in self.records(collection, step):
                stream.write(",\n" if count else f',\n "{collection.name}": [\n')
                stream.write(_indented(record))
                count += 1
            if count:
                stream.write("\n ]")
                self.done.counts[collection.name] = count
        stream.write("\n}\n")


def _indented(record: Json) -> str:
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return "\n".join(f"  {line}" for line in text.split("\n"))


def export_records(
    path: Path, *, public: bool = False, step: Step = lambda records: None
) -> Exported:
    """Write all live records to `path`: a zip with their files if it ends in `.zip`, else JSON.

    The file is written under another name first and then renamed, so a broken export never stands
    where a whole one is expected. Raises OSError.
    """
    export = Export(public=public)
    with _replacing(path) as stream, one_moment():
        if path.suffix.lower() == ".zip":
            _write_zip(stream, export, step)
        else:
            _write_json(stream, export, step)
    return export.done


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        written.replace(path)
    except BaseException:
        written.unlink()
        raise


def _write_json(stream: IO[bytes], export: Export, step: Step) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    export.write(text, step)
    text.flush()
    text.detach()


def _write_zip(stream: IO[bytes], export: Export, step: Step) -> None:
    with tempfile.TemporaryFile("w+b") as content:
        _write_json(content, export, step)
        with zipfile.ZipFile(stream, "w") as archive:
            for sort, name in sorted(export.files, key=lambda entry: entry[1]):
                _add_file(archive, export, sort, name)
            content.seek(0)
            _add(archive, RECORDS, content)


def _add_file(archive: zipfile.ZipFile, export: Export, sort: str, name: str) -> None:
    key = export.keys.media.find(sort, name)
    stored: Any = model_of(sort)._default_manager.filter(pk=key).first()
    try:
        with stored.file.storage.open(stored.file.name) as content:
            _add(archive, name, content)
    except OSError as error:
        export.done.warnings.append(f"{name}: {error.strerror or 'can not be read'}, left out")


def _add(archive: zipfile.ZipFile, name: str, content: IO[bytes]) -> None:
    info = zipfile.ZipInfo(name, date_time=_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _PLAIN_FILE
    info.create_system = 3
    with archive.open(info, "w") as entry:
        while block := content.read(1024 * 1024):
            entry.write(block)
