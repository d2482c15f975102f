"""Plain entries, a small vocabulary and ways to ask, for tests of the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.engines.base import Engine, Results, Write
from search.entry import SearchEntry
from search.plan import build_plan
from search.query import SearchQuery
from search.vocabulary.matching import CONCEPT, COUNTRY, Term, Vocabulary

VISITS = Term(
    field=CONCEPT,
    value="visits",
    scheme="theme",
    labels={
        "en": "Prison visits",
        "fr": "Parloirs",
        "nb": "Fengselsbesøk",
        "ro": "Vizite în penitenciar",
    },
    alternatives={"en": ["visiting"], "fr": ["visites en prison"], "nb": ["besøk i fengsel"]},
    narrower=("family-day",),
)
FAMILY_DAY = Term(
    field=CONCEPT,
    value="family-day",
    scheme="topic",
    labels={"en": "Family day", "nb": "Familiedag"},
)
STORIES = Term(
    field=CONCEPT,
    value="bedtime-stories",
    scheme="theme",
    labels={"en": "Recorded bedtime stories", "fr": "Histoires du soir enregistrées"},
)
SCHOOL = Term(
    field=CONCEPT,
    value="school-and-education",
    scheme="theme",
    labels={"en": "School and education", "nb": "Skole og utdanning", "de": "Schule und Bildung"},
)
NORWAY = Term(field=COUNTRY, value="NO", labels={"en": "Norway", "nb": "Norge", "fr": "Norvège"})
VOCABULARY = Vocabulary([VISITS, FAMILY_DAY, STORIES, SCHOOL, NORWAY])
EMPTY = Vocabulary([])


def entry(
    key: str, title: str | dict[str, str] = "", *, language: str = "en", **fields: Any
) -> SearchEntry:
    """An entry with a title in `language`, or in several; other fields by name."""
    titles = title if isinstance(title, dict) else {language: title or key}
    fields.setdefault("languages", tuple(titles))
    return SearchEntry(key=key, title=titles, original_language=language, **fields)


def put(engine: Engine, *entries: SearchEntry, version: int = 1) -> None:
    """Write entries, refusing refusals."""
    assert engine.write([Write(each.key, version, each) for each in entries]) == {}


def remove(engine: Engine, key: str, *, version: int) -> None:
    """Write a deletion."""
    assert engine.write([Write(key, version, None)]) == {}


def ask(
    engine: Engine,
    text: str = "",
    *,
    reader: str = "en",
    vocabulary: Vocabulary = EMPTY,
    limit: int = 20,
    relaxed: bool = False,
    without: tuple[str, ...] = (),
    **params: Any,
) -> Results:
    """Search for text and filters as an address would, for a reader of a language."""
    query = SearchQuery.parse({"q": text, **params}, reader)
    assert query.ignored == ()
    plan = build_plan(query, vocabulary, limit=limit, without=without)
    return engine.search(plan.relax() if relaxed else plan)


def keys(results: Results) -> list[str]:
    """The hits' keys, best first."""
    return [hit.key for hit in results.hits]


def ids(results: Results) -> Sequence[str]:
    """The hits' record ids, sorted."""
    return sorted(hit.key.partition("/")[2] for hit in results.hits)
