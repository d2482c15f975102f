"""The engine for a site that has an Elasticsearch server (9.x).

<name>                        alias of the index in use, for people
<name>-<version>              the same, for this version of the code: what is searched and written
<name>-<version>-<random>     an index; `version` is the hash of its mapping
<name>-building               alias of the index that a rebuild is filling
<name>-lock                   held by whoever writes (lock.py)

Versions of records are the site's own numbers. Deletions are documents, too, so that a late write
can't undo one, however late it comes.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from typing_extensions import override

from search.analysis.words import fold_word, words
from search.engines.base import (
    Engine,
    EngineError,
    EngineMissingError,
    EngineOutdatedError,
    Health,
    Hit,
    Keys,
    Results,
    Stored,
    Write,
)
from search.engines.elasticsearch import lock, mapping, queries
from search.engines.elasticsearch.server import Address, Document, Server
from search.plan import SearchPlan

logger = logging.getLogger(__name__)

DEFAULT_NAME = "cope-network"
DEFAULT_PORT = 9200
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}")


class ElasticsearchEngine(Engine):
    """An index on the server at `https://user:secret@host:9200[/name]`."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        address, self.name = read_address(url)
        self.alias = f"{self.name}-{mapping.VERSION}"
        self.building = f"{self.name}-building"
        self.server = Server(address)
        self.lock = lock.WriterLock(self.server, f"{self.name}-lock")

    # -- reading ---------------------------------------------------------------------------------
    @override
    def search(self, plan: SearchPlan) -> Results:
        if plan.is_blank:
            return Results()
        body = queries.search_body(plan)
        found = self._asked(body, preference=queries.preference(plan))
        hits = found["hits"]
        return Results(
            hits=tuple(Hit(hit["_id"], hit["_score"] or 0.0) for hit in hits["hits"]),
            total=hits["total"]["value"],
            facets=queries.counts_of(found.get("aggregations", {})),
        )

    @override
    def suggest(self, text: str, *, language: str, limit: int, without: Keys = ()) -> Keys:
        typed = [fold_word(word) for word in words(text)][:10]
        if not typed:
            return ()
        body = queries.beginning_body(typed, language=language, limit=limit, without=without)
        found = self._asked(body)
        return tuple(hit["_id"] for hit in found["hits"]["hits"])

    @override
    def similar(self, word: str) -> Mapping[str, int]:
        """Words that start with another letter are not looked at."""
        folded = fold_word(word)
        if not folded:
            return {}
        near = queries.candidates_of(self._asked(queries.similar_body(folded))["suggest"])
        found = self._asked(queries.numbers_body([folded, *near]))
        buckets = found["aggregations"]["words"]["buckets"]
        return {name: each["doc_count"] for name, each in buckets.items() if each["doc_count"]}

    @override
    def contents(self) -> Iterator[Stored]:
        self.check()
        body = {
            "sort": [queries.TIE_BREAK],
            "version": True,
            "docvalue_fields": ["digest"],
            "_source": False,
        }
        for hit in self.server.scan(self.alias, body):
            digest = hit.get("fields", {}).get("digest", [""])[0]
            yield Stored(hit["_id"], hit["_version"], digest)

    @override
    def check(self) -> None:
        if self.alias not in self._aliases():
            raise self._nothing()

    @override
    def health(self) -> Health:
        try:
            found = self._asked({"query": queries.LIVE, "size": 0, "track_total_hits": True})
            index = ", ".join(self.server.indexes(self.alias))
        except EngineError as error:
            return Health(ok=False, detail=str(error))
        return Health(ok=True, records=found["hits"]["total"]["value"], detail=index)

    @override
    def close(self) -> None:
        self.server.close()

    def _asked(self, body: Mapping[str, Any], *, preference: str = "") -> Any:
        try:
            return self.server.search(self.alias, body, preference=preference)
        except EngineMissingError:
            self.check()  # otherwise a rebuild removed the index while it was searched
            return self.server.search(self.alias, body, preference=preference)

    def _nothing(self) -> EngineMissingError:
        """The error for an index that is not there: a rebuild helps, or has to be waited for."""
        if self.name in self._aliases():
            return EngineOutdatedError(f"{self.name}: made by another version, rebuild it")
        return EngineMissingError(f"no index {self.name} yet")

    def _aliases(self) -> set[str]:
        return {name for names in self._indexes().values() for name in names}

    def _indexes(self) -> dict[str, frozenset[str]]:
        """This site's own indexes with their aliases; another one's name may start the same."""
        own = re.compile(rf"{re.escape(self.name)}-[0-9a-f]{{8}}-[0-9a-f]{{12}}")
        found = self.server.indexes(f"{self.name}-*")
        return {index: names for index, names in found.items() if own.fullmatch(index)}

    # -- writing ---------------------------------------------------------------------------------
    @override
    def write(self, batch: Sequence[Write]) -> dict[str, str]:
        with self.lock.held() as lease:
            if self.alias not in self._aliases():
                self._begin()
            refused = self.server.write(self.alias, _documents(batch), before=lease.renew)
            self.server.refresh(self.alias)
            return refused

    @override
    def rebuild(self, batches: Iterable[Sequence[Write]]) -> dict[str, str]:
        with self.lock.held(patience=lock.LEASE + lock.PATIENCE) as lease:
            self._drop_all_but_the_one_in_use()
            index = self._new(aliases=[self.building])
            done = False
            try:
                refused, written = self._fill(batches, lease)
                if refused and not written:
                    raise EngineError(f"all records were refused: {min(refused.items())}")
                self.server.refresh(index)
                self.server.patiently(lease.confirm)
                self._use(index)
                done = True
                return refused
            finally:
                if not done:
                    self._give_up(index)

    def _begin(self) -> None:
        """Make the first index. Raises EngineOutdatedError if there is one of another version."""
        nothing = self._nothing()
        if isinstance(nothing, EngineOutdatedError):
            raise nothing
        self._new(aliases=[self.name, self.alias])

    def _new(self, *, aliases: Sequence[str]) -> str:
        index = f"{self.alias}-{secrets.token_hex(6)}"
        self.server.create(
            index, aliases=aliases, settings=mapping.SETTINGS, mappings=mapping.MAPPINGS
        )
        return index

    def _fill(
        self, batches: Iterable[Sequence[Write]], lease: lock.Lease
    ) -> tuple[dict[str, str], int]:
        """Write all batches; while the server takes one in, the next one is made."""
        refused: dict[str, str] = {}
        keys: set[str] = set()
        with ThreadPoolExecutor(max_workers=1) as sending:
            sent: Future[dict[str, str]] | None = None
            for batch in batches:
                documents = list(_documents(batch))
                if sent is not None:
                    refused |= sent.result()
                keys.update(write.key for write in batch)
                sent = sending.submit(
                    self.server.write, self.building, documents, before=lease.renew
                )
            if sent is not None:
                refused |= sent.result()
        return refused, len(keys) - len(refused)

    def _use(self, index: str) -> None:
        """Make an index the one in use, in one step, and remove all others."""
        indexes = self._indexes()
        no_more = [(other, name) for other, names in indexes.items() for name in sorted(names)]
        self.server.point([self.name, self.alias], at=index, no_more=no_more)
        try:
            self.server.drop(other for other in indexes if other != index)
        except EngineError as error:  # the next rebuild removes it
            logger.warning("an old index stays behind: %s", error)

    def _drop_all_but_the_one_in_use(self) -> None:
        """Remove what a rebuild left behind that was killed."""
        self.server.drop(i for i, names in self._indexes().items() if self.name not in names)

    def _give_up(self, index: str) -> None:
        try:
            self.server.drop([index])
        except EngineError as error:  # the next rebuild removes it
            logger.warning("an unfinished index stays behind: %s", error)


def _documents(batch: Sequence[Write]) -> Iterator[Document]:
    for write in batch:
        yield Document.of(write.key, write.version, mapping.document(write))


def read_address(url: str) -> tuple[Address, str]:
    """Return the server's address and the index's name that SEARCH_URL holds.

    Raises ImproperlyConfigured, without the secret, if they make no sense.
    """
    parts = urlsplit(url)
    name = parts.path.strip("/") or DEFAULT_NAME
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    key, ca_file = settings.SEARCH_API_KEY, settings.SEARCH_CA_FILE
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise ImproperlyConfigured("SEARCH_URL: the port is no number from 0 to 65535") from error
    if not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured("SEARCH_URL: expected https://user:secret@host:9200/index")
    if not _NAME.fullmatch(name):
        raise ImproperlyConfigured(f"SEARCH_URL: {name!r} is no name of an index")
    if bool(user) != bool(password):
        raise ImproperlyConfigured("SEARCH_URL: give both user and secret, or neither")
    if user and key:
        raise ImproperlyConfigured("SEARCH_URL has a user, SEARCH_API_KEY a key: give one of them")
    if not key.isascii() or not key.isprintable():
        raise ImproperlyConfigured("SEARCH_API_KEY: it has characters that no key has")
    if ca_file and not Path(ca_file).is_file():
        raise ImproperlyConfigured(f"SEARCH_CA_FILE={ca_file}: no such file")
    if ca_file and parts.scheme != "https":
        raise ImproperlyConfigured("SEARCH_CA_FILE is only of use with https://")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(f"{parts.scheme}://{host}:{port}", user, password, key, ca_file), name
