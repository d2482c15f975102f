"""The index follows the database: numbers in transactions, draining, rebuilding, failures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.work.worker import registered_slices
from search.engines.base import Engine, EngineBusyError, EngineUnavailableError, Write
from search.models import IndexState
from search.state import index_state
from search.state.checking import differences
from search.state.index_state import drain, drain_all, index_slice, rebuild, touch
from tests.search.fakes import FakeSource
from tests.search.samples import ask, entry, ids

pytestmark = pytest.mark.django_db


def state(key: str = "practices/a") -> tuple[int, int]:
    row = IndexState.objects.get(key=key)
    return row.wanted, row.indexed


# -- changes ---------------------------------------------------------------------------------------
def test_touch_counts_up_and_starts_at_one() -> None:
    touch(["practices/a", "practices/b"])
    touch(["practices/a", "practices/a"])

    assert state("practices/a") == (2, 0)
    assert state("practices/b") == (1, 0)


def test_a_change_that_is_rolled_back_leaves_no_number() -> None:
    touch(["practices/a"])

    def change_and_fail() -> None:
        with transaction.atomic():
            touch(["practices/a", "practices/b"])
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()

    assert state("practices/a") == (1, 0)
    assert not IndexState.objects.filter(key="practices/b").exists()


def test_touch_locks_in_key_order_with_three_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keys = [f"practices/p{number}" for number in range(50)]
    touch(keys)

    with CaptureQueriesContext(connection) as queries:
        touch(reversed(keys))

    work = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(work) == 3
    assert 'ORDER BY "search_indexstate"."key"' in work[1]


def test_touching_nothing_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with CaptureQueriesContext(connection) as queries:
        touch([])

    assert not [q for q in queries if "search_indexstate" in q["sql"]]


# -- draining --------------------------------------------------------------------------------------
def test_drain_writes_what_waits(source: FakeSource, engine: Engine) -> None:
    source.put(entry("practices/a", "Lantern"))

    done = drain(engine=engine)

    assert (done.indexed, dict(done.failed), done.worked) == (1, {}, True)
    assert state() == (1, 1)
    assert ids(ask(engine, "lantern")) == ["a"]
    assert not drain(engine=engine).worked


def test_what_is_not_public_any_more_leaves_the_index(source: FakeSource, engine: Engine) -> None:
    source.put(entry("practices/a", "Lantern"))
    drain(engine=engine)

    source.unpublish("a")
    drain(engine=engine)

    assert ask(engine, "lantern").total == 0
    assert state() == (2, 2)  # the row stays: its numbers are never used again


def test_what_changes_while_it_is_read_is_written_again(
    source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.put(entry("practices/a", "Before"))
    read = index_state.read_entries

    def read_then_change(keys: Any) -> Any:
        found = read(keys)
        source.put(entry("practices/a", "Afterwards"))
        return found

    monkeypatch.setattr(index_state, "read_entries", read_then_change)
    drain(engine=engine)
    monkeypatch.setattr(index_state, "read_entries", read)
    assert state() == (2, 1)
    drain(engine=engine)

    assert ids(ask(engine, "afterwards")) == ["a"]
    assert state() == (2, 2)


def test_drain_is_bounded_and_the_longest_waiting_come_first(
    source: FakeSource, engine: Engine
) -> None:
    for name in ("c", "a", "b"):
        source.put(entry(f"practices/{name}", "Lantern"))

    drain(2, engine=engine)

    assert ids(ask(engine, "lantern")) == ["a", "c"]
    assert drain_all(engine=engine).indexed == 1


def test_a_broken_record_stops_nobody_else(source: FakeSource, engine: Engine) -> None:
    source.put(*(entry(f"practices/{name}", "Lantern") for name in "abc"))
    source.broken = {"b"}

    done = drain(engine=engine)

    assert done.indexed == 2
    assert "b is broken" in done.failed["practices/b"]
    row = IndexState.objects.get(key="practices/b")
    assert "b is broken" in row.error
    assert row.attempts == 1
    assert row.retry_at is not None
    assert not drain(engine=engine).worked  # not before its time


def test_a_broken_record_is_tried_again_later_and_set_aside_at_last(
    source: FakeSource, engine: Engine
) -> None:
    source.put(entry("practices/a", "Lantern"))
    source.broken = {"a"}
    pauses = []
    for _attempt in range(index_state.MOST_ATTEMPTS):
        IndexState.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
        before = timezone.now()
        assert drain(engine=engine).failed
        row = IndexState.objects.get()
        assert row.retry_at is not None
        pauses.append((row.retry_at - before).total_seconds())
    IndexState.objects.update(retry_at=timezone.now() - timedelta(seconds=1))

    assert pauses == sorted(pauses)
    assert not drain(engine=engine).worked

    source.broken = set()
    source.put(entry("practices/a", "Mended lantern"))
    assert drain(engine=engine).indexed == 1
    assert IndexState.objects.get().error == ""


def test_what_the_engine_refuses_is_kept_in_the_row(
    source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.put(entry("practices/a", "Lantern"), entry("practices/b", "Lantern"))
    write = engine.write

    def refuse_a(batch: Sequence[Write]) -> dict[str, str]:
        return {**write([w for w in batch if w.key != "practices/a"]), "practices/a": "too odd"}

    monkeypatch.setattr(engine, "write", refuse_a)

    done = drain(engine=engine)

    assert done.indexed == 1
    assert IndexState.objects.get(key="practices/a").error == "too odd"
    assert state("practices/a") == (1, 0)


def test_a_dead_engine_blocks_no_change_and_blames_no_record(
    source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(_batch: Sequence[Write]) -> dict[str, str]:
        raise EngineUnavailableError("nobody answers")

    monkeypatch.setattr(engine, "write", dead)
    source.put(entry("practices/a", "Lantern"))

    with pytest.raises(EngineUnavailableError):
        drain(engine=engine)
    monkeypatch.undo()

    row = IndexState.objects.get()
    assert (row.wanted, row.indexed, row.attempts, row.error) == (1, 0, 0, "")


def test_drain_asks_a_fixed_number_of_queries(source: FakeSource, engine: Engine) -> None:
    counts = []
    for number in (1, 30):
        source.put(*(entry(f"practices/n{number}-{n}") for n in range(number)))
        with CaptureQueriesContext(connection) as queries:
            drain(engine=engine)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# -- the worker ------------------------------------------------------------------------------------
def test_the_worker_keeps_the_index() -> None:
    assert index_slice in [each.function for each in registered_slices()]


def test_the_slice_drains_and_says_whether_it_worked(source: FakeSource, engine: Engine) -> None:
    source.put(entry("practices/a", "Lantern"))

    assert index_slice()
    assert not index_slice()
    assert ids(ask(engine, "lantern")) == ["a"]


def test_a_lost_index_is_built_anew(source: FakeSource, engine: Engine, settings: Any) -> None:
    source.put(entry("practices/a", "Lantern"))
    index_slice()
    settings.SEARCH_URL = f"{settings.SEARCH_URL}-elsewhere"

    assert index_slice()

    from search.engines import current_engine

    assert ids(ask(current_engine(), "lantern")) == ["a"]


def test_the_slice_waits_for_another_writer(
    source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_batch: Sequence[Write]) -> dict[str, str]:
        raise EngineBusyError("a rebuild")

    source.put(entry("practices/a", "Lantern"))
    index_slice()
    source.put(entry("practices/a", "Candle"))
    monkeypatch.setattr(engine, "write", busy)

    assert not index_slice()
    assert state() == (2, 1)


# -- rebuilding ------------------------------------------------------------------------------------
def test_rebuild_takes_everything_and_gives_new_records_a_row(
    source: FakeSource, engine: Engine
) -> None:
    source.put(entry("practices/a", "Lantern"), entry("practices/gone", "Lantern"))
    drain(engine=engine)
    del source.records["gone"]  # without a touch: the index is wrong now
    source.records["new"] = entry("practices/new", "Lantern")

    done = rebuild(engine=engine)

    assert done.failed == {}
    assert ids(ask(engine, "lantern")) == ["a", "new"]
    assert state("practices/new") == (1, 1)
    assert differences(engine) == []


def test_what_changes_during_a_rebuild_is_drained_after_it(
    source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.put(entry("practices/a", "Before"))
    build = engine.rebuild

    def build_then_change(batches: Any) -> dict[str, str]:
        refused = build(batches)
        source.put(entry("practices/a", "Afterwards"))
        return refused

    monkeypatch.setattr(engine, "rebuild", build_then_change)

    rebuild(engine=engine)

    assert ids(ask(engine, "afterwards")) == ["a"]
    assert state() == (2, 2)


def test_a_rebuild_leaves_a_broken_record_out_and_says_so(
    source: FakeSource, engine: Engine
) -> None:
    source.put(entry("practices/a", "Lantern"), entry("practices/b", "Lantern"))
    source.broken = {"b"}

    done = rebuild(engine=engine)

    assert set(done.failed) == {"practices/b"}
    assert ids(ask(engine, "lantern")) == ["a"]


# -- checking --------------------------------------------------------------------------------------
def test_check_finds_every_sort_of_difference(source: FakeSource, engine: Engine) -> None:
    source.put(*(entry(f"practices/{name}", "Lantern") for name in ("a", "b", "c", "d")))
    rebuild(engine=engine)
    assert differences(engine) == []

    source.records["a"] = entry("practices/a", "Changed without a touch")
    del source.records["b"]
    source.records["new"] = entry("practices/new", "Never indexed")
    touch(["practices/c"])
    source.broken = {"d"}

    found = {each.key: each.what for each in differences(engine)}

    assert found["practices/a"] == "differs in the index"
    assert found["practices/b"] == "in the index, but not public"
    assert found["practices/new"] == "missing in the index"
    assert found["practices/c"] == "waits for the worker"
    assert "d is broken" in found["practices/d"]
