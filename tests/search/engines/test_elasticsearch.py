"""Elasticsearch keeps the contract, on a real server; and what is its own: addresses, indexes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from search.checks import check_index, check_transport
from search.engines import engine_for
from search.engines.base import (
    EngineBusyError,
    EngineError,
    EngineMissingError,
    EngineOutdatedError,
    EngineUnavailableError,
    Write,
)
from search.engines.elasticsearch import lock, mapping, server
from search.engines.elasticsearch.engine import ElasticsearchEngine, read_address
from search.engines.elasticsearch.server import Document
from tests.search.engines.contract import EngineContract
from tests.search.samples import ask, entry, ids, put

SECRET = "not-to-be-shown"


@pytest.fixture
def engine(
    elasticsearch: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> ElasticsearchEngine:
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    assert elasticsearch.write([]) == {}  # makes the index
    return elasticsearch


class TestElasticsearchEngine(EngineContract):
    """All of the contract."""


# -- addresses -------------------------------------------------------------------------------------
def test_the_setting_chooses_the_engine() -> None:
    assert isinstance(engine_for("https://search.example:9200"), ElasticsearchEngine)


def test_an_address_names_server_user_and_index() -> None:
    address, name = read_address("https://ann:p%40ss@search.example:9243/cope")

    assert address.url == "https://search.example:9243"
    assert (address.user, address.password) == ("ann", "p@ss")
    assert name == "cope"


def test_port_and_index_have_defaults() -> None:
    address, name = read_address("http://[::1]")

    assert (address.url, name) == ("http://[::1]:9200", "cope-network")


@pytest.mark.parametrize(
    "url",
    [
        f"https://ann:{SECRET}@",
        f"https://ann:{SECRET}@search.example:port",
        f"https://ann:{SECRET}@search.example:70000",
        f"https://ann:{SECRET}@search.example/A-B",
        f"https://ann:{SECRET}@search.example/a/b",
        f"https://ann:{SECRET}@search.example/a?b=c",
        f"https://:{SECRET}@search.example",
        f"htps://ann:{SECRET}@search.example",
    ],
)
def test_an_address_that_makes_no_sense_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL") as refusal:
        engine_for(url)

    assert SECRET not in str(refusal.value)


def test_a_key_and_a_user_are_one_too_many(settings: Settings) -> None:
    settings.SEARCH_API_KEY = SECRET

    assert read_address("https://search.example")[0].key == SECRET
    with pytest.raises(ImproperlyConfigured, match="give one of them"):
        read_address(f"https://ann:{SECRET}@search.example")


@pytest.mark.parametrize("key", ["schlüssel", "key\nand more"])
def test_a_key_that_can_t_be_one_is_refused_without_being_shown(
    settings: Settings, key: str
) -> None:
    settings.SEARCH_API_KEY = key

    with pytest.raises(ImproperlyConfigured, match="SEARCH_API_KEY") as refusal:
        read_address("https://search.example")

    assert key not in str(refusal.value)


def test_a_certificate_must_be_there_and_of_use(settings: Settings) -> None:
    settings.SEARCH_CA_FILE = "/nowhere/ca.pem"
    with pytest.raises(ImproperlyConfigured, match="no such file"):
        read_address("https://search.example")

    settings.SEARCH_CA_FILE = __file__
    assert read_address("https://search.example")[0].ca_file == __file__
    with pytest.raises(ImproperlyConfigured, match="only of use with https"):
        read_address("http://search.example")


# -- a server that does not answer -----------------------------------------------------------------
@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_server_that_is_down_is_unavailable_and_its_secret_stays_secret() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    engine = ElasticsearchEngine(f"http://ann:{SECRET}@127.0.0.1:{port}")

    with pytest.raises(EngineUnavailableError) as error:
        ask(engine, "something")

    assert SECRET not in str(error.value)
    assert not engine.health().ok
    assert SECRET not in engine.health().detail


def test_after_one_reader_waited_in_vain_the_others_need_not(
    deaf_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "READ_SECONDS", 0.1)
    engine = ElasticsearchEngine(f"http://127.0.0.1:{deaf_port}")
    now = 100.0
    engine.server.clock = lambda: now
    with pytest.raises(EngineUnavailableError, match="ConnectionTimeout"):
        ask(engine, "something")

    with pytest.raises(EngineUnavailableError, match="a moment ago"):
        ask(engine, "something")

    now += server.REST_SECONDS
    with pytest.raises(EngineUnavailableError, match="ConnectionTimeout"):
        ask(engine, "something")


def test_a_writer_asks_again_later_and_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    engine = ElasticsearchEngine(f"http://127.0.0.1:{port}")
    pauses: list[float] = []
    engine.server.sleep = pauses.append

    with pytest.raises(EngineUnavailableError):
        engine.server.write("nowhere", [Document.of("a", 1, {})], before=lambda: None)

    assert len(pauses) == server.ATTEMPTS - 1
    assert pauses == sorted(pauses)
    assert 20 < sum(pauses) < 45


# -- indexes ---------------------------------------------------------------------------------------
def test_without_an_index_nothing_can_be_searched(elasticsearch: ElasticsearchEngine) -> None:
    with pytest.raises(EngineMissingError):
        ask(elasticsearch, "something")
    with pytest.raises(EngineMissingError):
        list(elasticsearch.contents())
    assert not elasticsearch.health().ok


def test_another_process_s_writes_and_rebuilds_are_seen(engine: ElasticsearchEngine) -> None:
    reader = ElasticsearchEngine(engine.url)
    put(engine, entry("practices/a", "Something"))
    assert ids(ask(reader, "something")) == ["a"]

    engine.rebuild([])

    assert ids(ask(reader, "something")) == []
    reader.close()


def test_an_index_of_another_version_asks_to_be_rebuilt(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(engine, entry("practices/a", "Something"))
    monkeypatch.setattr(mapping, "VERSION", "0123abcd")
    newer = ElasticsearchEngine(engine.url)
    monkeypatch.setattr("search.checks.current_engine", lambda: newer)

    with pytest.raises(EngineOutdatedError):
        ask(newer, "something")
    with pytest.raises(EngineOutdatedError):
        put(newer, entry("practices/b"))
    assert [found.id for found in check_index()] == ["search.W001"]
    assert ids(ask(engine, "something")) == ["a"]

    newer.rebuild([])
    assert ask(newer, "something").total == 0
    assert check_index() == []
    with pytest.raises(EngineOutdatedError):
        ask(engine, "something")
    newer.server.drop(newer.server.indexes(f"{newer.alias}-*"))
    newer.close()


def test_a_changed_mapping_is_another_version() -> None:
    changed = {**mapping.MAPPINGS, "dynamic": "false"}

    assert mapping.version_of(mapping.SETTINGS, mapping.MAPPINGS) == mapping.VERSION
    assert mapping.version_of(mapping.SETTINGS, changed) != mapping.VERSION


def test_a_field_nobody_declared_is_refused(engine: ElasticsearchEngine) -> None:
    surprise = Document.of("practices/a", 1, {"key": "practices/a", "surprise": "!"})

    refused = engine.server.write(engine.alias, [surprise], before=lambda: None)

    assert "surprise" in refused["practices/a"]


def test_rebuilds_leave_one_index_and_other_sites_alone(engine: ElasticsearchEngine) -> None:
    neighbour = f"{engine.name}-neighbour-0123abcd-0123456789ab"
    unfinished = f"{engine.alias}-0123456789ab"
    engine.server.create(neighbour)
    engine.server.create(unfinished, aliases=[engine.building])

    engine.rebuild([])
    engine.rebuild([])

    found = engine.server.indexes(f"{engine.name}-*")
    assert neighbour in found
    assert unfinished not in found
    assert [names for index, names in found.items() if index.startswith(engine.alias)] == [
        {engine.name, engine.alias}
    ]
    engine.server.drop([neighbour])


def test_a_record_the_server_refuses_is_named_and_the_others_are_written(
    engine: ElasticsearchEngine,
) -> None:
    poison = entry("practices/poison", "Lantern", kind="x" * 40_000)
    good = [entry(f"practices/good{number}", "Lantern") for number in range(3)]

    refused = engine.write([Write(each.key, 1, each) for each in (good[0], poison, *good[1:])])

    assert list(refused) == ["practices/poison"]
    assert "immense term" in refused["practices/poison"]
    assert ids(ask(engine, "lantern")) == ["good0", "good1", "good2"]


def test_a_rebuild_of_refused_records_only_does_not_replace_the_index(
    engine: ElasticsearchEngine,
) -> None:
    put(engine, entry("practices/a", "Something"))
    poison = entry("practices/poison", kind="x" * 40_000)

    with pytest.raises(EngineError, match="all records were refused"):
        engine.rebuild([[Write(poison.key, 1, poison)]])

    assert ids(ask(engine, "something")) == ["a"]


# -- one writer ------------------------------------------------------------------------------------
def test_a_writer_waits_for_the_other_one(engine: ElasticsearchEngine) -> None:
    with engine.lock.held(), pytest.raises(EngineBusyError):
        ElasticsearchEngine(engine.url).write([])

    assert engine.write([]) == {}


def test_a_dead_writer_s_lock_is_taken_over_and_it_would_notice(
    engine: ElasticsearchEngine,
) -> None:
    now = 100.0
    other = ElasticsearchEngine(engine.url)
    other.lock.clock = lambda: now
    other.lock.sleep = lambda _seconds: None

    def later(_seconds: float) -> None:
        nonlocal now
        now += lock.LEASE / 2

    with engine.lock.held() as lost:
        other.lock.sleep = later
        with (
            other.lock.held(patience=2 * lock.LEASE),
            pytest.raises(EngineBusyError, match="took the writing over"),
        ):
            lost.confirm()

    assert engine.write([]) == {}
    other.close()


def test_a_lock_that_is_renewed_is_respected(engine: ElasticsearchEngine) -> None:
    now = 100.0
    other = ElasticsearchEngine(engine.url)
    other.lock.clock = lambda: now

    with engine.lock.held() as held:

        def later(_seconds: float) -> None:
            nonlocal now
            now += 0.9 * lock.LEASE
            held.confirm()

        other.lock.sleep = later
        with pytest.raises(EngineBusyError), other.lock.held(patience=5 * lock.LEASE):
            pytest.fail("two writers")
    other.close()


def test_a_client_is_not_shared_between_processes(engine: ElasticsearchEngine) -> None:
    first = engine.server.client()

    engine.server._pid -= 1

    assert engine.server.client() is not first


def test_threads_share_a_client(engine: ElasticsearchEngine) -> None:
    found = [engine.server.client()]
    threads = [
        threading.Thread(target=lambda: found.append(engine.server.client())) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(map(id, found))) == 1


# -- before deployment -----------------------------------------------------------------------------
def test_the_check_tells_of_a_missing_index_and_a_missing_server(
    elasticsearch: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.checks.current_engine", lambda: elasticsearch)
    assert [found.id for found in check_index()] == ["search.W002"]

    closed = ElasticsearchEngine("http://127.0.0.1:1")
    monkeypatch.setattr("search.checks.current_engine", lambda: closed)
    assert [found.id for found in check_index()] == ["search.W003"]


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://search.example:9200", True),
        ("https://search.example:9200", False),
        ("http://127.0.0.1:9200", False),
        ("embedded:/srv/search", False),
    ],
)
def test_the_check_tells_of_a_way_without_encryption(
    settings: Settings, url: str, *, warned: bool
) -> None:
    settings.SEARCH_URL = url

    assert [found.id for found in check_transport()] == ["search.W004"] * warned
