"""Splitting text into words, folding accents, and word stems by language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import NamedTuple

import snowballstemmer

from core import folding
from search.analysis.overrides import FORMS
from search.analysis.stopwords import STOP_WORDS

#: Snowball's name for each content language. Norwegian has one stemmer for both written forms.
STEMMERS: dict[str, str] = {
    "en": "english",
    "fr": "french",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "nb": "norwegian",
    "sv": "swedish",
    "pl": "polish",
    "el": "greek",
}
#: Longer "words" are noise (base64, pasted addresses) and are cut.
LONGEST_WORD = 60
_SNOWBALL = {language: snowballstemmer.stemmer(name) for language, name in STEMMERS.items()}
_WORD = re.compile(r"[^\W_]+")
#: Romanian is often typed with the Turkish cedilla; the stemmer knows the comma below.
_CEDILLA = str.maketrans({"ş": "ș", "ţ": "ț"})


class Word(NamedTuple):
    """A word and where it stands in its text (offsets in characters, end exclusive)."""

    text: str
    start: int
    end: int


def composed(text: str) -> str:
    """Return the text in composed Unicode form (NFC), so that offsets and letters agree."""
    return unicodedata.normalize("NFC", text)


def words_with_offsets(text: str, *, among: AbstractSet[str]) -> list[Word]:
    """Return those words of a text that are `among` some; the text is already composed."""
    found = _WORD.finditer(text)
    return [Word(word, m.start(), m.end()) for m in found if (word := m.group()) in among]


def words(text: str) -> list[str]:
    """Return the words of any text, in order. Apostrophes and hyphens separate."""
    return _WORD.findall(composed(text))


@lru_cache(200_000)
def fold_word(word: str) -> str:
    """Return a word as it is found (core.folding), cut where it is no word any more."""
    return folding.fold(word)[:LONGEST_WORD]


@cache
def _overrides(language: str) -> dict[str, str]:
    """Folded form → stem; a form in two lines belongs to the first."""
    stems: dict[str, str] = {}
    for forms in FORMS.get(language, ()):
        for form in forms:
            stems.setdefault(fold_word(form), fold_word(forms[0]))
    return stems


@lru_cache(200_000)
def stem(word: str, language: str) -> str:
    """Return a word's folded stem by the rules of `language`; the folded word without rules.

    Stemming comes before folding: the stemmers need the accents.
    """
    folded = fold_word(word)
    override = _overrides(language).get(folded)
    if override is not None:
        return override
    snowball = _SNOWBALL.get(language)
    if snowball is None or len(word) > LONGEST_WORD:
        return folded
    small = word.lower()
    if language == "ro":
        small = small.translate(_CEDILLA)
    return fold_word(snowball.stemWord(small)) or folded


def is_stop_word(word: str, language: str) -> bool:
    """Whether a word is too common in a language to be asked for (the, der, og …)."""
    return fold_word(word) in STOP_WORDS.get(language, frozenset())


def content_words(text_words: list[str], language: str) -> list[tuple[int, str]]:
    """Return (position, word) without the language's stop words; all words if none would remain."""
    kept = [(i, word) for i, word in enumerate(text_words) if not is_stop_word(word, language)]
    return kept or list(enumerate(text_words))


def stem_key(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of a text's content words: equal for inflected forms of a label."""
    return tuple(stem(word, language) for _, word in content_words(words(text), language))
