"""The index as Elasticsearch sees it: how each language is analysed, and every field.

A text of a language goes through one chain: split at whatever is no letter or digit · small letters
(Greek ones lose their accents here) · the field's own words get their stem from a list
(search/analysis/overrides.py) · Snowball stems the others · accents are folded. Polish has no
stemmer in a stock server and lives by the list. German, Dutch, Norwegian and Swedish have a second
field in which compounds also stand with their parts.

The folded fields hold words that search/analysis prepared, split at blanks only: so quoted words
find the same records whatever the engine, and spelling can be corrected in Python.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from search.analysis.compounds import BLOCKS, COMPOUNDING, SHORTEST_COMPOUND
from search.analysis.overrides import FORMS
from search.analysis.words import composed, fold_word
from search.engines.base import Write
from search.engines.fields import (
    FOLDED_FIELDS,
    LANGUAGES,
    SORT_FIELDS,
    VALUE_FIELDS,
    folded_words_of,
    sort_values,
    texts_of,
    values_of,
)
from search.entry import ENTRY_FIELDS

#: Elasticsearch's name of each language's stemmer: Snowball's, as in search/analysis.
STEMMERS: dict[str, str] = {
    "en": "porter2",
    "fr": "french",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "nb": "norwegian",
    "sv": "swedish",
    "el": "greek",
}
#: The decompounder takes a block wherever it stands, not only where the whole word is made of
#: blocks: short ones would be found everywhere, and these in other words (Gemeinschaft, Trauma,
#: gemeenschap, tenåringer).
SHORTEST_BLOCK = 4
SHORT_BLOCKS = frozenset(("tag", "dag", "tid", "hem"))
AMBIGUOUS_BLOCKS = frozenset(("haft", "raum", "voor", "schap", "lees", "ringe", "rett"))
#: Results beyond are not shown (search/query.py: LAST_PAGE × PAGE_SIZE).
DEEPEST = 10_000


def _decompounder(language: str) -> dict[str, Any]:
    blocks = {
        form
        for block in BLOCKS[language]
        if (len(block) >= SHORTEST_BLOCK or block in SHORT_BLOCKS) and block not in AMBIGUOUS_BLOCKS
        for form in (block, fold_word(block))
    }
    return {
        "type": "dictionary_decompounder",
        "word_list": sorted(blocks),
        "min_word_size": SHORTEST_COMPOUND,
        "min_subword_size": min(map(len, blocks)),
        "only_longest_match": True,
    }


def _override(language: str) -> dict[str, Any]:
    """Every form of the list, with and without its accents → the stem."""
    rules: dict[str, str] = {}
    for forms in FORMS[language]:
        for form in forms:
            for spelling in (form, fold_word(form)):
                rules.setdefault(spelling, fold_word(forms[0]))
    return {
        "type": "stemmer_override",
        "rules": [f"{form} => {stem}" for form, stem in sorted(rules.items())],
    }


def _analysis() -> dict[str, Any]:
    filters: dict[str, Any] = {"greek_letters": {"type": "lowercase", "language": "greek"}}
    analyzers: dict[str, Any] = {"blanks": {"type": "custom", "tokenizer": "whitespace"}}
    for language in LANGUAGES:
        filters[f"words_{language}"] = _override(language)
        chain = [f"words_{language}"]
        if language in STEMMERS:
            filters[f"stems_{language}"] = {"type": "stemmer", "language": STEMMERS[language]}
            chain.append(f"stems_{language}")
        small = "greek_letters" if language == "el" else "lowercase"
        splits = {"type": "custom", "tokenizer": "words", "char_filter": ["comma_below"]}
        analyzers[language] = {**splits, "filter": [small, *chain, "asciifolding"]}
        if language in COMPOUNDING:
            filters[f"compounds_{language}"] = _decompounder(language)
            apart = [small, f"compounds_{language}", *chain, "asciifolding"]
            analyzers[f"{language}_parts"] = {**splits, "filter": apart}
    return {
        # Romanian is often typed with the Turkish cedilla; the stemmer knows the comma below.
        "char_filter": {
            "comma_below": {"type": "mapping", "mappings": ["ş=>ș", "ţ=>ț", "Ş=>Ș", "Ţ=>Ț"]}
        },
        "tokenizer": {"words": {"type": "pattern", "pattern": r"[^\p{L}\p{N}]+"}},
        "filter": filters,
        "analyzer": analyzers,
    }


def _properties() -> dict[str, Any]:
    fields: dict[str, Any] = {
        "key": {"type": "keyword"},
        "digest": {"type": "keyword"},
        "live": {"type": "boolean"},  # false: a deletion, kept so that a late write can't undo it
        "year": {"type": "integer"},
        "point": {"type": "geo_point"},
    }
    fields |= {name: {"type": "keyword"} for name in VALUE_FIELDS}
    fields |= {name: {"type": "keyword", "index": False} for name in SORT_FIELDS}
    fields |= {name: {"type": "text", "analyzer": "blanks"} for name in FOLDED_FIELDS}
    for language in LANGUAGES:
        fields[f"title_{language}"] = {"type": "text", "analyzer": language}
        fields[f"text_{language}"] = {"type": "text", "analyzer": language}
    for language in COMPOUNDING:
        # asked for by the parts that Python found, so what is typed is not taken apart again
        fields[f"parts_{language}"] = {
            "type": "text",
            "analyzer": f"{language}_parts",
            "search_analyzer": language,
        }
    return fields


SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,  # scores of a small index must not depend on where a record lies
    "auto_expand_replicas": "0-1",
    "gc_deletes": "1h",
    "max_result_window": DEEPEST,
    "analysis": _analysis(),
}
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # The database is what is shown: the index keeps words, no second copy of a text.
    "_source": {"enabled": False},
    "properties": _properties(),
    "_meta": {"entry": ENTRY_FIELDS},
}


def version_of(settings: Mapping[str, Any], mappings: Mapping[str, Any]) -> str:
    """Eight characters that change with anything in the settings or the mappings."""
    text = json.dumps([settings, mappings], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


#: An index of another version has to be rebuilt.
VERSION = version_of(SETTINGS, MAPPINGS)


def document(write: Write) -> dict[str, Any]:
    """Return what is stored of a record; of a deletion only that it is one."""
    entry = write.entry
    if entry is None:
        return {"key": write.key, "digest": "", "live": False}
    fields: dict[str, Any] = {"key": write.key, "digest": entry.digest, "live": True}
    if entry.year is not None:
        fields["year"] = entry.year
    if entry.point is not None:
        latitude, longitude = entry.point
        fields["point"] = {"lat": latitude, "lon": longitude}
    texts = texts_of(entry)
    for language, (title, text) in texts.items():
        fields[f"title_{language}"] = composed(title)
        fields[f"text_{language}"] = composed(text)
        if language in COMPOUNDING:
            fields[f"parts_{language}"] = composed(f"{title}\n{text}".strip())
    fields |= values_of(entry) | folded_words_of(entry, texts) | sort_values(entry)
    return {name: value for name, value in fields.items() if value not in ("", [])}
