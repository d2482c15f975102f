"""The other executor: filters on the database, for lists and for when the engine is down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from core.i18n import LANGS, loc
from search.analysis.words import content_words, words
from search.query import SearchQuery
from search.sources.registry import sources

MOST_WORDS = 10


def records_matching(query: SearchQuery) -> list[str]:
    """Return keys of public records that match the filters, collection by collection.

    Text is only looked for as it stands, in titles and summaries: this is what remains when there
    is no engine. The number of database queries depends on the collections only.
    """
    wanted = query.values("collection")
    return [
        f"{source.collection}/{record_id}"
        for source in sources()
        if not wanted or source.collection in wanted
        for record_id in source.matching(query)
    ]


def records_appeared(
    query: SearchQuery, *, since: datetime, until: datetime
) -> dict[str, list[str]]:
    """Return keys of what matches and became public from `since` until before `until`.

    By collection, newest first; collections without any are left out. One database query for each
    collection.
    """
    wanted = query.values("collection")
    found = {
        source.collection: [
            f"{source.collection}/{record_id}"
            for record_id in source.appeared(query, since=since, until=until)
        ]
        for source in sources()
        if not wanted or source.collection in wanted
    }
    return {collection: keys for collection, keys in found.items() if keys}


def text_condition(query: SearchQuery, fields: Iterable[str]) -> Q:
    """Each of the query's words stands in one of the translated fields, in some language."""
    columns = [loc(name, language) for name in fields for language in LANGS]
    typed = [word for _, word in content_words(words(query.text), query.language)][:MOST_WORDS]
    each = (
        reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns)) for word in typed
    )
    return reduce(and_, each, Q())
