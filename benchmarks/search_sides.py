"""Who is compared: the site with each of its engines, the bare engines, and Wagtail's backends.

Every side indexes the same rows and is asked the same questions. What a reader of a page of twenty
results waits for is measured, templates excepted. The site counts thirteen facets and explains each
result; a bare engine does what one request to it does, all facets counted, and gives keys;
Wagtail's backends count the results and load twenty, without facets, snippets or other languages.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from threading import Timer
from typing import Any

import tantivy
from django.db import OperationalError, connection
from typing_extensions import override
from wagtail.search.backends import get_search_backend
from wagtail.search.utils import parse_query_string

from benchmarks.app.models import GeneratedRecord
from search.engines.base import Engine, Write
from search.engines.elasticsearch import mapping, queries
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.server import Document
from search.engines.embedded import MOST_VALUES, EmbeddedEngine
from search.engines.fields import order_field
from search.plan import SearchPlan, build_plan
from search.query import PAGE_SIZE, SearchQuery
from search.results.find import checked, find
from search.state.index_state import drain_all, read_entries, rebuild, touch
from search.vocabulary.concepts import current_vocabulary

Question = Callable[[], object]

RAW_INDEX = "bench-raw"
WARM_UP = 4  # requests
RAW_BATCH = 500  # documents of one request, as the client's own bulk sends them
LIMIT = 30.0  # seconds of one answer of Wagtail's on SQLite
WAGTAIL_BATCH = 1000  # rows at a time, as its command reads them


class Side(ABC):
    """One way of searching. `build` and the prepared questions are what is timed."""

    name: str
    builds = True  # an index of its own

    def warm_up(self) -> None:  # noqa: B027 # most sides need none
        """Do untimed what makes later work faster: a Java program starts slowly."""

    @abstractmethod
    def build(self) -> float:
        """Index all rows; return the seconds it took."""

    @abstractmethod
    def question(self, query: SearchQuery) -> Question | None:
        """Prepare a question; None if this side can't be asked it."""


class Site(Side):
    """The site itself with one of its engines."""

    def __init__(self, name: str, engine: Engine) -> None:
        self.name = name
        self.engine = engine

    def build(self) -> float:
        """Read the rows, make entries of them, write them, note that they are written."""
        return _timed(lambda: rebuild(engine=self.engine))

    def update(self, keys: Sequence[str]) -> float:
        """Note changes of these records and write them as the worker does."""

        def change() -> None:
            touch(keys)
            drain_all(engine=self.engine)

        return _timed(change)

    @override
    def question(self, query: SearchQuery) -> Question:
        return lambda: find(query, engine=self.engine)


class BareEmbedded(Side):
    """tantivy, asked a query that was built before."""

    name = "tantivy alone"
    builds = False

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine = engine

    def build(self) -> float:
        """Nothing of its own: it is asked in the site's index."""
        return 0.0

    def question(self, query: SearchQuery) -> Question:
        """One search for a page of hits and one for each group of facets."""
        plan = _plan(query)
        searcher, build = self.engine._searcher()  # noqa: SLF001 # beneath the engine
        order: dict[str, Any] = {"order_by_field": order_field(plan), "order": tantivy.Order.Asc}
        options = order if order_field(plan) else {}
        counted = [
            (build.query(plan, without=left_out), aggregation(names))
            for left_out, names in plan.passes().items()
        ]
        best = build.query(plan)

        def ask() -> list[Any]:
            found: Any = searcher.search(best, plan.limit, offset=plan.offset, **options)
            for matching, wanted in counted:
                searcher.aggregate(matching, wanted)
            return [searcher.doc(address)["key"][0] for _score, address in found.hits]

        return ask


class BareElasticsearch(Side):
    """Elasticsearch, given documents and a request that were made before."""

    name = "Elasticsearch alone"

    def __init__(self, engine: ElasticsearchEngine) -> None:
        self.engine = engine

    @override
    def warm_up(self) -> None:
        self._send(WARM_UP)

    def build(self) -> float:
        """Send finished documents in bulk; only the sending is timed."""
        return self._send(None)

    def _send(self, most: int | None) -> float:
        server = self.engine.server
        server.drop([RAW_INDEX])
        server.create(RAW_INDEX, settings=mapping.SETTINGS, mappings=mapping.MAPPINGS)
        seconds = 0.0
        for lines in islice(_bulk_lines(), most):
            send = partial(server.client().bulk, index=RAW_INDEX, operations=lines)
            seconds += _timed(send)
        seconds += _timed(partial(server.refresh, RAW_INDEX))
        server.drop([RAW_INDEX])
        return seconds

    def question(self, query: SearchQuery) -> Question:
        """One request: a page of hits and all facets."""
        plan = _plan(query)
        body, preference = queries.search_body(plan), queries.preference(plan)
        server, alias = self.engine.server, self.engine.alias
        return lambda: server.search(alias, body, preference=preference)


class Wagtail(Side):
    """One of Wagtail's search backends."""

    def __init__(self, name: str, backend: str) -> None:
        self.name = name
        self.backend = get_search_backend(backend)

    def build(self) -> float:
        """Do what Wagtail's own command does for one model."""
        return _timed(self._build)

    def _build(self) -> None:
        rebuilder = self.backend.rebuilder_class(self.backend.get_index_for_model(GeneratedRecord))
        index = rebuilder.start()
        index.add_model(GeneratedRecord)
        rows = GeneratedRecord.get_indexed_objects().order_by("pk").iterator(WAGTAIL_BATCH)
        while batch := list(islice(rows, WAGTAIL_BATCH)):
            index.add_items(GeneratedRecord, batch)
        rebuilder.finish()

    def question(self, query: SearchQuery) -> Question | None:
        """Count the results and load a page of them; it needs words and knows no filters here."""
        if not query.text:
            return None
        _filters, parsed = parse_query_string(query.text, operator="and")

        def ask() -> list[Any]:
            found = self.backend.search(parsed, GeneratedRecord.objects.all())
            with _given_up_after(LIMIT):
                found.count()
                return list(found[:PAGE_SIZE])
            return []

        return ask


@contextmanager
def _given_up_after(seconds: float) -> Iterator[None]:
    """Stop a query of SQLite that takes longer; its time is then this limit."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    timer = Timer(seconds, connection.connection.interrupt)
    timer.start()
    try:
        yield
    except OperationalError:  # interrupted
        if timer.is_alive():
            raise
    finally:
        timer.cancel()


def aggregation(names: Sequence[str]) -> dict[str, Any]:
    """What tantivy is asked in order to count facets."""
    return {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}


def _plan(query: SearchQuery) -> SearchPlan:
    vocabulary = current_vocabulary()
    return build_plan(checked(query, vocabulary), vocabulary)


def _bulk_lines() -> Iterator[Any]:
    """Yield the bodies of bulk requests, made when they are asked for."""
    keys = [
        f"{GeneratedRecord.collection}/{record_id}"
        for record_id in GeneratedRecord.objects.values_list("record_id", flat=True)
    ]
    for start in range(0, len(keys), RAW_BATCH):
        entries, _failed = read_entries(keys[start : start + RAW_BATCH])
        writes = [Write(key, 1, entry) for key, entry in entries.items()]
        documents = (Document.of(w.key, w.version, mapping.document(w)) for w in writes)
        yield b"".join(document.lines for document in documents)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
