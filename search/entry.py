"""What is indexed of a record: plain values, no model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from search.filters import CONCEPT_FIELDS


@dataclass(frozen=True, kw_only=True)
class SearchEntry:
    """Everything search knows about one record. Texts are plain; ids are record ids.

    `title`, `summary`, `body` map a language to a text. `names` are words that belong to no
    language (acronym, other names, authors, project number); `context` says whose and where it is
    (organisation, place). `countries` are the record's own, never its organisation's.
    """

    key: str
    title: Mapping[str, str]
    kind: str = ""
    summary: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    organisation: str = ""
    categories: tuple[str, ...] = ()
    maturity: str = ""
    year: int | None = None
    directions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    original_language: str = ""
    point: tuple[float, float] | None = None
    date: str = ""
    updated: str = ""

    @property
    def collection(self) -> str:
        """What sort of record it is, e.g. `practices`."""
        return self.key.partition("/")[0]

    @property
    def record_id(self) -> str:
        """The record's id in its collection."""
        return self.key.partition("/")[2]

    @property
    def concepts(self) -> tuple[str, ...]:
        """All concept ids, whatever their scheme."""
        groups = (getattr(self, name) for name in CONCEPT_FIELDS)
        return tuple(dict.fromkeys(concept for group in groups for concept in group))

    @property
    def text_languages(self) -> tuple[str, ...]:
        """Languages in which there is any text."""
        texts = (self.title, self.summary, self.body)
        return tuple(dict.fromkeys(code for text in texts for code in text if text[code]))

    def title_in(self, language: str) -> str:
        """The title in a language, or in the original one, English or any; the id at last."""
        for code in (language, self.original_language, "en", *self.title):
            if self.title.get(code):
                return self.title[code]
        return self.record_id

    @property
    def digest(self) -> str:
        """A short hash of the whole content: differs when anything that is indexed differs.

        `updated` is left out: it says when, not what.
        """
        values = {name: getattr(self, name) for name in ENTRY_FIELDS} | {"updated": ""}
        text = json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


#: What an entry has. An index made of other entries has to be built anew: its digests are others.
ENTRY_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(SearchEntry))
