"""From what was typed to what an engine looks for: words, phrases, concepts. Engine-neutral."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.analysis.words import composed, is_stop_word, words
from search.filters import FACETS
from search.query import PAGE_SIZE, SearchQuery
from search.vocabulary.dictionary_words import Span, translated
from search.vocabulary.matching import COUNTRY, Expansion, Match, Vocabulary

#: Words beyond these are not searched: no one types them, and each costs the engine work.
MOST_WORDS = 40
#: Share of a long question's clauses that a result must satisfy.
ENOUGH = 0.6
_PHRASE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One thing that is asked for: `words` of the reader, or what the vocabulary knows of them.

    A phrase's words must stand together. `concepts` and `countries` are ids whose records count as
    found; `narrower` count less. `expansions` are other words for the same.
    """

    words: tuple[str, ...]
    phrase: bool = False
    concepts: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    partial: bool = False


@dataclass(frozen=True, kw_only=True)
class SearchPlan:
    """What an engine executes. `required` clauses must be satisfied; all of them add to the score.

    `relaxed` adds, below those, what satisfies any of the clauses, with slips forgiven. `facets`
    are the fields to count, each without its own filter. Records with the keys `without` are
    neither found nor counted.
    """

    query: SearchQuery
    clauses: tuple[Clause, ...] = ()
    required: int = 0
    relaxed: bool = False
    facets: tuple[str, ...] = FACETS
    offset: int = 0
    limit: int = PAGE_SIZE
    unused: int = field(default=0, compare=False)
    without: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing to look for: finds nothing."""
        return not self.clauses and not self.query.has_filters

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        """All other words that are searched."""
        return tuple(expansion for clause in self.clauses for expansion in clause.expansions)

    def passes(self) -> dict[str | None, tuple[str, ...]]:
        """Group the facets by the filter that their counts ignore: their own, None where unset."""
        found: dict[str | None, list[str]] = {}
        for name in self.facets:
            chosen = self.query.has_years if name == "year" else bool(self.query.values(name))
            found.setdefault(name if chosen else None, []).append(name)
        return {left_out: tuple(names) for left_out, names in found.items()}

    def relax(self) -> SearchPlan:
        """The same plan, in the end content with any clause and with slips."""
        return replace(self, relaxed=True)


def build_plan(
    query: SearchQuery,
    vocabulary: Vocabulary,
    *,
    facets: tuple[str, ...] = FACETS,
    limit: int = PAGE_SIZE,
    without: tuple[str, ...] = (),
) -> SearchPlan:
    """Turn a query into a plan for one page of `limit` results, `without` the records of keys."""
    typed, phrases, unused = _split(query.text)
    matches = vocabulary.matches(typed, language=query.language) if query.expands else []
    clauses = [Clause(words=phrase, phrase=True) for phrase in phrases]
    found = _translated(typed, matches, query, vocabulary)
    clauses += _clauses(typed, matches, found, query.language, vocabulary)
    return SearchPlan(
        query=query,
        clauses=tuple(clauses),
        required=required_of(len(clauses)),
        facets=facets,
        offset=(query.page - 1) * limit,
        limit=limit,
        unused=unused,
        without=without,
    )


def required_of(count: int) -> int:
    """How many of `count` clauses a result must satisfy: all of one or two, 60 % of more."""
    return count if count <= 2 else math.ceil(count * ENOUGH)


def _split(text: str) -> tuple[list[str], list[tuple[str, ...]], int]:
    """Split text into (loose words, quoted phrases, number of words left out)."""
    text = composed(text)
    phrases = [tuple(words(found)) for found in _PHRASE.findall(text)]
    loose = words(_PHRASE.sub(" ", text))
    kept: list[tuple[str, ...]] = []
    room = MOST_WORDS
    for phrase in phrases:
        if phrase and room > 0:
            kept.append(phrase[:room])
            room -= len(kept[-1])
    total = len(loose) + sum(len(phrase) for phrase in phrases)
    chosen = loose[: max(room, 0)]
    return chosen, kept, total - len(chosen) - sum(len(phrase) for phrase in kept)


def _translated(
    typed: Sequence[str], matches: Sequence[Match], query: SearchQuery, vocabulary: Vocabulary
) -> dict[int, Span]:
    if vocabulary.lexicon is None or not query.expands:
        return {}
    taken = {place for match in matches for place in range(match.start, match.end)}
    return translated(typed, taken=taken, language=query.language, lexicon=vocabulary.lexicon)


def _clauses(
    typed: Sequence[str],
    matches: Sequence[Match],
    found: Mapping[int, Span],
    language: str,
    vocabulary: Vocabulary,
) -> list[Clause]:
    starts = {match.start: match for match in matches}
    clauses: list[Clause] = []
    stops: list[Clause] = []
    position = 0
    while position < len(typed):
        word = typed[position]
        if position in starts:
            clauses.append(_concept_clause(starts[position], typed, vocabulary))
            position = starts[position].end
        elif position in found:
            span = found[position]
            own = tuple(typed[span.start : span.end])
            clauses.append(Clause(words=own, expansions=span.expansions))
            position = span.end
        else:
            stop = is_stop_word(word, language) or (len(word) == 1 and word.isalpha())
            (stops if stop else clauses).append(Clause(words=(word,)))
            position += 1
    return list(dict.fromkeys(clauses or stops))


def _concept_clause(match: Match, typed: Sequence[str], vocabulary: Vocabulary) -> Clause:
    terms = [term for term in match.terms if term.field != COUNTRY]
    concepts = tuple(dict.fromkeys(term.value for term in terms))
    narrower = dict.fromkeys(value for term in terms for value in term.narrower)
    return Clause(
        words=tuple(typed[match.start : match.end]),
        concepts=concepts,
        narrower=tuple(value for value in narrower if value not in concepts),
        countries=tuple(term.value for term in match.terms if term.field == COUNTRY),
        expansions=vocabulary.expansions(match, typed=typed),
        partial=match.partial or (bool(terms) and all(term.part for term in terms)),
    )
