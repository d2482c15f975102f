"""The client: the only module that imports elasticsearch. Its errors leave here as EngineError.

Reading is tried twice and within seconds, because a reader waits. Writing has the patience of a
worker: a server that is busy, restarting or out of reach is asked again, later and later.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from elasticsearch import (
    ApiError,
    ConflictError,
    ConnectionTimeout,
    Elasticsearch,
    NotFoundError,
    SSLError,
    TransportError,
)

from search.engines.base import EngineError, EngineMissingError, EngineUnavailableError

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

READ_SECONDS = 5.0
WRITE_SECONDS = 60.0
#: After a server let one reader wait in vain, the others are spared the same for so long.
REST_SECONDS = 5.0
#: A batch is sent so often, with pauses of 0.5, 1, 2 … 16 seconds, each a little off.
ATTEMPTS = 7
FIRST_PAUSE = 0.5
#: Bytes of one request; a larger document goes alone.
MOST_BYTES = 4_000_000
#: The server is busy or not quite there. Every other status is an answer.
PASSING = frozenset((429, 502, 503, 504))
#: What an operator can do something about, in words.
NO_ENTRY = "the server knows no such user and secret, or API key"
NO_TRUST = "no trusted connection, because of the certificate or SEARCH_CA_FILE (TlsError)"
#: All that is read of the answer to a batch.
ANSWERED = ("items.index.status", "items.index.error")
SCANNED = 1000  # documents of one request
MOMENT = "2m"  # how long the server keeps a view of the index between two of them


@dataclass(frozen=True)
class Address:
    """Where the server is and how to be let in: an API key, or a user's name and password.

    Secrets are left out of its `repr`: reports of errors quote it.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    ca_file: str = ""


class Document(NamedTuple):
    """What is to be written under an id: `lines` are its two lines of a bulk request."""

    id: str
    lines: bytes

    @classmethod
    def of(cls, name: str, version: int, content: Mapping[str, Any]) -> Document:
        """Put a document in JSON, once. `version` is the site's own count: one as high as the
        index's may be written.
        """
        order = {"index": {"_id": name, "version": version, "version_type": "external_gte"}}
        text = f"{json.dumps(order)}\n{json.dumps(content, ensure_ascii=False)}\n"
        return cls(name, text.encode(errors="surrogatepass"))  # the server says what is wrong


class Held(NamedTuple):
    """A document as it stands: its content and its place in the server's history."""

    content: Mapping[str, Any]
    place: tuple[int, int]


@dataclass
class Server:
    """One Elasticsearch server, or a cluster behind one address.

    `sleep` and `clock` are the process's own; tests give others.
    """

    address: Address
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _client: Elasticsearch | None = None
    _pid: int = 0
    _rests_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    # -- the client ------------------------------------------------------------------------------
    def client(self) -> Elasticsearch:
        """Return this process's client with its pool of connections."""
        with self._lock:
            if self._client is None or self._pid != os.getpid():  # sockets don't survive a fork
                self._client = _connected(self.address)
                self._pid = os.getpid()
            return self._client

    def quick(self) -> Elasticsearch:
        """Return the client with the patience of a reader."""
        return self.client().options(
            request_timeout=READ_SECONDS, max_retries=1, retry_on_status=sorted(PASSING)
        )

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            if self._client is not None and self._pid == os.getpid():
                self._client.close()
            self._client = None
            self._rests_until = 0.0

    # -- reading ---------------------------------------------------------------------------------
    def search(self, index: str, body: Mapping[str, Any], *, preference: str = "") -> Any:
        """Search and return the whole answer, never a part of the hits. Raises EngineError."""
        if self.clock() < self._rests_until:
            raise EngineUnavailableError("the search server did not answer a moment ago")
        with _reported("search"):
            try:
                return self.quick().search(
                    index=index,
                    body=dict(body),
                    preference=preference or None,
                    allow_partial_search_results=False,
                )
            except ConnectionTimeout:
                self._rests_until = self.clock() + REST_SECONDS
                raise

    def scan(self, index: str, body: Mapping[str, Any]) -> Iterator[Any]:
        """Yield all hits of a sorted search as they stood at one moment. Raises EngineError."""
        client = self.client()
        with _reported("read the index"):
            moment = client.open_point_in_time(index=index, keep_alive=MOMENT)["id"]
        page = {**body, "size": SCANNED, "pit": {"id": moment, "keep_alive": MOMENT}}
        try:
            while True:
                with _reported("read the index"):
                    hits = client.search(body=page)["hits"]["hits"]
                if not hits:
                    return
                yield from hits
                page["search_after"] = hits[-1]["sort"]
        finally:
            with suppress(ApiError, TransportError):  # it ends by itself
                client.close_point_in_time(id=moment)

    def indexes(self, pattern: str) -> dict[str, frozenset[str]]:
        """Return index → its aliases, for a name with wildcards or for an alias."""
        with _reported("look for the index"):
            try:
                found = self.quick().indices.get_alias(index=pattern)
            except NotFoundError:
                return {}
        return {name: frozenset(each["aliases"]) for name, each in found.items()}

    # -- documents -------------------------------------------------------------------------------
    def write(
        self, alias: str, documents: Iterable[Document], *, before: Callable[[], None]
    ) -> dict[str, str]:
        """Write documents, except those of which the index has a newer version.

        Calls `before` before every request. Returns what the server refused: id → reason; all
        others are on its disk. Raises EngineError: then any part of them is, and writing all of
        them again does no harm.
        """
        refused: dict[str, str] = {}
        for chunk in _chunks(documents):
            refused |= self._insist(alias, chunk, before)
        return refused

    def _insist(
        self, alias: str, chunk: Sequence[Document], before: Callable[[], None]
    ) -> dict[str, str]:
        refused: dict[str, str] = {}
        left = chunk

        def once() -> None:
            nonlocal left
            before()
            left = self._send(alias, left, refused)
            if left:
                raise EngineUnavailableError(f"write: no room for {len(left)} records now")

        self.patiently(once)
        return refused

    def patiently(self, work: Callable[[], Answer]) -> Answer:
        """Do something again and again, with longer and longer pauses, until the server can.

        Raises EngineUnavailableError after ATTEMPTS, any other error at once.
        """
        for attempt in range(1, ATTEMPTS):
            try:
                return work()
            except EngineMissingError:
                raise
            except EngineUnavailableError as error:
                pause = FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311
                logger.warning("%s; once more in %.1f seconds", error, pause)
                self.sleep(pause)
        return work()

    def _send(
        self, alias: str, chunk: Sequence[Document], refused: dict[str, str]
    ) -> list[Document]:
        """Send a chunk once; return what the server had no room for."""
        body: Any = b"".join(each.lines for each in chunk)  # sent as it is
        with _reported("write"):
            answer = self.client().bulk(
                index=alias, operations=body, require_alias=True, filter_path=ANSWERED
            )
        again = []
        for each, item in zip(chunk, answer["items"], strict=True):
            status, error = item["index"]["status"], item["index"].get("error", {})
            if status in PASSING:
                again.append(each)
            elif status == 400:
                refused[each.id] = _reason(error)
            elif status == 404:
                raise EngineMissingError(f"write: {_reason(error)}")
            elif status not in (200, 201, 409):  # 409: there is a newer version
                raise EngineError(f"write: {_reason(error)}")
        return again

    def get(self, index: str, name: str) -> Held | None:
        """Return one document as it stands now, or None. Raises EngineError."""
        with _reported("read"):
            try:
                found = self.client().get(index=index, id=name)
            except NotFoundError:
                return None
        return Held(found["_source"], (found["_seq_no"], found["_primary_term"]))

    def put(
        self, index: str, name: str, content: Mapping[str, Any], *, at: tuple[int, int] | None
    ) -> tuple[int, int] | None:
        """Write one document if it still stands `at` a place (None: if there is none).

        Returns its new place, or None if somebody else was there first. Raises EngineError.
        """
        condition: dict[str, Any] = {"op_type": "create"}
        if at is not None:
            condition = {"if_seq_no": at[0], "if_primary_term": at[1]}
        with _reported("write"):
            try:
                done = self.client().index(
                    index=index, id=name, document=dict(content), **condition
                )
            except ConflictError:
                return None
        return done["_seq_no"], done["_primary_term"]

    def remove(self, index: str, name: str, *, at: tuple[int, int]) -> None:
        """Delete one document if it still stands `at` a place. Raises EngineError."""
        with _reported("write"), suppress(ConflictError, NotFoundError):
            self.client().delete(index=index, id=name, if_seq_no=at[0], if_primary_term=at[1])

    # -- indexes ---------------------------------------------------------------------------------
    def create(self, index: str, *, aliases: Iterable[str] = (), **body: Any) -> None:
        """Make an index (`settings`, `mappings`). Raises EngineError, also where there is one."""
        with _reported("make the index"):
            self.client().indices.create(
                index=index, aliases={name: {} for name in aliases}, **body
            )

    def refresh(self, index: str) -> None:
        """Let searches see what was written. Patient; raises EngineError."""

        def once() -> None:
            with _reported("refresh"):
                self.client().indices.refresh(index=index)

        self.patiently(once)

    def point(self, aliases: Iterable[str], *, at: str, no_more: Iterable[tuple[str, str]]) -> None:
        """Give aliases to an index and take (index, alias) away in one step. Raises EngineError."""
        actions = [{"remove": {"index": index, "alias": name}} for index, name in no_more]
        actions += [{"add": {"index": at, "alias": name}} for name in aliases]
        with _reported("swap the index"):
            self.client().indices.update_aliases(actions=actions)

    def drop(self, indexes: Iterable[str]) -> None:
        """Delete indexes as far as they are there. Raises EngineError."""
        for index in indexes:
            with _reported("delete the index"), suppress(NotFoundError):
                self.client().indices.delete(index=index)


def _connected(address: Address) -> Elasticsearch:
    options: dict[str, Any] = {}
    if address.key:
        options["api_key"] = address.key
    elif address.user:
        pair = f"{address.user}:{address.password}".encode()  # the client itself knows ASCII only
        options["basic_auth"] = base64.b64encode(pair).decode()
    if address.ca_file:
        options["ca_certs"] = address.ca_file
    return Elasticsearch(
        address.url,
        request_timeout=WRITE_SECONDS,
        max_retries=0,
        connections_per_node=10,
        **options,
    )


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    size = 0
    for each in documents:
        length = len(each.lines)
        if chunk and size + length > MOST_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(each)
        size += length
    if chunk:
        yield chunk


def _reason(error: Mapping[str, Any]) -> str:
    """What the server says, shortened: it quotes the whole value."""
    causes = [error, error.get("caused_by") or {}]
    texts = [f"{each.get('type')}: {each.get('reason')}"[:200] for each in causes if each]
    return " · ".join(texts)


@contextmanager
def _reported(doing: str) -> Iterator[None]:
    """Turn the client's errors into EngineError; never names the address, which has a password."""
    try:
        yield
    except SSLError as error:
        raise EngineUnavailableError(f"{doing}: {NO_TRUST}") from error
    except TransportError as error:
        raise EngineUnavailableError(f"{doing}: no answer ({type(error).__name__})") from error
    except ApiError as error:
        text = f"{doing}: {error.status_code} {error.message}"[:500]
        if error.message == "index_not_found_exception":
            raise EngineMissingError(text) from error
        if error.status_code == 401:
            raise EngineUnavailableError(f"{text}: {NO_ENTRY}") from error
        if error.status_code in PASSING:
            raise EngineUnavailableError(text) from error
        raise EngineError(f"{text}: {_first_reason(error)}") from error


def _first_reason(error: ApiError) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    found = body.get("error")
    causes = found.get("root_cause") if isinstance(found, dict) else None
    return str(causes[0].get("reason", ""))[:300] if causes else ""
