"""Importing records: everything is checked first, then written in one transaction or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.utils import translation
from wagtail.models import Page

from records.archive import Unreadable
from records.checking import Checked, batches, check_references, check_sources
from records.file_checks import check_files
from records.keys import Keys
from records.media import Upload
from records.on_site import check_on_site, hold_on_site
from records.pages import drafts_among, online_among
from records.problems import Problem, Problems, RecordsRefused
from records.reading import read_sources
from records.registry import Registry, Step, registry
from records.tree import check_branches
from records.writing import CHUNK, Writer


@dataclass
class Summary:
    """How many records of each collection an import made, changed and left as they were."""

    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """One line per collection."""
        return [
            f"{name}: {self.created.get(name, 0)} new, {self.changed.get(name, 0)} changed, "
            f"{count} unchanged"
            for name, count in self.unchanged.items()
        ]


@dataclass
class Import:
    """Files that have been checked and can be written; `size` is the number of records."""

    checked: Checked
    keys: Keys
    replace_drafts: bool

    @property
    def size(self) -> int:
        """The number of records in the files."""
        return self.checked.count()

    def compare(self) -> Summary:
        """Tell what a run would do; reads only."""
        summary = Summary()
        writer = Writer(self.keys, replace_drafts=self.replace_drafts)
        for name, records in self._collections():
            made = [record_id for record_id in records if not self.keys.has(name, record_id)]
            found = writer.out_of_order(name, records)
            for chunk in batches(records, CHUNK):
                found |= writer.differing(name, chunk)
            summary.created[name] = len(made)
            summary.changed[name] = len(found)
            summary.unchanged[name] = len(records) - len(made) - len(found)
        return summary

    def run(self, step: Step = lambda records: None) -> Summary:
        """Write everything, or nothing at all. Raises RecordsRefused if the database refuses."""
        upload = Upload(self.keys.media)
        with ExitStack() as undo, _quiet():
            undo.callback(upload.undo)
            try:
                upload.save(self.checked.findings.files)
                with transaction.atomic():
                    hold_on_site(self.checked, self.keys)
                    check_on_site(self.checked, self.keys)
                    self.checked.refuse()  # what has changed since it was looked at
                    upload.create()
                    summary = self._write(step)
            except (Unreadable, OSError) as error:
                raise refused("file", "-", f"a file can't be stored ({error})") from error
            undo.pop_all()
        return summary

    def _write(self, step: Step) -> Summary:
        summary = Summary()
        writer = Writer(self.keys, replace_drafts=self.replace_drafts)
        try:
            for name, records in self._collections():
                summary.created[name] = 0
                for chunk in writer.chunks(name, records):
                    summary.created[name] += writer.create_missing(name, chunk)
                    step(len(chunk))
                self.keys.forget(name)
            for name, records in self._collections():
                written: set[str] = set()
                for chunk in writer.chunks(name, records):
                    written |= writer.complete(name, chunk)
                    step(len(chunk))
                written |= writer.arrange(name, records)
                summary.changed[name] = len(written) - summary.created[name]
                summary.unchanged[name] = len(records) - len(written)
                self.keys.forget(name)
        except (DatabaseError, ImproperlyConfigured) as error:
            name, record = writer.current
            raise refused(name, record, str(error).splitlines()[0]) from error
        return summary

    def _collections(self) -> list[tuple[str, dict[str, Any]]]:
        names = self.keys.registry.names()
        return [(name, self.checked.of(name)) for name in names if self.checked.of(name)]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Wagtail from writing a log line per page."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def refused(collection: str, record: str, message: str) -> RecordsRefused:
    """Return the exception for one problem that isn't in a field."""
    problems = Problems()
    problems.add(Problem((0,), "", collection, record, "-", message))
    return RecordsRefused(problems)


def prepare_import(
    paths: Sequence[Path], *, replace_drafts: bool = False, collections: Registry | None = None
) -> Import:
    """Read and check records files, together one import; nothing is written.

    Raises RecordsRefused with all that is wrong in them.
    """
    known = collections or registry()
    with translation.override(settings.LANGUAGE_CODE):
        checked = check_sources(read_sources(paths), registry=known)
        keys = Keys(known)
        check_references(checked, keys)
        check_branches(checked, keys)
        check_files(checked.findings, keys.media)
        check_on_site(checked, keys)
        _check_online(checked, known)
        if not replace_drafts:
            _check_drafts(checked, known)
    checked.refuse()
    return Import(checked, keys, replace_drafts)


def _check_online(checked: Checked, known: Registry) -> None:
    for name, records in checked:
        if not known.get(name).holds_drafts:
            continue
        drafts = [record_id for record_id, record in records.items() if record.get("draft")]
        for record_id in online_among(known.get(name), drafts):
            checked.places[name, record_id].refuse(
                "draft", "is online on the site: a draft in a file doesn't take it offline"
            )


def _check_drafts(checked: Checked, known: Registry) -> None:
    for name, records in checked:
        collection = known.get(name)
        if not issubclass(collection.model, Page):
            continue
        for chunk in batches(records, CHUNK):
            whole = [record_id for record_id, record in chunk.items() if not record.get("draft")]
            for record_id in drafts_among(collection, whole):
                checked.places[name, record_id].refuse(
                    "",
                    "has an unpublished draft on the site: publish or discard it there, "
                    "or import with --replace-drafts",
                )
