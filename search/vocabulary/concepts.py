"""The vocabulary of this site: the office's concepts and the world's countries, kept in memory."""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max

from core.countries import COUNTRY_CODES, country_name
from core.i18n import LANGS, texts_of
from search.models import Concept
from search.vocabulary.lexicon import FILE_NAME, Lexicon
from search.vocabulary.matching import CONCEPT, COUNTRY, Term, Vocabulary

Version = tuple[int, int | None, datetime | None]


class _Kept:
    """What this process has loaded."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version: Version | None = None
        self.vocabulary = Vocabulary([])


_kept = _Kept()


def current_vocabulary() -> Vocabulary:
    """Return the vocabulary as the database has it now.

    One small query finds out whether it changed since it was last loaded by this process.
    """
    version = _version()
    with _kept.lock:
        if _kept.version != version:
            lexicon = Lexicon(Path(settings.DATA_DIR) / FILE_NAME, pivots=True)
            _kept.vocabulary = Vocabulary([*_concepts(), *_countries()], lexicon=lexicon)
            _kept.version = version
        return _kept.vocabulary


def _version() -> Version:
    found = Concept.objects.aggregate(rows=Count("pk"), newest=Max("pk"), changed=Max("updated_at"))
    return (found["rows"], found["newest"], found["changed"])


def _concepts() -> list[Term]:
    concepts = list(Concept.objects.order_by("record_id"))
    ids = {concept.pk: concept.record_id for concept in concepts}
    narrower: dict[int, list[str]] = defaultdict(list)
    for concept in concepts:
        if concept.broader_id in ids:
            narrower[concept.broader_id].append(concept.record_id)
    return [
        Term(
            field=CONCEPT,
            value=concept.record_id,
            scheme=concept.scheme,
            labels=texts_of(concept, "label"),
            alternatives={
                language: [str(name) for name in names]
                for language, names in (concept.alternative or {}).items()
            },
            narrower=tuple(narrower[concept.pk]),
        )
        for concept in concepts
    ]


@cache
def _countries() -> tuple[Term, ...]:
    return tuple(
        Term(
            field=COUNTRY,
            value=code,
            labels={language: country_name(code, language) for language in LANGS},
        )
        for code in COUNTRY_CODES
    )
