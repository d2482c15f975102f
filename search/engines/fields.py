"""How an entry becomes fields of words: the same for every engine.

Words of fields are already folded or stemmed and only need splitting at blanks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from search.analysis.compounds import COMPOUNDING, parts
from search.analysis.words import STEMMERS, fold_word, stem, words
from search.entry import ENTRY_FIELDS, SearchEntry
from search.filters import FILTERS
from search.plan import SearchPlan

#: language → (title, summary and body)
Texts = Mapping[str, tuple[str, str]]

LANGUAGES: tuple[str, ...] = tuple(STEMMERS)
#: Fields with whole values, for filters and counts. `concept` joins all schemes.
VALUE_FIELDS: tuple[str, ...] = (*FILTERS, "concept")
#: Fields with folded words of all languages.
FOLDED_FIELDS: tuple[str, ...] = ("names", "exact_title", "exact_text")
#: Fields with stems, one per language; compounds have their parts in a field of their own.
STEM_FIELDS: tuple[str, ...] = (
    *(f"title_{language}" for language in LANGUAGES),
    *(f"text_{language}" for language in LANGUAGES),
    *(f"parts_{language}" for language in COMPOUNDING),
)
#: Fields to sort by, ascending; each value is unique because it ends with the key.
SORT_FIELDS: tuple[str, ...] = (
    "sort_newest",
    *(f"sort_title_{language}" for language in LANGUAGES),
)
#: To be raised with every change of the analysis of words.
ANALYSIS = 3
INDEXED = (*VALUE_FIELDS, *FOLDED_FIELDS, *STEM_FIELDS, *SORT_FIELDS, *ENTRY_FIELDS)
#: An index with these words of another version has to be rebuilt; new fields make a new one.
VERSION = f"{ANALYSIS}.{hashlib.sha256(' '.join(INDEXED).encode()).hexdigest()[:8]}"
_NINES = str.maketrans("0123456789", "9876543210")


def content_of(entry: SearchEntry) -> dict[str, Any]:
    """Return all fields of an entry but its key and version; empty ones are left out.

    `year` is a number, `latitude` and `longitude` are degrees.
    """
    fields: dict[str, Any] = {"digest": entry.digest}
    if entry.year is not None:
        fields["year"] = entry.year
    if entry.point is not None:
        fields["latitude"], fields["longitude"] = map(float, entry.point)
    return fields | values_of(entry) | words_of(entry) | sort_values(entry)


def sort_field(sort: str, language: str) -> str:
    """The field that orders by newest date or by title in a language."""
    return "sort_newest" if sort == "newest" else f"sort_title_{language}"


def order_field(plan: SearchPlan) -> str:
    """The field that orders a plan's hits, ascending; "" for the best match first.

    Without words to match the newest come first.
    """
    sort = plan.query.sort
    if sort == "relevance":
        return "" if plan.clauses else sort_field("newest", plan.query.language)
    return sort_field(sort, plan.query.language)


def values_of(entry: SearchEntry) -> dict[str, list[str]]:
    """Return the values of VALUE_FIELDS, empty ones left out."""
    values = {name: getattr(entry, each.field) for name, each in FILTERS.items()}
    values["concept"] = entry.concepts
    several = {n: (given,) if isinstance(given, str) else given for n, given in values.items()}
    return {name: [v for v in dict.fromkeys(given) if v] for name, given in several.items()}


def words_of(entry: SearchEntry) -> dict[str, str]:
    """Return the words of FOLDED_FIELDS and STEM_FIELDS, joined by blanks, empty ones left out."""
    texts = texts_of(entry)
    fields = folded_words_of(entry, texts)
    for code, (title, text) in texts.items():
        title_words, text_words = words(title), words(text)
        fields[f"title_{code}"] = " ".join(stem(word, code) for word in title_words)
        fields[f"text_{code}"] = " ".join(stem(word, code) for word in text_words)
        if code in COMPOUNDING:
            split = (part for word in (*title_words, *text_words) for part in parts(word, code))
            fields[f"parts_{code}"] = " ".join(split)
    return {name: value for name, value in fields.items() if value}


def folded_words_of(entry: SearchEntry, texts: Texts) -> dict[str, str]:
    """Return the words of FOLDED_FIELDS, joined by blanks; a field may be empty.

    `texts` are the entry's own, from `texts_of`.
    """
    return {
        "names": _folded(entry.names),
        "exact_title": _folded(entry.title.values()),
        "exact_text": _folded([*(text for _title, text in texts.values()), *entry.context]),
    }


def texts_of(entry: SearchEntry) -> Texts:
    """Return language → (title, summary and body), as they are written, where there is any."""
    present = frozenset(entry.text_languages)
    return {
        code: (entry.title.get(code, ""), _joined(entry.summary, entry.body, code))
        for code in LANGUAGES
        if code in present
    }


def sort_values(entry: SearchEntry) -> dict[str, str]:
    """Return the values of SORT_FIELDS."""
    newest = entry.date.translate(_NINES) or "~"
    values = {"sort_newest": f"{newest} {entry.key}"}
    folded: dict[str, str] = {}  # most languages fall back on the same title
    for code in LANGUAGES:
        title = entry.title_in(code)
        if title not in folded:
            folded[title] = _folded([title])[:200]
        values[f"sort_title_{code}"] = f"{folded[title]} {entry.key}"
    return values


def _joined(summary: Mapping[str, str], body: Mapping[str, str], language: str) -> str:
    return f"{summary.get(language, '')}\n{body.get(language, '')}".strip()


def _folded(texts: Iterable[str]) -> str:
    return " ".join(map(fold_word, chain.from_iterable(map(words, texts))))
