"""Everything that a query selects, without pages: the same set as on the result page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.showing.addresses import permalink, whole
from core.showing.cards import Card
from search.engines import current_engine
from search.engines.base import Engine, EngineError
from search.entry import SearchEntry
from search.plan import build_plan
from search.query import SearchQuery
from search.results.find import checked, load_found, run
from search.sources.database import records_matching
from search.state.closed import closed_keys
from search.vocabulary.concepts import current_vocabulary

logger = logging.getLogger(__name__)

#: More results than this no output gives: the first ones in the order of the query.
MOST = 2_000


@dataclass(frozen=True, kw_only=True)
class ResultSelection:
    """Keys in the query's order, at most MOST of `total`. `query` is what was really asked."""

    query: SearchQuery
    keys: tuple[str, ...] = ()
    total: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether there are more results than are given."""
        return self.total > len(self.keys)

    @property
    def note(self) -> str:
        """Say in the active language that the list is cut; "" where it is whole."""
        if not self.is_cut:
            return ""
        numbers = {"shown": len(self.keys), "total": self.total}
        text = _("Only the first %(shown)s of %(total)s results. Choose filters to get the others.")
        return text % numbers


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One result: its card and, unless its data is defective, its entry."""

    card: Card
    entry: SearchEntry | None

    @property
    def permalink(self) -> str:
        """The address that stays, one for all languages."""
        return whole(permalink(self.card.key))

    @property
    def address(self) -> str:
        """The whole address of the page in the reader's language."""
        return whole(self.card.url)

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of the record's own countries."""
        return self.entry.countries if self.entry else ()

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, or None."""
        return self.entry.point if self.entry else None

    def km_from(self, query: SearchQuery) -> float | None:
        """How far it is from the query's place, in km to one decimal; None without either."""
        if query.near is None or self.point is None:
            return None
        return round(query.near.distance_km(self.point), 1)


def select(query: SearchQuery, *, engine: Engine | None = None) -> ResultSelection:
    """Select by engine or, if that is down, by the database. Never raises EngineError."""
    vocabulary = current_vocabulary()
    with override(query.language):
        query = checked(replace(query, page=1), vocabulary)
        if query.is_blank:
            return ResultSelection(query=query)
        plan = build_plan(query, vocabulary, facets=(), limit=MOST, without=closed_keys())
        try:
            results = run(engine or current_engine(), plan).results
        except EngineError:
            logger.exception("an output goes on without the engine")
            keys = records_matching(query)
            return ResultSelection(query=query, keys=tuple(keys[:MOST]), total=len(keys))
        found = tuple(hit.key for hit in results.hits)
        return ResultSelection(query=query, keys=found, total=results.total)


def rows_of(keys: Sequence[str], language: str) -> list[ResultRow]:
    """Load what is still public of the keys, in their order, in a fixed number of queries."""
    found = load_found(keys, language)
    return [ResultRow(card=card, entry=entry) for card, entry in found.values()]
