"""Did you mean: the likeliest indexed word for one that isn't in the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from search.analysis.words import fold_word, words

#: A short word has too many neighbours, a long one may hold two slips.
SHORTEST_WORD = 4
TWO_SLIPS_FROM = 8


def slips_allowed(word: str) -> int:
    """How many letters may be wrong, missing, added or swapped in a word of this length."""
    if len(word) < SHORTEST_WORD:
        return 0
    return 2 if len(word) >= TWO_SLIPS_FROM else 1


def closest(word: str, candidates: Mapping[str, int]) -> str | None:
    """Return the candidate nearest to a folded word, the commoner one on a tie; None if none is.

    `candidates` maps folded words to the number of records that have them.
    """
    allowed = slips_allowed(word)
    best: tuple[int, int, str] | None = None
    for candidate, records in candidates.items():
        if candidate == word or abs(len(candidate) - len(word)) > allowed:
            continue
        distance = OSA.distance(word, candidate, score_cutoff=allowed)
        if distance <= allowed and (best is None or (distance, -records, candidate) < best):
            best = (distance, -records, candidate)
    return best[2] if best else None


def display_form(folded: str, texts: Iterable[str]) -> str:
    """Return how a folded word is written in the texts (`inchisoare` → `închisoare`)."""
    for text in texts:
        for word in words(text):
            if fold_word(word) == folded:
                return word if word.isupper() else word.lower()
    return folded
