"""Cutting the telling piece out of a text and marking the words that were found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis.compounds import parts
from search.analysis.words import Word, composed, fold_word, stem, words, words_with_offsets

#: Characters of a snippet, and of the text before its first mark.
WIDTH = 240
LEAD = 60


@dataclass(frozen=True)
class Terms:
    """What counts as found: folded words of any language, and stems of one language."""

    language: str
    folded: frozenset[str]
    stems: frozenset[str]
    #: others that have all of these stems: what is none of them is none of these
    within: Terms | None = field(default=None, compare=False, repr=False)
    #: words that were looked at before: the texts of a page of results have most in common
    _seen: set[str] = field(default_factory=set, compare=False, repr=False)
    _hits: set[str] = field(default_factory=set, compare=False, repr=False)

    def among(self, text: str) -> frozenset[str]:
        """Return those words of any text that are one of them, also as part of a compound."""
        if not self.folded and not self.stems:
            return frozenset()
        present = self.within.among(text) if self.within else _different_words(text)
        unseen = present - self._seen
        self._hits.update(filter(self._is_one, unseen))
        self._seen.update(unseen)
        return present & self._hits

    def _is_one(self, word: str) -> bool:
        return not self._keys.isdisjoint(_keys(word, self.language))

    @cached_property
    def _keys(self) -> frozenset[str]:
        return self.stems.union(f"={word}" for word in self.folded)


@lru_cache(50_000)
def _keys(word: str, language: str) -> tuple[str, ...]:
    """All a word can be found by: its stem, those of its parts, and the word itself, marked."""
    return (f"={fold_word(word)}", stem(word, language), *parts(word, language))


@lru_cache(256)
def _different_words(text: str) -> frozenset[str]:
    """The words of a text; kept, because it is looked through for this and that."""
    return frozenset(words(text))


def found_in(text: str, terms: Terms) -> list[Word]:
    """Return the words of an already composed text that count as found."""
    present = terms.among(text)
    return words_with_offsets(text, among=present) if present else []


def marked(text: str, terms: Terms) -> SafeString:
    """Return a whole short text (a title) as safe HTML with `<mark>` around what was found."""
    text = composed(text)
    return _html(text, found_in(text, terms), start=0, end=len(text))


def snippet(text: str, terms: Terms, *, width: int = WIDTH) -> SafeString:
    """Return the densest piece of a text as safe HTML with `<mark>`, or "" where nothing is found.

    `width` is in characters; the piece starts and ends at words, and `…` shows what was cut.
    """
    present = terms.among(text)
    if not present:
        return SafeString("")
    text = composed(" ".join(text.split()))
    found = words_with_offsets(text, among=present)
    start, end = _window(text, found, width)
    return _html(text, found, start=start, end=end)


def _window(text: str, found: list[Word], width: int) -> tuple[int, int]:
    if len(text) <= width:
        return 0, len(text)
    first = max(found, key=lambda word: (_inside(found, word.start, width), -word.start))
    start = min(max(0, first.start - LEAD), len(text) - width)
    if start:
        space = text.find(" ", start, first.start)
        start = space + 1 if space >= 0 else first.start
    end = start + width
    if end < len(text):
        space = text.rfind(" ", first.end, end)
        end = space if space >= 0 else max(end, first.end)
    return start, min(end, len(text))


def _inside(found: list[Word], start: int, width: int) -> int:
    return len(
        {fold_word(word.text) for word in found if start <= word.start < start + width - LEAD}
    )


def _html(text: str, found: list[Word], *, start: int, end: int) -> SafeString:
    pieces = ["…"] if start else []
    position = start
    for word in found:
        if word.start < start or word.end > end:
            continue
        pieces.append(escape(text[position : word.start]))
        pieces.append(f"<mark>{escape(word.text)}</mark>")
        position = word.end
    pieces.append(escape(text[position:end]))
    if end < len(text):
        pieces.append("…")
    return mark_safe("".join(pieces))  # noqa: S308 # every piece of text is escaped above
