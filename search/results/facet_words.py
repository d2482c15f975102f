"""Typing a filter's value in words finds the filter: "Romania", "Roumanie", "besøk og kontakt"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from search.analysis.words import fold_word, words
from search.filters import BY_SCHEME, CLOSED, FILTERS
from search.query import SearchQuery
from search.results.labels import value_labels
from search.vocabulary.matching import CONCEPT, Vocabulary

#: The filter whose values the vocabulary knows without their being concepts.
_COUNTRY = "country"
MOST = 3


class NamedValue(NamedTuple):
    """A value of a filter, with its words in the reader's language."""

    name: str
    value: str
    label: str


def values_named(
    query: SearchQuery, vocabulary: Vocabulary, *, kinds: Collection[str] = ()
) -> list[NamedValue]:
    """Return the filter values that the whole text names and that are not chosen yet.

    Countries and concepts are known by their labels in every language, other values in the
    reader's; of kinds only those given.
    """
    typed = _key(query.text)
    if not typed:
        return []
    known = [*_labels(vocabulary).get(typed, ()), *_named_in(query, typed, vocabulary, kinds)]
    return [
        NamedValue(name, value, label)
        for name, value in dict.fromkeys(known)
        if value not in query.values(name)
        for label in _label(name, value, query.language, vocabulary)
    ][:MOST]


def _key(text: str) -> str:
    return " ".join(fold_word(word) for word in words(text))


@lru_cache(maxsize=2)
def _labels(vocabulary: Vocabulary) -> Mapping[str, list[tuple[str, str]]]:
    """Folded label in any language → filters and values."""
    found: dict[str, list[tuple[str, str]]] = {}
    for term in vocabulary.terms.values():
        if term.field == CONCEPT and term.scheme not in BY_SCHEME:
            continue
        name = BY_SCHEME[term.scheme].name if term.field == CONCEPT else _COUNTRY
        for label in term.labels.values():
            found.setdefault(_key(label), []).append((name, term.value))
    return found


def _named_in(
    query: SearchQuery, typed: str, vocabulary: Vocabulary, kinds: Collection[str]
) -> Iterator[tuple[str, str]]:
    short = {name: sorted(CLOSED[name]) for name in FILTERS if name in CLOSED and name != _COUNTRY}
    lists: dict[str, Collection[str]] = {**short, "kind": kinds}
    for name, values in lists.items():
        known = value_labels(name, values, language=query.language, vocabulary=vocabulary)
        yield from ((name, value) for value, label in known.items() if _key(str(label)) == typed)


def _label(name: str, value: str, language: str, vocabulary: Vocabulary) -> Collection[str]:
    return value_labels(name, [value], language=language, vocabulary=vocabulary).values()
