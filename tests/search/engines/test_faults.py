"""Whatever fails on the way from the database to a real Elasticsearch, nothing is lost."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from elasticsearch import Elasticsearch

from search.engines.base import EngineBusyError, EngineError, EngineUnavailableError
from search.engines.elasticsearch import lock, server
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.models import IndexState
from search.state import index_state
from search.state.checking import differences
from search.state.index_state import drain, drain_all, rebuild
from tests.elasticsearch import server as machine
from tests.forks import in_child, killed_at_line, places_of
from tests.search.fakes import FakeSource
from tests.search.samples import ask, entry, ids

pytestmark = pytest.mark.django_db(transaction=True)

RECORDS = 60
WATCHED = ("/search/state/index_state.py", "/search/engines/elasticsearch/")


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a dead writer's lock be taken over soon, and a batch need several requests."""
    monkeypatch.setattr(lock, "LEASE", 0.3)
    monkeypatch.setattr(server, "MOST_BYTES", 20_000)


def fill(source: FakeSource, text: str = "lantern", count: int = RECORDS) -> None:
    source.put(*(entry(f"practices/p{number:03}", f"{text} {number}") for number in range(count)))


def all_found(engine: ElasticsearchEngine, text: str = "lantern") -> bool:
    return ask(engine, text).total == RECORDS and differences(engine) == []


def nobody_is_blamed() -> bool:
    rows = IndexState.objects.order_by().values_list("attempts", "error", "indexed").distinct()
    return list(rows) == [(0, "", 0)]


@pytest.fixture
def engine(elasticsearch: ElasticsearchEngine) -> ElasticsearchEngine:
    elasticsearch.write([])
    return elasticsearch


@pytest.fixture
def doomed(elasticsearch_alone: ElasticsearchEngine) -> ElasticsearchEngine:
    """An engine whose server may be killed."""
    elasticsearch_alone.write([])
    return elasticsearch_alone


def before_request(engine: ElasticsearchEngine, number: int, act: Callable[[], None]) -> None:
    """Do something just before the server gets its n-th request of documents."""
    requests, send = iter(range(1, 1000)), engine.server._send

    def act_and_send(*args: Any) -> Any:
        if next(requests) == number:
            act()
        return send(*args)

    setattr(engine.server, "_send", act_and_send)  # noqa: B010 # a method, in a test


def restart(_seconds: float) -> None:
    machine.start()


# -- the server ------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_server_killed_in_mid_batch_gets_the_rest_when_it_is_back(
    doomed: ElasticsearchEngine, source: FakeSource
) -> None:
    fill(source)
    before_request(doomed, 3, machine.kill)
    doomed.server.sleep = restart

    done = drain_all(engine=doomed)

    assert done.indexed == RECORDS
    assert all_found(doomed)


def test_a_server_killed_in_mid_batch_that_stays_away_loses_nothing_either(
    doomed: ElasticsearchEngine, source: FakeSource
) -> None:
    fill(source)
    before_request(doomed, 3, machine.kill)
    doomed.server.sleep = lambda _seconds: None

    with pytest.raises(EngineUnavailableError):
        drain_all(engine=doomed)
    assert nobody_is_blamed()

    machine.start()
    assert drain_all(engine=doomed).indexed == RECORDS
    assert all_found(doomed)


def test_a_server_killed_in_mid_rebuild_keeps_the_old_index(
    doomed: ElasticsearchEngine, source: FakeSource
) -> None:
    fill(source)
    drain_all(engine=doomed)
    source.put(entry("practices/p000", "changed meanwhile"))
    before_request(doomed, 3, machine.kill)
    doomed.server.sleep = lambda _seconds: None

    with pytest.raises(EngineUnavailableError):
        rebuild(engine=doomed)

    machine.start()
    assert ask(doomed, "lantern").total == RECORDS  # the old index, not half of a new one
    rebuild(engine=doomed)
    assert ids(ask(doomed, "changed meanwhile")) == ["p000"]
    assert differences(doomed) == []
    assert len(doomed.server.indexes(f"{doomed.alias}-*")) == 1


def test_a_read_only_index_is_nobody_s_fault(
    engine: ElasticsearchEngine, source: FakeSource
) -> None:
    fill(source)
    index = next(iter(engine.server.indexes(engine.alias)))
    settings = engine.server.client().indices.put_settings
    settings(index=index, settings={"index.blocks.write": True})

    with pytest.raises(EngineError, match="cluster_block_exception"):
        drain_all(engine=engine)
    assert nobody_is_blamed()
    assert ask(engine, "lantern").total == 0  # searching goes on

    settings(index=index, settings={"index.blocks.write": None})
    drain_all(engine=engine)
    assert all_found(engine)


class Flood:
    """Writes of others that keep the server's queue full from `start` to `stop`."""

    def __init__(self, engine: ElasticsearchEngine) -> None:
        self.index = f"{engine.alias}-flood"
        url = engine.server.address.url
        self.client = Elasticsearch(url, connections_per_node=40, request_timeout=60)
        self.over, self.full = threading.Event(), threading.Event()
        self.threads = [threading.Thread(target=self.pour) for _ in range(3 * machine.QUEUE)]
        one_shard = {"number_of_shards": 1, "number_of_replicas": 0}
        self.client.indices.create(index=self.index, settings=one_shard)

    def pour(self) -> None:
        line = json.dumps({"text": " ".join(f"word{number}" for number in range(200))})
        lines: Any = ['{"index":{}}', line] * 60
        while not self.over.is_set():
            answer = self.client.bulk(index=self.index, operations=lines)
            if any(item["index"]["status"] == 429 for item in answer["items"]):
                self.full.set()

    def start(self) -> None:
        for thread in self.threads:
            thread.start()
        assert self.full.wait(60), "the queue was never full"

    def stop(self) -> None:
        self.over.set()
        for thread in self.threads:
            if thread.is_alive():
                thread.join()


@pytest.fixture
def flood(doomed: ElasticsearchEngine) -> Iterator[Flood]:
    others = Flood(doomed)
    yield others
    others.stop()
    others.client.close()


def test_a_server_with_a_full_queue_gets_the_batch_again(
    doomed: ElasticsearchEngine, source: FakeSource, flood: Flood, caplog: pytest.LogCaptureFixture
) -> None:
    fill(source)
    before_request(doomed, 1, flood.start)
    doomed.server.sleep = lambda _seconds: flood.stop()

    assert drain_all(engine=doomed).indexed == RECORDS

    assert any("no room for" in m or "429" in m for m in caplog.messages)
    assert flood.over.is_set()
    assert all_found(doomed)


# -- the worker ------------------------------------------------------------------------------------
def test_a_worker_killed_at_any_line_loses_nothing(
    engine: ElasticsearchEngine, source: FakeSource
) -> None:
    fill(source, "warm")
    work = lambda: drain_all(engine=engine)  # noqa: E731
    total = len(places_of(work, watched=WATCHED))
    assert total > 100
    stages = [*range(1, total, max(1, total // 12)), total - 1]

    for number, line in enumerate(stages):
        fill(source, f"round{number}")
        if number % 3 == 0:
            source.unpublish("p007")
        killed_at_line(work, line, watched=WATCHED)
        promised = dict(IndexState.objects.values_list("key", "indexed"))
        held = {each.key: each.version for each in engine.contents()}
        assert all(held.get(key, 0) >= version for key, version in promised.items()), line

    fill(source)
    drain_all(engine=engine)
    assert all_found(engine)


def test_two_workers_at_once_do_each_other_no_harm(
    engine: ElasticsearchEngine, source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_state, "BATCH", 7)

    def work() -> None:
        for _time in range(60):
            try:
                while drain(7, engine=engine).worked:
                    pass
            except EngineBusyError:
                continue
            return

    fill(source, "before")
    others = [in_child(work), in_child(work)]
    work()
    for child in others:
        assert os.waitpid(child, 0)[1] == 0
    fill(source)

    drain_all(engine=engine)
    assert all_found(engine)


def test_a_clock_that_goes_back_delays_nobody_for_long(
    engine: ElasticsearchEngine, source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.put(entry("practices/a", "lantern"))
    source.broken.add("a")
    real = timezone.now
    monkeypatch.setattr(index_state.timezone, "now", lambda: real() + timedelta(days=400))
    assert list(drain_all(engine=engine).failed) == ["practices/a"]
    monkeypatch.setattr(index_state.timezone, "now", real)

    source.broken.clear()

    assert drain_all(engine=engine).indexed == 1
    assert ids(ask(engine, "lantern")) == ["a"]


# -- poison ----------------------------------------------------------------------------------------
def test_a_record_the_server_refuses_is_set_aside_until_it_changes(
    engine: ElasticsearchEngine, source: FakeSource
) -> None:
    source.put(entry("practices/poison", "lantern", kind="x" * 40_000), entry("practices/b"))

    for _attempt in range(index_state.MOST_ATTEMPTS):
        assert list(drain_all(engine=engine).failed) == ["practices/poison"]
        IndexState.objects.update(retry_at=None)
    row = IndexState.objects.get(key="practices/poison")
    assert row.attempts == index_state.MOST_ATTEMPTS
    assert "immense term" in row.error
    assert not drain_all(engine=engine).worked  # set aside
    assert [each.key for each in differences(engine)] == ["practices/poison"]
    assert "immense term" in differences(engine)[0].what

    source.put(entry("practices/poison", "lantern"))
    drain_all(engine=engine)
    assert ids(ask(engine, "lantern")) == ["poison"]
    assert differences(engine) == []


# -- the look for differences ----------------------------------------------------------------------
def _without(engine: ElasticsearchEngine) -> None:
    client, index = engine.server.client(), engine.alias
    client.delete(index=index, id="practices/p001", version=5, version_type="external")


def _older(engine: ElasticsearchEngine) -> None:
    _without(engine)
    _plant(engine, "practices/p001", version=6, text="lantern of yesterday")


def _too_much(engine: ElasticsearchEngine) -> None:
    _plant(engine, "practices/never-published", version=1, text="secret")


def _back_again(engine: ElasticsearchEngine) -> None:
    _plant(engine, "practices/gone", version=9, text="lantern")


def _other_version(engine: ElasticsearchEngine) -> None:
    _plant(engine, "practices/p001", version=9, text="lantern 1")


def _plant(engine: ElasticsearchEngine, key: str, *, version: int, text: str) -> None:
    assert engine.write([index_state.Write(key, version, entry(key, text))]) == {}


@pytest.mark.parametrize(
    ("plant", "key", "what"),
    [
        (_without, "practices/p001", "missing in the index"),
        (_older, "practices/p001", "differs in the index"),
        (_too_much, "practices/never-published", "in the index, but not public"),
        (_back_again, "practices/gone", "in the index, but not public"),
        (_other_version, "practices/p001", "is version 9 in the index, 1 in the table"),
    ],
)
def test_every_planted_difference_is_found(
    engine: ElasticsearchEngine,
    source: FakeSource,
    plant: Callable[[ElasticsearchEngine], None],
    key: str,
    what: str,
) -> None:
    fill(source, count=3)
    source.put(entry("practices/gone", "lantern"))
    drain_all(engine=engine)
    source.unpublish("gone")
    drain_all(engine=engine)
    assert differences(engine) == []

    plant(engine)
    engine.server.refresh(engine.alias)

    assert [(each.key, each.what) for each in differences(engine)] == [(key, what)]


def test_what_waits_is_a_difference_too(engine: ElasticsearchEngine, source: FakeSource) -> None:
    fill(source, count=2)
    drain_all(engine=engine)

    source.put(entry("practices/p001", "changed"))

    assert [(each.key, each.what) for each in differences(engine)] == [
        ("practices/p001", "differs in the index")
    ]
