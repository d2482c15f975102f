"""One page of results: what the search page, the API and the commands show."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.translation import override

from core.showing.cards import Card
from search.analysis.spelling import SHORTEST_WORD, closest, display_form
from search.analysis.words import fold_word, is_stop_word, words
from search.engines import current_engine
from search.engines.base import Engine, EngineError, Results
from search.entry import SearchEntry
from search.facets import only_offered
from search.filters import FILTERS, is_checked
from search.plan import SearchPlan, build_plan
from search.query import LAST_PAGE, PAGE_SIZE, SearchQuery
from search.results.explain import Explainer, Explanation
from search.results.labels import value_labels, values_offered
from search.sources.database import records_matching
from search.sources.registry import SearchSource, by_collection, source_of
from search.state.closed import closed_keys
from search.state.index_state import DATA_ERRORS, read_entries
from search.vocabulary.concepts import current_vocabulary
from search.vocabulary.matching import Vocabulary

logger = logging.getLogger(__name__)

#: Fewer results than this, and those that have only some of the words are added below.
FEW = 5
MOST_SHOWN_EXPANSIONS = 12
MOST_CORRECTED = 6  # words


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of results.

    `query` is what was really asked: values nobody knows are among its `ignored`. `facets` maps a
    filter to value → number. `also_searched` are other words, `did_you_mean` another spelling that
    finds more. `relaxed`: some results have only some of the words. `degraded`: the engine is down,
    filters work and text is only looked for as it stands; `offered` are then values to filter by.
    """

    query: SearchQuery
    cards: tuple[Card, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]]
    also_searched: tuple[tuple[str, str], ...] = ()
    did_you_mean: str = ""
    relaxed: bool = False
    degraded: bool = False
    offered: Mapping[str, Collection[str]] = field(default_factory=dict)
    unused_words: int = 0

    @property
    def pages(self) -> int:
        """Number of pages that can be shown."""
        return min(max(1, math.ceil(self.total / PAGE_SIZE)), LAST_PAGE)


def find(query: SearchQuery, *, engine: Engine | None = None) -> Found:
    """Find one page of results. Never raises EngineError: without an engine the database answers.

    A number of database queries that doesn't depend on the number of results or records.
    """
    vocabulary = current_vocabulary()
    with override(query.language):
        query = checked(query, vocabulary)
        engine = engine or current_engine()
        if query.is_blank:
            return Found(query=query, facets={}, degraded=not engine.health().ok)
        try:
            return _from_engine(query, vocabulary, engine)
        except EngineError:
            logger.exception("search goes on without its engine")
            return _from_database(query, vocabulary)


def checked(query: SearchQuery, vocabulary: Vocabulary) -> SearchQuery:
    """Move filter values that nobody has words for to `ignored`."""
    known = {
        name: value_labels(name, values, language=query.language, vocabulary=vocabulary)
        for name, values in query.filters
        if is_checked(name)
    }
    return only_offered(query, known=known)


class Ran(NamedTuple):
    """A page of results; `strict` is how many of all are there without being `relaxed`."""

    results: Results
    strict: int
    relaxed: bool = False


def run(engine: Engine, plan: SearchPlan, *, few: int = FEW) -> Ran:
    """Search; where fewer than `few` records are found, add those with only some of the words.

    Raises EngineError.
    """
    results = engine.search(plan)
    if results.total >= few or not plan.clauses:
        return Ran(results, results.total)
    loose = engine.search(plan.relax())
    more = loose.total > results.total
    return Ran(loose if more else results, results.total, relaxed=more)


def load_cards(keys: Sequence[str], language: str) -> dict[str, Card]:
    """Load cards through the public gate, in the keys' order; what isn't public is missing."""
    cards: dict[str, Card] = {}
    for collection, ids in by_collection(keys).items():
        source = source_of(collection)
        if source is not None:
            cards.update(source.cards(ids, language))
    return {key: cards[key] for key in keys if key in cards}


def load_found(keys: Sequence[str], language: str) -> dict[str, tuple[Card, SearchEntry | None]]:
    """Load cards with their entries as `load_cards` does; no entry where data is defective."""
    found: dict[str, tuple[Card, SearchEntry | None]] = {}
    for collection, ids in by_collection(keys).items():
        source = source_of(collection)
        if source is not None:
            found.update(_loaded(source, ids, language))
    return {key: found[key] for key in keys if key in found}


def _from_engine(query: SearchQuery, vocabulary: Vocabulary, engine: Engine) -> Found:
    plan = build_plan(query, vocabulary, without=closed_keys())
    results, strict, relaxed = run(engine, plan)
    keys = [hit.key for hit in results.hits]
    cards = _explained(keys, Explainer(plan, vocabulary))
    found = Found(
        query=query,
        cards=tuple(cards.values()),
        total=results.total,
        facets=results.facets,
        also_searched=_also_searched(plan),
        relaxed=relaxed,
        unused_words=plan.unused,
    )
    return replace(found, did_you_mean=_did_you_mean(plan, vocabulary, engine, total=strict))


def _from_database(query: SearchQuery, vocabulary: Vocabulary) -> Found:
    keys = records_matching(query)
    page = keys[query.offset : query.offset + PAGE_SIZE]
    cards = _explained(page, Explainer(SearchPlan(query=query), vocabulary))
    return Found(
        query=query,
        cards=tuple(cards.values()),
        total=len(keys),
        facets={},
        degraded=True,
        offered={
            each.name: values_offered(each.name, vocabulary)
            for each in FILTERS.values()
            if each.opened
        },
    )


def _explained(keys: Sequence[str], explainer: Explainer) -> dict[str, Card]:
    """Load cards through the public gate and say why each was found, in the order of the keys."""
    query = explainer.plan.query
    if not explainer.plan.clauses and query.near is None:
        return load_cards(keys, query.language)
    return {
        key: card if entry is None else _with_reasons(card, explainer.explain(entry))
        for key, (card, entry) in load_found(keys, query.language).items()
    }


def _loaded(
    source: SearchSource, ids: Sequence[str], language: str
) -> Mapping[str, tuple[Card, SearchEntry | None]]:
    try:
        return source.found(ids, language)
    except DATA_ERRORS:  # one record's defect costs the page its reasons, not its results
        logger.exception("no reasons for hits in %s", source.collection)
        return {key: (card, None) for key, card in source.cards(ids, language).items()}


def _with_reasons(card: Card, why: Explanation) -> Card:
    return replace(card, snippet=why.snippet, snippet_language=why.language, reasons=why.reasons)


def _also_searched(plan: SearchPlan) -> tuple[tuple[str, str], ...]:
    """One word per language and match, labels first: (language, word)."""
    shown: dict[tuple[str, str], tuple[str, str]] = {}
    for clause in plan.clauses:
        seen: set[str] = set()
        for expansion in clause.expansions:
            if expansion.language not in seen:
                seen.add(expansion.language)
                word = expansion.text
                shown.setdefault((expansion.language, fold_word(word)), (expansion.language, word))
    by_word = {fold_word(word): (language, word) for language, word in reversed(shown.values())}
    return tuple(reversed(by_word.values()))[:MOST_SHOWN_EXPANSIONS]


# -- did you mean --------------------------------------------------------------------------------
def _did_you_mean(plan: SearchPlan, vocabulary: Vocabulary, engine: Engine, *, total: int) -> str:
    """The text with words that the index lacks replaced by near ones, if that finds as much.

    `total` is what was found as typed. Where that is enough only words that the vocabulary knew in
    spite of a slip count.
    """
    replaced: dict[str, str] = {}
    for word in _unsure_words(plan, vocabulary, few=total < FEW):
        better = _better(word, engine)
        if better:
            replaced[word] = _as_written(better, plan, vocabulary, engine)
    if not replaced:
        return ""
    text = " ".join(replaced.get(word, word) for word in words(plan.query.text))
    asked = plan.query.with_(text=text)
    other = build_plan(asked, vocabulary, facets=(), limit=1, without=plan.without)
    found = engine.search(other).total
    return text if found and found >= total else ""


def _unsure_words(plan: SearchPlan, vocabulary: Vocabulary, *, few: bool) -> list[str]:
    typed = [word for c in plan.clauses if not c.phrase for word in c.words]
    named = {word for c in plan.clauses if c.concepts or c.countries for word in c.words}
    translated = {word for c in plan.clauses if c.expansions for word in c.words} - named
    typed = [word for word in typed if word not in translated]  # a dictionary knows it
    if not few:
        typed = [word for word in typed if word in named]
    return [
        word
        for word in typed
        if not is_stop_word(word, plan.query.language) and not vocabulary.knows(word)
    ][:MOST_CORRECTED]


def _better(word: str, engine: Engine) -> str | None:
    folded = fold_word(word)
    if len(folded) < SHORTEST_WORD:
        return None
    known = engine.similar(word)
    return None if folded in known else closest(folded, known)


def _as_written(folded: str, plan: SearchPlan, vocabulary: Vocabulary, engine: Engine) -> str:
    """Find how an indexed word is really written, in a record that has it."""
    query = SearchQuery(text=f'"{folded}"', language=plan.query.language)
    other = build_plan(query, vocabulary, facets=(), limit=3, without=plan.without)
    hits = engine.search(other).hits
    entries, _failed = read_entries([hit.key for hit in hits])
    return display_form(folded, (text for entry in entries.values() for text in _texts(entry)))


def _texts(entry: SearchEntry) -> Iterable[str]:
    yield from (*entry.names, *entry.context)
    for texts in (entry.title, entry.summary, entry.body):
        yield from texts.values()
