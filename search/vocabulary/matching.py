"""Ask in any language: finding the vocabulary's concepts in what a reader typed.

Pure: works on plain terms, whoever loads them (search/vocabulary/concepts.py).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.analysis.words import content_words, fold_word, is_stop_word, stem, stem_key, words
from search.vocabulary.lexicon import Lexicon

#: One slip is forgiven in words longer than this.
EXACT_UP_TO = 5
#: Weights below the reader's own words (1.0).
LABEL_WEIGHT = 0.5
ALTERNATIVE_WEIGHT = 0.3
DICTIONARY_WEIGHT = 0.25
MOST_EXPANSIONS = 60
#: "and", which joins the two sides of many labels
CONJUNCTIONS: dict[str, frozenset[str]] = {
    "en": frozenset(("and",)),
    "fr": frozenset(("et",)),
    "de": frozenset(("und",)),
    "es": frozenset(("y", "e")),
    "it": frozenset(("e", "ed")),
    "nl": frozenset(("en",)),
    "pt": frozenset(("e",)),
    "ro": frozenset(("si",)),
    "nb": frozenset(("og",)),
    "sv": frozenset(("och",)),
    "pl": frozenset(("i",)),
    "el": frozenset(("και",)),
}
#: Concepts are tags of records, countries are where they are.
CONCEPT, COUNTRY = "concept", "country"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Term:
    """A thing with names in several languages. `field` is CONCEPT or COUNTRY.

    `part` is 0 for the whole label, 1 or 2 for a side of "Visits and contact": readers type one of
    the words only.
    """

    field: str
    value: str
    scheme: str = ""
    labels: Mapping[str, str]
    alternatives: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    narrower: tuple[str, ...] = ()
    part: int = 0

    def label_in(self, language: str) -> str:
        """The label in a language, in English, in any, or the id."""
        for code in (language, "en", *self.labels):
            if self.labels.get(code):
                return self.labels[code]
        return self.value


#: field, value, part
Ref = tuple[str, str, int]


class Expansion(NamedTuple):
    """Other words for what was typed, in a language, weighted below 1."""

    language: str
    text: str
    weight: float


class Match(NamedTuple):
    """Words `start` to `end` (exclusive) of the query name these terms, in `language`.

    `partial`: they are only a piece of the terms' names ("bedtime story").
    """

    start: int
    end: int
    language: str
    terms: tuple[Term, ...]
    partial: bool


class _Span(NamedTuple):
    start: int
    end: int
    size: int
    language: str
    refs: frozenset[Ref]
    partial: bool


class Vocabulary:
    """All terms, indexed for matching. Immutable once built.

    `lexicon` has the words that no term lists, if the operator has dictionaries.
    """

    def __init__(self, terms: Iterable[Term], *, lexicon: Lexicon | None = None) -> None:
        whole = list(terms)
        self.lexicon = lexicon
        self.terms: dict[tuple[str, str], Term] = {(t.field, t.value): t for t in whole}
        self._parts: dict[Ref, Term] = {
            (each.field, each.value, each.part): each
            for term in whole
            for each in (term, *_sides(term))
        }
        self._keys: dict[str, dict[tuple[str, ...], set[Ref]]] = {}
        self._pieces: dict[str, dict[tuple[str, ...], set[Ref]]] = {}
        self._words: dict[str, set[str]] = {}
        self._long_words: dict[str, set[str]] = {}
        self._longest = 1
        for ref, term in self._parts.items():
            for language, text in _names(term):
                self._add(ref, language, text, forgiving=term.field == CONCEPT)

    def _add(self, ref: Ref, language: str, text: str, *, forgiving: bool) -> None:
        plain = tuple(fold_word(word) for _, word in content_words(words(text), language))
        if not plain:
            return
        keys = self._keys.setdefault(language, {})
        for key in (plain, stem_key(text, language)):
            keys.setdefault(key, set()).add(ref)
        for piece in _pieces(stem_key(text, language)):
            self._pieces.setdefault(language, {}).setdefault(piece, set()).add(ref)
        self._words.setdefault(language, set()).update(plain, stem_key(text, language))
        self._longest = max(self._longest, len(plain))
        if forgiving:
            longs = self._long_words.setdefault(language, set())
            longs.update(word for word in plain if len(word) > EXACT_UP_TO)

    def concept(self, record_id: str) -> Term | None:
        """The concept of that id, or None."""
        return self.terms.get((CONCEPT, record_id))

    # -- matching --------------------------------------------------------------------------------
    def matches(self, typed: Sequence[str], *, language: str) -> list[Match]:
        """Find terms in the typed words: longest first, the reader's language before others.

        Words may be inflected or lack accents, and one slip is forgiven in words over five
        letters. Matches don't overlap and come in the order of the words.
        """
        order = [language, *(code for code in ("en", *self._keys) if code != language)]
        ranks = {code: rank for rank, code in enumerate(dict.fromkeys(order))}
        common = {i for i, word in enumerate(typed) if is_stop_word(word, language)}
        spans = [
            span
            for code in ranks
            for span in self._spans(typed, code, own=code == language)
            if not common.issuperset(range(span.start, span.end))
        ]
        spans.sort(key=lambda s: (s.partial, -s.size, ranks[s.language], s.start))
        taken: list[Match] = []
        for span in spans:
            if all(span.end <= match.start or span.start >= match.end for match in taken):
                terms = tuple(self._parts[ref] for ref in sorted(span.refs))
                taken.append(Match(span.start, span.end, span.language, terms, span.partial))
        return sorted(taken, key=lambda match: match.start)

    def _spans(self, typed: Sequence[str], language: str, *, own: bool) -> Iterator[_Span]:
        """Yield what could be names in a language.

        A short word of another language has to be written exactly as in the name: Romanian `cine`
        (who) has the stem of Italian `Cina` (China).
        """
        kept = content_words(list(typed), language)
        stems = [self._stem(word, language) for _, word in kept]
        plain = [fold_word(word) for _, word in kept]
        for first in range(len(kept)):
            for last in range(first + 1, min(first + self._longest, len(kept)) + 1):
                keyed = (
                    stems if own or last - first > 1 or len(plain[first]) > EXACT_UP_TO else plain
                )
                refs, partial = self._refs(language, keyed[first:last], plain[first:last])
                if refs:
                    start, end = kept[first][0], kept[last - 1][0] + 1
                    yield _Span(start, end, last - first, language, refs, partial)

    def _refs(
        self, language: str, stems: list[str], plain: list[str]
    ) -> tuple[frozenset[Ref], bool]:
        """Terms with exactly this name or, failing that, with a longer name that contains it."""
        keys = self._keys.get(language, {})
        whole = {*keys.get(tuple(stems), ()), *keys.get(tuple(plain), ())}
        if whole:
            return frozenset(whole), False
        return frozenset(self._pieces.get(language, {}).get(tuple(stems), ())), True

    def _stem(self, word: str, language: str) -> str:
        """A word's stem; that of the vocabulary's word it seems to be a slip of."""
        folded = fold_word(word)
        longs = self._long_words.get(language, set())
        if len(folded) <= EXACT_UP_TO or folded in longs or self.knows(word):
            return stem(word, language)
        near = (c for c in longs if OSA.distance(folded, c, score_cutoff=1) <= 1)
        best = min(near, default="")
        return stem(best, language) if best else stem(word, language)

    def knows(self, word: str) -> bool:
        """Whether a word stands in some name, in some language, so that it is no slip."""
        folded = fold_word(word)
        return any(
            folded in known or stem(word, code) in known for code, known in self._words.items()
        )

    # -- expansion -------------------------------------------------------------------------------
    def expansions(self, match: Match, *, typed: Sequence[str]) -> tuple[Expansion, ...]:
        """Other words for a match in every language, labels first; what was typed is left out."""
        own = {fold_word(" ".join(typed[match.start : match.end]))}
        found: dict[tuple[str, tuple[str, ...]], Expansion] = {}
        for weight in (LABEL_WEIGHT, ALTERNATIVE_WEIGHT):
            for term in match.terms:
                for language, text in _names(term, labels=weight == LABEL_WEIGHT):
                    key = (language, stem_key(text, language))
                    if key[1] and fold_word(text) not in own:
                        found.setdefault(key, Expansion(language, text, weight))
        return tuple(found.values())[:MOST_EXPANSIONS]

    def completing(self, prefix: str, *, language: str, limit: int) -> list[tuple[Term, str]]:
        """Concepts with a word that starts as typed, in the reader's language or any other.

        Returns (concept, the name that fits); names that start with the prefix come first.
        """
        start = " ".join(fold_word(word) for word in words(prefix))
        if not start:
            return []
        found: list[tuple[int, int, str, Term]] = []
        for term in self.terms.values():
            if term.field != CONCEPT:
                continue
            for code, name in _names(term):
                text = " ".join(fold_word(word) for word in words(name))
                if f" {text}".find(f" {start}") >= 0:
                    is_other = name != term.labels.get(code)
                    rank = (code != language) * 4 + is_other * 2 + (not text.startswith(start))
                    found.append((rank, len(text), name, term))
        best: dict[str, tuple[Term, str]] = {}
        found.sort(key=lambda item: item[:3])
        for _rank, _length, name, term in found:
            best.setdefault(term.value, (term, name))
        return list(best.values())[:limit]


def _names(term: Term, *, labels: bool | None = None) -> Iterator[tuple[str, str]]:
    """Yield (language, name) of labels (True), of alternatives (False) or of both (None)."""
    if labels is not False:
        yield from ((code, label) for code, label in term.labels.items() if label)
    if labels is not True:
        for code, names in term.alternatives.items():
            yield from ((code, name) for name in names)


def _pieces(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield neighbouring words of a longer name, at least two of them."""
    for size in range(2, len(key)):
        for start in range(len(key) - size + 1):
            yield key[start : start + size]


def _sides(term: Term) -> Iterator[Term]:
    """Yield both sides of labels such as "Visits and contact", in languages that have two."""
    if term.field != CONCEPT:
        return
    split = {code: _two_sides(label, code) for code, label in term.labels.items()}
    pairs = {code: pair for code, pair in split.items() if pair}
    for number in (1, 2):
        labels = {code: pair[number - 1] for code, pair in pairs.items()}
        if labels:
            yield Term(
                field=term.field,
                value=term.value,
                scheme=term.scheme,
                labels=labels,
                narrower=term.narrower,
                part=number,
            )


def _two_sides(label: str, language: str) -> tuple[str, str] | None:
    joints = CONJUNCTIONS.get(language, frozenset())
    found = words(label)
    places = [i for i, word in enumerate(found) if fold_word(word) in joints]
    if "," in label or len(places) != 1 or not 0 < places[0] < len(found) - 1:
        return None
    return " ".join(found[: places[0]]), " ".join(found[places[0] + 1 :])
