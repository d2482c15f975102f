"""The embedded engine: tantivy in a directory, no server. The only module that imports tantivy.

Words are prepared in Python on both sides (search/engines/fields.py), so every text field is split
at blanks only. One writer at a time; readers notice a commit by the index's `meta.json`.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tantivy
from django.core.exceptions import ImproperlyConfigured
from typing_extensions import override

from search.analysis.words import fold_word, words
from search.engines.base import (
    Engine,
    EngineBusyError,
    EngineError,
    EngineMissingError,
    EngineOutdatedError,
    EngineUnavailableError,
    Health,
    Hit,
    Keys,
    Results,
    Stored,
    Write,
    newest_of,
    reporting,
)
from search.engines.fields import (
    FOLDED_FIELDS,
    SORT_FIELDS,
    STEM_FIELDS,
    VALUE_FIELDS,
    VERSION,
    content_of,
    order_field,
)
from search.engines.generations import Generations
from search.engines.wording import Wording, wording
from search.near import Near
from search.plan import SearchPlan
from search.query import DISTANCE

HEAP = 30_000_000  # bytes of the writer
MOST_VALUES = 300  # counted per facet
MOST_TERMS = 20_000  # looked through for similar words
LIVE = "live"
_reported = partial(reporting, errors=(ValueError, OSError))  # what tantivy raises


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    raw: dict[str, Any] = {"tokenizer_name": "raw", "index_option": "basic", "fast": True}
    builder.add_text_field("key", stored=True, **raw)
    builder.add_text_field("digest", stored=True, **raw)
    builder.add_unsigned_field("version", stored=True, indexed=True, fast=True)
    for name in (LIVE, *VALUE_FIELDS, *SORT_FIELDS):
        builder.add_text_field(name, **raw)
    builder.add_integer_field("year", indexed=True, fast=True)
    for name in ("latitude", "longitude"):
        builder.add_float_field(name, stored=True, indexed=True, fast=True)
    for name in (*FOLDED_FIELDS, *STEM_FIELDS):
        builder.add_text_field(name, tokenizer_name="blanks")
    return builder.build()


def _opened(path: Path) -> tantivy.Index:
    index = tantivy.Index(_schema(), path=str(path))
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("blanks", blanks)  # not stored with the index
    return index


class EmbeddedEngine(Engine):
    """tantivy in the directory after `embedded:`."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        directory = url.partition(":")[2]
        if not directory:
            raise ImproperlyConfigured(f"SEARCH_URL={url}: name a directory after the colon")
        self.generations = Generations(Path(directory), version=VERSION)
        self._lock = threading.Lock()
        self._reading: tuple[int, Path, tuple[int, int]] | None = None
        self._index: tantivy.Index | None = None

    # -- reading ---------------------------------------------------------------------------------
    @override
    def search(self, plan: SearchPlan) -> Results:
        if plan.is_blank:
            return Results()
        (searcher, build), by = self._searcher(plan.without), order_field(plan)
        order = {"order_by_field": by, "order": tantivy.Order.Asc} if by else {}
        with _reported("search"):
            build.around = self._around(plan.query.near, searcher, build)
            build.words = build.build(wording(plan)) if plan.clauses else None
            if plan.query.sort == DISTANCE:
                total, hits = self._nearest(plan, searcher, build)
            else:
                page: Any = {"limit": plan.limit, "offset": plan.offset, **order}
                found: Any = searcher.search(build.query(plan), **page)
                total, hits = found.count, found.hits
            scored = ((searcher.doc(at)["key"][0], 0.0 if by else score) for score, at in hits)
            counts = self._counts(plan, searcher, build)
            return Results(hits=tuple(Hit(*hit) for hit in scored), total=total, facets=counts)

    @staticmethod
    def _around(
        near: Near | None, searcher: tantivy.Searcher, build: _Builder
    ) -> dict[str, float] | None:
        """Measure what lies in the box round the circle: key → km, nearest first."""
        if near is None:
            return None
        found = searcher.search(build.box(near), max(searcher.num_docs, 1)).hits
        read = (searcher.doc(address) for _score, address in found)
        return near.within((d["key"][0], (d["latitude"][0], d["longitude"][0])) for d in read)

    @staticmethod
    def _nearest(
        plan: SearchPlan, searcher: tantivy.Searcher, build: _Builder
    ) -> tuple[int, list[Any]]:
        found = searcher.search(build.query(plan), max(searcher.num_docs, 1)).hits
        places = {searcher.doc(address)["key"][0]: address for _score, address in found}
        page = [(0.0, places[key]) for key in build.around or () if key in places]
        return len(places), page[plan.offset : plan.offset + plan.limit]

    def _counts(
        self, plan: SearchPlan, searcher: tantivy.Searcher, build: _Builder
    ) -> dict[str, dict[str, int]]:
        """Count each facet without its own filter: one pass for those not chosen, one per other."""
        counts: dict[str, dict[str, int]] = {}
        for left_out, names in plan.passes().items():
            wanted = {n: {"terms": {"field": n, "size": MOST_VALUES}} for n in names}
            found = searcher.aggregate(build.query(plan, without=left_out), wanted)
            for name in names:
                buckets = found[name]["buckets"]
                counts[name] = {str(b["key"]): int(b["doc_count"]) for b in buckets}
        return counts

    @override
    def suggest(self, text: str, *, language: str, limit: int, without: Keys = ()) -> Keys:
        searcher, build = self._searcher(without)
        typed = [fold_word(word) for word in words(text)][:10]
        with _reported("suggest"):
            if not typed:
                return ()
            found = searcher.search(build.beginning(typed, language), limit)
            return tuple(searcher.doc(address)["key"][0] for _score, address in found.hits)

    @override
    def similar(self, word: str) -> Mapping[str, int]:
        """Words that start with another letter are not looked at."""
        folded = fold_word(word)
        found: dict[str, int] = {}
        if not folded:
            return found
        searcher, _build = self._searcher()
        with _reported("similar"):
            for name in FOLDED_FIELDS:
                for term, records in searcher.terms_with_prefix(name, folded[0], limit=MOST_TERMS):
                    found[term] = max(records, found.get(term, 0))
        return found

    @override
    def contents(self) -> Iterator[Stored]:
        searcher, _build = self._searcher()
        with _reported("contents"):
            yield from self._stored(searcher, tantivy.Query.all_query(), searcher.num_docs)

    @override
    def check(self) -> None:
        self._searcher()

    @override
    def health(self) -> Health:
        try:
            searcher, build = self._searcher()
            with _reported("health"):
                found: Any = searcher.search(build.live(), 1)
        except EngineError as error:
            return Health(ok=False, detail=str(error))
        return Health(ok=True, records=found.count, detail=str(self.generations.directory))

    @override
    def close(self) -> None:
        with self._lock:
            self._reading = self._index = None

    def _searcher(self, without: Keys = ()) -> tuple[tantivy.Searcher, _Builder]:
        """Open the index in use, or reload it if there was a commit since."""
        with self._lock:
            try:
                path = self.generations.current()
                with _reported("open"):
                    index = self._follow(path)
            except EngineUnavailableError:
                raise
            except EngineError as error:
                self._reading = None
                raise EngineUnavailableError(str(error)) from error
            return index.searcher(), _Builder(index.schema, without)

    def _follow(self, path: Path) -> tantivy.Index:
        status = (path / "meta.json").stat()
        stamp = (status.st_mtime_ns, status.st_ino)
        reading = (os.getpid(), path, stamp)  # a reader doesn't survive a fork
        if self._index is None or self._reading is None or self._reading[:2] != reading[:2]:
            self._index = _opened(path)
        elif self._reading != reading:
            self._index.reload()
        self._reading = reading
        return self._index

    @staticmethod
    def _stored(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> Iterator[Stored]:
        for _score, address in searcher.search(query, max(limit, 1)).hits:
            document = searcher.doc(address)
            yield Stored(document["key"][0], document["version"][0], document["digest"][0])

    # -- writing ---------------------------------------------------------------------------------
    @override
    def write(self, batch: Sequence[Write]) -> dict[str, str]:
        with self.generations.locked(), _reported("write"):
            index = self._writable()
            newest = newest_of(batch)
            versions = self._versions(index, list(newest))
            due = [w for w in newest.values() if w.version >= versions.get(w.key, 0)]
            return _add(index, [due]) if due else {}

    @override
    def rebuild(self, batches: Iterable[Sequence[Write]]) -> dict[str, str]:
        with self.generations.locked():
            path = self.generations.new()
            try:
                with _reported("rebuild"):
                    index = _opened(path)
                refused = _add(index, (list(newest_of(batch).values()) for batch in batches))
                self.generations.use(path)
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
            return refused

    def _writable(self) -> tantivy.Index:
        try:
            return _opened(self.generations.current())
        except EngineOutdatedError:
            raise
        except EngineMissingError:
            path = self.generations.new()
            index = _opened(path)
            self.generations.use(path)
            return index

    def _versions(self, index: tantivy.Index, keys: list[str]) -> dict[str, int]:
        index.reload()
        query = tantivy.Query.term_set_query(index.schema, "key", keys)
        found = self._stored(index.searcher(), query, len(keys))
        return {stored.key: stored.version for stored in found}


def _add(index: tantivy.Index, batches: Iterable[Sequence[Write]]) -> dict[str, str]:
    """Write all batches in one commit; return what tantivy refused."""
    refused: dict[str, str] = {}
    try:
        writer = index.writer(heap_size=HEAP, num_threads=1)
    except ValueError as error:
        raise EngineBusyError(str(error)) from error
    try:
        for batch in batches:
            for write in batch:
                try:
                    document = _document(write, index.schema)
                except ValueError as error:
                    refused[write.key] = str(error)
                    continue
                writer.delete_documents_by_term("key", write.key)
                writer.add_document(document)
        writer.commit()
    finally:
        writer.wait_merging_threads()  # also lets go of tantivy's own lock
    return refused


def _document(write: Write, schema: tantivy.Schema) -> tantivy.Document:
    fields: dict[str, Any] = {"key": write.key, "version": write.version, "digest": ""}
    if write.entry is not None:
        fields |= {LIVE: "1", **content_of(write.entry)}
    return tantivy.Document.from_dict(fields, schema)


class _Builder:
    """Builds tantivy queries for one schema and one plan, of records `without` these keys."""

    def __init__(self, schema: tantivy.Schema, without: Keys) -> None:
        self.schema, self.without = schema, without
        self.words: tantivy.Query | None = None  # what was typed; to build it may take long
        self.around: dict[str, float] | None = None  # keys near the place; None: anywhere

    def live(self) -> tantivy.Query:
        """All records that are not deletions."""
        live = tantivy.Query.term_query(self.schema, LIVE, "1")
        if not self.without:
            return live
        left_out = (tantivy.Occur.MustNot, self.any_of("key", self.without))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, live), left_out])

    def query(self, plan: SearchPlan, *, without: str | None = None) -> tantivy.Query:
        """The whole plan; without one filter where its values are to be counted."""
        must = [self.constant(self.live(), 0.0)]
        chosen = ((name, values) for name, values in plan.query.filters if name != without)
        must += [self.constant(self.any_of(name, values), 0.0) for name, values in chosen]
        if plan.query.has_years and without != "year":
            first, last = plan.query.year_from, plan.query.year_to
            must.append(self.constant(self.between("year", first, last), 0.0))
        if self.around is not None:
            must.append(self.constant(self.any_of("key", list(self.around)), 0.0))
        if self.words is not None:
            must.append(self.words)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must])

    def beginning(self, typed: Sequence[str], language: str) -> tantivy.Query:
        """Titles and names with all the words, the last one begun."""
        parts = [(tantivy.Occur.Must, self.constant(self.live(), 0.0))]
        for number, word in enumerate(typed):
            last = number == len(typed) - 1
            choices = [
                tantivy.Query.boost_query(
                    tantivy.Query.regex_query(self.schema, name, f"{word}.*")
                    if last
                    else tantivy.Query.term_query(self.schema, name, word),
                    weight,
                )
                for name, weight in (("names", 2.0), ("exact_title", 1.0))
            ]
            either = tantivy.Query.disjunction_max_query(choices)
            parts.append((tantivy.Occur.Must, either))
        spoken = self.constant(self.any_of("language", [language]), 0.5)
        return tantivy.Query.boolean_query([*parts, (tantivy.Occur.Should, spoken)])

    def box(self, near: Near) -> tantivy.Query:
        """Live records whose point lies in the box round a circle."""
        ranges = (self.between(name, *ends) for name, ends in near.box().items())
        parts = [(tantivy.Occur.Must, part) for part in (self.live(), *ranges)]
        return tantivy.Query.boolean_query(parts)

    def between(self, name: str, first: Any, last: Any) -> tantivy.Query:
        """Records with a year or a degree from `first` to `last`; None is no bound."""
        kind = tantivy.FieldType.Integer if name == "year" else tantivy.FieldType.Float
        return tantivy.Query.range_query(self.schema, name, kind, first, last)

    def any_of(self, name: str, values: Sequence[str]) -> tantivy.Query:
        """Records with any of the values."""
        return tantivy.Query.term_set_query(self.schema, name, list(values))

    #: the same records, all with one score
    constant = staticmethod(tantivy.Query.const_score_query)

    def build(self, node: Wording) -> tantivy.Query:
        """Turn an engine-neutral tree of words into a tantivy query."""
        query = getattr(self, f"_{node.kind}")(node)
        return query if node.weight == 1.0 else tantivy.Query.boost_query(query, node.weight)

    def _term(self, node: Wording) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, node.field, node.words[0])

    def _phrase(self, node: Wording) -> tantivy.Query:
        return tantivy.Query.phrase_query(self.schema, node.field, list(node.words), slop=node.slop)

    def _prefix(self, node: Wording) -> tantivy.Query:
        return tantivy.Query.regex_query(self.schema, node.field, f"{node.words[0]}.*")

    def _fuzzy(self, node: Wording) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(
            self.schema, node.field, node.words[0], distance=node.slop
        )

    def _values(self, node: Wording) -> tantivy.Query:
        return self.constant(self.any_of(node.field, node.words), 1.0)

    def _best(self, node: Wording) -> tantivy.Query:
        parts = [self.build(part) for part in node.parts]
        return tantivy.Query.disjunction_max_query(parts, node.tie)

    def _all(self, node: Wording) -> tantivy.Query:
        parts = [(tantivy.Occur.Must, self.build(part)) for part in node.parts]
        return tantivy.Query.boolean_query(parts)

    def _some(self, node: Wording) -> tantivy.Query:
        parts = [(tantivy.Occur.Should, self.build(part)) for part in node.parts]
        return tantivy.Query.boolean_query(parts, minimum_number_should_match=node.slop)
