"""Values of filters in words, and those that can be offered without counting."""

from __future__ import annotations

from collections.abc import Collection

from search.filters import CLOSED, FILTERS, registered_words
from search.sources.registry import sources
from search.vocabulary.matching import Vocabulary


def value_labels(
    name: str, values: Collection[str], *, language: str, vocabulary: Vocabulary
) -> dict[str, str]:
    """Words for values of a filter in a language; values nobody knows are left out.

    Concepts are the vocabulary's; all others come from whoever registered them
    (search/filters.py).
    """
    scheme = FILTERS[name].scheme
    if not scheme:
        return registered_words(name, values, language)
    found = {value: vocabulary.concept(value) for value in values}
    return {
        value: term.label_in(language)
        for value, term in found.items()
        if term is not None and term.scheme == scheme
    }


def values_offered(name: str, vocabulary: Vocabulary) -> Collection[str]:
    """Values that a form can offer where nothing is counted; countries only those of records."""
    if scheme := FILTERS[name].scheme:
        return [term.value for term in vocabulary.terms.values() if term.scheme == scheme]
    if name == "collection":
        return [source.collection for source in sources()]
    if name == "country":
        return {code for source in sources() for code in source.values_of(name) if code}
    return CLOSED.get(name, ())
