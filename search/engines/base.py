"""What every engine can do. Engines know entries and plans, never a model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from search.entry import SearchEntry
from search.plan import SearchPlan

Keys = tuple[str, ...]


class EngineError(Exception):
    """The engine can't do what was asked. The site goes on without it."""


class EngineUnavailableError(EngineError):
    """It can't be searched now: nobody answers, or there is no index."""


class EngineMissingError(EngineUnavailableError):
    """There is no index (yet, or any more)."""


class EngineOutdatedError(EngineMissingError):
    """The index was made for another version of the code: it has to be rebuilt."""


class EngineBusyError(EngineError):
    """Another process is writing or rebuilding."""


@contextmanager
def reporting(doing: str, *, errors: tuple[type[Exception], ...]) -> Iterator[None]:
    """Turn what an engine's library raises into EngineError."""
    try:
        yield
    except errors as error:
        raise EngineError(f"{doing}: {error}") from error


class Write(NamedTuple):
    """A record's state at a version: its entry, or None for a record that is not public (any more).

    Versions are external: a write with a lower version than the index has is silently left out.
    """

    key: str
    version: int
    entry: SearchEntry | None


def newest_of(batch: Sequence[Write]) -> dict[str, Write]:
    """Keep the newest write of each key; of two with the same version the later one."""
    newest: dict[str, Write] = {}
    for write in batch:
        if write.key not in newest or newest[write.key].version <= write.version:
            newest[write.key] = write
    return newest


class Hit(NamedTuple):
    """A found record. The score orders hits of one search and means nothing else."""

    key: str
    score: float


class Stored(NamedTuple):
    """What the index says of a key. `digest` is that of the entry, "" for a deletion."""

    key: str
    version: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Results:
    """One page of hits, the number of all of them, and counts: facet → value → records."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Health:
    """Whether the engine answers, how many records it holds, and a line for the office."""

    ok: bool
    records: int = 0
    detail: str = ""


class Engine(ABC):
    """A search index. Every method may raise EngineError; none writes unless it says so."""

    def __init__(self, url: str) -> None:
        """Take the address as SEARCH_URL has it. Connects or opens nothing yet.

        Raises ImproperlyConfigured if the address makes no sense.
        """
        self.url = url

    @abstractmethod
    def search(self, plan: SearchPlan) -> Results:
        """Return a page of hits in the plan's order; a blank plan finds nothing.

        Equal scores are ordered in a way that doesn't change from page to page. `query.near` keeps
        entries whose point lies within the radius (great circle on a sphere, search.near);
        sorted by distance the nearest come first, then by key. Of the facet `year` the values are
        years, counted without the query's own years. What the plan is `without` counts nowhere.
        """

    @abstractmethod
    def suggest(self, text: str, *, language: str, limit: int, without: Keys = ()) -> Keys:
        """Return keys of records with a title or name that has all the words, the last one begun.

        Titles in `language` come first; the keys `without` are left out.
        """

    @abstractmethod
    def similar(self, word: str) -> Mapping[str, int]:
        """Return folded words of the index that may be meant: word → number of records.

        The word itself is among them if the index has it.
        """

    @abstractmethod
    def write(self, batch: Sequence[Write]) -> dict[str, str]:
        """Write records. When it returns, every later search sees them.

        Returns what the engine refused: key → reason; all others are written.
        """

    @abstractmethod
    def rebuild(self, batches: Iterable[Sequence[Write]]) -> dict[str, str]:
        """Build a new index beside the old one and swap them in one step.

        Until then searches see the old one; if anything raises, it stays. Other writers have to
        wait (EngineBusyError). Returns what was refused: key → reason.
        """

    @abstractmethod
    def contents(self) -> Iterator[Stored]:
        """Yield what the index holds, deletions included."""

    @abstractmethod
    def check(self) -> None:
        """Raise EngineUnavailableError, or one of its kinds, if there is nothing to search."""

    @abstractmethod
    def health(self) -> Health:
        """Tell how the engine is; never raises EngineError."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections. The engine can be used again afterwards."""
