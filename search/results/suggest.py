"""While the reader types: keywords of the vocabulary, and records by title or name."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from search.engines import current_engine
from search.engines.base import EngineError
from search.filters import BY_SCHEME
from search.models import Scheme
from search.query import SearchQuery, clean_text
from search.results.find import load_cards
from search.state.closed import closed_keys
from search.vocabulary.concepts import current_vocabulary
from search.vocabulary.matching import Term

logger = logging.getLogger(__name__)

MOST = 8
MOST_CONCEPTS = 3
LONGEST = 100  # characters; nobody waits for suggestions to more


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A line below the search box. `language` is that of the label, `note` says what it is."""

    label: str
    language: str
    note: str
    url: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def suggestions(text: str, *, language: str) -> list[Suggestion]:
    """Return at most MOST suggestions; without an engine only those of the vocabulary."""
    asked = clean_text(text)[:LONGEST]
    if len(asked) < 2:
        return []
    with override(language):
        found = [
            _concept(term, name, language)
            for term, name in current_vocabulary().completing(
                asked, language=language, limit=MOST_CONCEPTS
            )
        ]
        return [*found, *_records(asked, language, MOST - len(found))]


def _concept(term: Term, name: str, language: str) -> Suggestion:
    label = term.label_in(language)
    query = SearchQuery(language=language)
    query = (
        query.with_(**{BY_SCHEME[term.scheme].name: term.value})
        if term.scheme in BY_SCHEME
        else query.with_(text=label)
    )
    shown = label if label == name else f"{label} ({name})"
    return Suggestion(
        label=shown,
        language=language,
        note=str(Scheme(term.scheme).label),
        url=f"{reverse('search:search')}?{query.urlencode()}",
    )


def _records(text: str, language: str, limit: int) -> list[Suggestion]:
    try:
        keys = current_engine().suggest(text, language=language, limit=limit, without=closed_keys())
    except EngineError:
        logger.exception("suggestions go on without the engine")
        return []
    return [
        Suggestion(
            label=str(card.title),
            language=card.title.language or language,
            note=card.kind_label,
            url=card.url,
        )
        for card in load_cards(keys, language).values()
    ]
