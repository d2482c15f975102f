"""Words that no vocabulary lists: finding them in the operator's dictionaries."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from search.analysis.words import fold_word, is_stop_word, stem
from search.vocabulary.lexicon import MOST_KEY_WORDS, Key, Lexicon, LexiconError, TranslatedWord
from search.vocabulary.matching import DICTIONARY_WEIGHT, Expansion

logger = logging.getLogger(__name__)

MOST_TRANSLATIONS = 12


class Span(NamedTuple):
    """Words `start` to `end` (exclusive) of the query and what they are called elsewhere."""

    start: int
    end: int
    expansions: tuple[Expansion, ...]


def translated(
    typed: Sequence[str], *, taken: Collection[int], language: str, lexicon: Lexicon
) -> dict[int, Span]:
    """Translate what the vocabulary left over; longest expressions first. By their start.

    `taken` are positions that concepts have. A file that can't be read costs the translations, not
    the search.
    """
    spans = list(_spans(typed, taken, language))
    try:
        found = lexicon.translations((key for _start, _end, key in spans), language)
    except LexiconError:
        logger.exception("search goes on without its dictionaries")
        return {}
    used: set[int] = set()
    chosen: dict[int, Span] = {}
    for start, end, key in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if key in found and used.isdisjoint(range(start, end)):
            used.update(range(start, end))
            chosen[start] = Span(start, end, _expansions(found[key], typed[start:end]))
    return chosen


def _spans(
    typed: Sequence[str], taken: Collection[int], language: str
) -> Iterator[tuple[int, int, Key]]:
    free = [
        number
        for number, word in enumerate(typed)
        if number not in taken and len(word) > 1 and not is_stop_word(word, language)
    ]
    for first in range(len(free)):
        for size in range(1, MOST_KEY_WORDS + 1):
            places = free[first : first + size]
            if len(places) == size and places[-1] - places[0] == size - 1:
                key = tuple(stem(typed[place], language) for place in places)
                yield places[0], places[-1] + 1, key


def _expansions(
    translations: Sequence[TranslatedWord], typed: Sequence[str]
) -> tuple[Expansion, ...]:
    own = fold_word(" ".join(typed))
    words = {(each.language, fold_word(each.word)): each for each in translations}
    return tuple(
        Expansion(each.language, each.word, DICTIONARY_WEIGHT)
        for (_language, folded), each in words.items()
        if folded != own
    )[:MOST_TRANSLATIONS]
