"""Two changes at once, and writes that come late: the last committed state is what is found."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

import pytest
from django.db import connection, connections, transaction
from django.db.models import Model

from core.showing.cards import Card
from search.engines.base import Engine, Write
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.entry import SearchEntry
from search.models import Concept, IndexState, Scheme
from search.query import SearchQuery
from search.sources import registry
from search.sources.registry import SearchSource
from search.state.checking import differences
from search.state.index_state import drain, drain_all, rebuild, touch
from tests.search.samples import ask, entry, ids

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "glossary/a"
SECONDS = 20


class RowSource(SearchSource):
    """Records that stand in the database, so that transactions hide them: keywords as entries."""

    collection = "glossary"

    def keys(self) -> Iterable[str]:
        return [f"glossary/{name}" for name in Concept.objects.values_list("record_id", flat=True)]

    def entries(self, ids: Collection[str]) -> Iterable[SearchEntry]:
        rows = Concept.objects.filter(record_id__in=ids)
        return [entry(f"glossary/{row.record_id}", row.label_en) for row in rows]

    def dependents(self, instance: Model) -> Iterable[str]:
        return [f"glossary/{instance.record_id}"] if isinstance(instance, Concept) else []

    def matching(self, query: SearchQuery) -> Sequence[str]:
        return []

    def cards(self, ids: Collection[str], language: str) -> Mapping[str, Card]:
        return {}


class Late:
    """An engine whose write arrives only after something else has happened."""

    def __init__(self, engine: Engine, meanwhile: Callable[[], object]) -> None:
        self.engine = engine
        self.meanwhile = meanwhile

    def write(self, batch: Sequence[Write]) -> dict[str, str]:
        self.meanwhile()
        return self.engine.write(batch)


def late(engine: Engine, meanwhile: Callable[[], object]) -> Engine:
    return cast("Engine", Late(engine, meanwhile))


@pytest.fixture
def engine(
    elasticsearch: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> ElasticsearchEngine:
    source = RowSource()
    monkeypatch.setattr(registry, "_sources", {source.collection: source})
    Concept.objects.create(record_id="a", scheme=Scheme.THEME, label_en="lantern first")
    touch([KEY])
    return elasticsearch


def change(text: str) -> None:
    with transaction.atomic():
        Concept.objects.filter(record_id="a").update(label_en=text)
        touch([KEY])


def delete() -> None:
    with transaction.atomic():
        Concept.objects.filter(record_id="a").delete()
        touch([KEY])


@contextmanager
def in_thread(work: Callable[[], object]) -> Iterator[threading.Thread]:
    """Do something on another connection of the database."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 # told in the test's own thread
            failures.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield thread
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert failures == []


def agrees(engine: ElasticsearchEngine, text: str, *, found: bool = True) -> None:
    """The index has this state and no other, once everything that waits is written."""
    drain_all(engine=engine)
    assert ids(ask(engine, "lantern")) == (["a"] if found else [])
    assert not found or ids(ask(engine, text)) == ["a"]
    assert differences(engine) == []


def test_two_overlapping_transactions_on_one_record(engine: ElasticsearchEngine) -> None:
    """The second waits for the first, is numbered after it, and wins, though its write is late."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one transaction write at a time")
    began, may_commit = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            Concept.objects.filter(record_id="a").update(label_en="lantern of the first")
            touch([KEY])
            began.set()
            assert may_commit.wait(SECONDS)

    with in_thread(first):
        assert began.wait(SECONDS)
        with (
            in_thread(lambda: change("lantern of the second")) as second,
            in_thread(lambda: drain(engine=engine)) as worker,
        ):
            second.join(0.5)
            assert second.is_alive()  # it waits for the lock of the first
            assert worker.is_alive()  # it may read, but not say what it has written
            may_commit.set()

    assert IndexState.objects.get(key=KEY).wanted == 3
    agrees(engine, "lantern of the second")


def test_a_worker_that_read_between_two_commits_does_not_win(engine: ElasticsearchEngine) -> None:
    drain_all(engine=engine)
    change("lantern of the first")

    def meanwhile() -> None:
        change("lantern of the second")
        drain_all(engine=engine)
        assert ids(ask(engine, "lantern of the second")) == ["a"]

    drain(engine=late(engine, meanwhile))

    assert ids(ask(engine, "second")) == ["a"]  # at once, before anything more is written
    assert ask(engine, "first").total == 0
    agrees(engine, "lantern of the second")


def test_a_late_write_after_a_deletion_brings_nothing_back(engine: ElasticsearchEngine) -> None:
    def meanwhile() -> None:
        delete()
        drain_all(engine=engine)

    drain(engine=late(engine, meanwhile))

    assert ask(engine, "lantern").total == 0
    agrees(engine, "", found=False)


@pytest.mark.parametrize("deleted", [False, True])
def test_a_late_write_after_a_rebuild_does_not_win(
    engine: ElasticsearchEngine, deleted: bool
) -> None:
    drain_all(engine=engine)
    change("lantern of yesterday")

    def meanwhile() -> None:
        if deleted:
            delete()
        else:
            change("lantern of today")
        rebuild(engine=engine)

    drain(engine=late(engine, meanwhile))

    assert ask(engine, "yesterday").total == 0
    agrees(engine, "lantern of today", found=not deleted)


def test_what_changes_during_a_rebuild_is_not_lost(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = engine.rebuild

    def build_and_change(batches: Iterable[Sequence[Write]]) -> dict[str, str]:
        def read_then_change() -> Iterator[Sequence[Write]]:
            yield from batches
            change("lantern of meanwhile")

        return build(read_then_change())

    monkeypatch.setattr(engine, "rebuild", build_and_change)

    rebuild(engine=engine)

    assert ids(ask(engine, "meanwhile")) == ["a"]
    agrees(engine, "lantern of meanwhile")


def test_a_change_that_is_rolled_back_is_never_found(engine: ElasticsearchEngine) -> None:
    drain_all(engine=engine)

    def change_and_fail() -> None:
        with transaction.atomic():
            change("lantern of nobody")
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()

    assert not drain(engine=engine).worked
    agrees(engine, "lantern first")
