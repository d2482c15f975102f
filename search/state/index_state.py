"""Keeping the index in step with the database.

A change calls `touch` in its own transaction; the worker calls `drain`, which writes to the engine
outside any transaction. A dead engine never blocks a change: the rows simply wait.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from search.engines import current_engine
from search.engines.base import (
    Engine,
    EngineBusyError,
    EngineMissingError,
    EngineOutdatedError,
    Write,
)
from search.entry import SearchEntry
from search.models import IndexState
from search.sources.registry import SearchSource, by_collection, source_of, sources

logger = logging.getLogger(__name__)

BATCH = 200  # changed records read and written at a time
CHUNK = 500  # keys in one database query, and records that a rebuild reads and writes at a time
#: A record that can't be indexed is tried this often, with growing pauses, and then set aside until
#: it changes again.
MOST_ATTEMPTS = 6
FIRST_PAUSE = dt.timedelta(minutes=1)
#: What a defect in one record's data raises while its entry is built; it must not stop the others.
DATA_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Drained:
    """What one call of `drain` did: numbers of records, and reasons by key."""

    indexed: int = 0
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def worked(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.indexed or self.failed)


# -- changes -------------------------------------------------------------------------------------
def touch(keys: Iterable[str]) -> None:
    """Note that these records changed: `wanted` + 1, in the caller's transaction, in key order.

    Three queries for up to CHUNK keys. The locks are held until the caller commits, so the numbers
    grow in the order of the commits.
    """
    ordered = sorted(set(keys))
    now = timezone.now()
    with transaction.atomic():
        for chunk in _chunks(ordered):
            IndexState.objects.bulk_create(
                [IndexState(key=key) for key in chunk], ignore_conflicts=True
            )
            rows = IndexState.objects.filter(key__in=chunk)
            list(rows.select_for_update().order_by("key").values_list("pk", flat=True))
            rows.update(wanted=F("wanted") + 1, changed_at=now, attempts=0, retry_at=None, error="")


# -- the worker's part ---------------------------------------------------------------------------
def drain(limit: int = BATCH, *, engine: Engine | None = None) -> Drained:
    """Write up to `limit` waiting records to the engine, longest waiting first.

    Raises EngineError if the engine can't be written to; then nothing is lost and no record is
    blamed.
    """
    engine = engine or current_engine()
    rows = IndexState.objects.waiting().filter(_due(), attempts__lt=MOST_ATTEMPTS)
    wanted = dict(rows.order_by("changed_at", "key").values_list("key", "wanted")[:limit])
    if not wanted:
        return Drained()
    read_on = timezone.localdate()
    writes, failed = _writes(wanted)
    if writes:
        failed = {**failed, **engine.write(writes)}
    done = {write.key: write.version for write in writes if write.key not in failed}
    _record(done, failed, read_on=read_on)
    return Drained(indexed=len(done), failed=failed)


def _due() -> Q:
    """No pause, or it is over; one that could not be so long was set before a clock went back."""
    now = timezone.now()
    longest = FIRST_PAUSE * 2**MOST_ATTEMPTS
    return Q(retry_at=None) | Q(retry_at__lte=now) | Q(retry_at__gt=now + longest)


def drain_all(*, engine: Engine | None = None) -> Drained:
    """Drain until nothing is due. Raises EngineError as `drain` does."""
    indexed = 0
    failed: dict[str, str] = {}
    while True:
        step = drain(engine=engine)
        if not step.worked:
            return Drained(indexed=indexed, failed=failed)
        indexed += step.indexed
        failed |= step.failed


def index_slice() -> bool:
    """Do the worker's share; build the index first where it is missing or of another version.

    Returns whether there was work. Raises EngineError when the engine is down: the worker logs it
    and waits longer each time.
    """
    engine = current_engine()
    try:
        if _lost(engine):
            rebuild(engine=engine)
            return True
        return drain(engine=engine).worked
    except EngineBusyError:
        logger.info("the search index is being written by another process")
        return False


def _lost(engine: Engine) -> bool:
    """Whether the index is gone or outdated although records were written to it."""
    try:
        engine.check()
    except EngineOutdatedError:
        return True
    except EngineMissingError:
        return IndexState.objects.filter(indexed__gt=0).exists()
    return False


# -- rebuild -------------------------------------------------------------------------------------
def rebuild(*, engine: Engine | None = None) -> Drained:
    """Build the whole index anew beside the old one, swap, then drain what changed meanwhile.

    Raises EngineError; the old index then stays in use.
    """
    engine = engine or current_engine()
    read_on = timezone.localdate()
    done: dict[str, int] = {}
    failed: dict[str, str] = {}

    def batches() -> Iterator[Sequence[Write]]:
        for keys in _chunks(all_keys()):
            writes, errors = _writes(_numbered(keys))
            failed.update(errors)
            done.update({write.key: write.version for write in writes})
            yield writes

    failed |= engine.rebuild(batches())
    done = {key: version for key, version in done.items() if key not in failed}
    for chunk in _chunks(sorted(done)):
        _record({key: done[key] for key in chunk}, {}, read_on=read_on)
    _record({}, failed, read_on=read_on)
    rest = drain_all(engine=engine)
    return Drained(indexed=len(done) + rest.indexed, failed={**failed, **rest.failed})


def all_keys() -> list[str]:
    """Keys of everything public and of everything that ever was, sorted."""
    keys = set(IndexState.objects.values_list("key", flat=True))
    for source in sources():
        keys.update(source.keys())
    return sorted(keys)


def _numbered(keys: Sequence[str]) -> dict[str, int]:
    """Give new keys a row; return the number each one has reached, at least 1."""
    rows = IndexState.objects.filter(key__in=keys).order_by("key")
    reached = dict(rows.values_list("key", "wanted"))
    new = [key for key in keys if not reached.get(key)]
    if not new:
        return reached
    IndexState.objects.bulk_create(
        [IndexState(key=key, wanted=1) for key in new], ignore_conflicts=True
    )
    IndexState.objects.filter(key__in=new, wanted=0).update(wanted=1)
    return dict(rows.values_list("key", "wanted"))


# -- reading and recording -----------------------------------------------------------------------
def read_entries(keys: Collection[str]) -> tuple[dict[str, SearchEntry], dict[str, str]]:
    """Return entries by key and, for records whose data is defective, the error by key."""
    entries: dict[str, SearchEntry] = {}
    failed: dict[str, str] = {}
    for collection, ids in by_collection(keys).items():
        source = source_of(collection)
        if source is not None:
            _read(source, ids, entries, failed)
    return entries, failed


def _read(
    source: SearchSource,
    ids: Sequence[str],
    entries: dict[str, SearchEntry],
    failed: dict[str, str],
) -> None:
    try:
        entries.update({entry.key: entry for entry in source.entries(ids)})
    except DATA_ERRORS as error:
        if len(ids) > 1:
            for record_id in ids:
                _read(source, [record_id], entries, failed)
            return
        key = f"{source.collection}/{ids[0]}"
        failed[key] = f"{type(error).__name__}: {error}"
        logger.exception("no search entry for %s", key, extra={"record": key})


def _writes(wanted: Mapping[str, int]) -> tuple[list[Write], dict[str, str]]:
    """Read the records after their numbers were read, so that a number never promises too much."""
    entries, failed = read_entries(list(wanted))
    writes = [
        Write(key, version, entries.get(key))
        for key, version in wanted.items()
        if key not in failed
    ]
    return writes, failed


def _record(done: Mapping[str, int], failed: Mapping[str, str], *, read_on: dt.date) -> None:
    """Note what the index holds now, and of which day: the one before the reading began."""
    with transaction.atomic():
        for version in sorted(set(done.values())):
            keys = sorted(key for key, number in done.items() if number == version)
            for chunk in _chunks(keys):
                rows = IndexState.objects.filter(key__in=chunk)
                rows.update(indexed=version, read_on=read_on, attempts=0, retry_at=None, error="")
        for row in IndexState.objects.filter(key__in=list(failed)).order_by("key"):
            pause = FIRST_PAUSE * 2**row.attempts
            IndexState.objects.filter(pk=row.pk).update(
                attempts=F("attempts") + 1,
                retry_at=timezone.now() + pause,
                error=failed[row.key][:2000],
            )


def _chunks(keys: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
