"""The embedded engine keeps the contract, and what is its own: directories, processes, versions."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.engines import current_engine, embedded, engine_for
from search.engines.base import (
    Engine,
    EngineError,
    EngineMissingError,
    EngineOutdatedError,
    EngineUnavailableError,
)
from search.engines.embedded import EmbeddedEngine
from tests.search.engines.contract import EngineContract
from tests.search.samples import ask, entry, ids, put


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(directory: Path) -> Engine:
    opened = EmbeddedEngine(f"embedded:{directory}")
    assert opened.rebuild([]) == {}
    return opened


class TestEmbeddedEngine(EngineContract):
    """All of the contract."""


def test_the_setting_chooses_the_engine() -> None:
    assert isinstance(current_engine(), EmbeddedEngine)


@pytest.mark.parametrize("url", ["solr://somewhere", "", "tantivy:/x", "embedded:"])
def test_an_address_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        engine_for(url)


def test_without_an_index_nothing_can_be_searched(directory: Path) -> None:
    engine = EmbeddedEngine(f"embedded:{directory}")

    with pytest.raises(EngineMissingError):
        ask(engine, "something")
    assert not engine.health().ok


def test_the_first_write_makes_the_index(directory: Path) -> None:
    engine = EmbeddedEngine(f"embedded:{directory}")

    put(engine, entry("practices/a", "Something"))

    assert ids(ask(engine, "something")) == ["a"]


def test_another_process_s_writes_are_seen(directory: Path) -> None:
    reader, writer = (EmbeddedEngine(f"embedded:{directory}") for _ in range(2))
    put(writer, entry("practices/a", "Something"))
    assert ids(ask(reader, "something")) == ["a"]

    put(writer, entry("practices/b", "Something"))
    assert ids(ask(reader, "something")) == ["a", "b"]

    writer.rebuild([])
    assert ids(ask(reader, "something")) == []


def _total_in_child(engine: Engine, queue: multiprocessing.Queue[int]) -> None:
    queue.put(ask(engine, "something").total)


def test_a_reader_lives_on_in_a_forked_process(engine: Engine) -> None:
    put(engine, entry("practices/a", "Something"))
    assert ask(engine, "something").total == 1
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[int] = context.Queue()
    child = context.Process(target=_total_in_child, args=(engine, queue))

    child.start()

    assert queue.get(timeout=20) == 1
    child.join(timeout=20)


def test_an_index_of_another_version_asks_to_be_rebuilt(engine: Engine, directory: Path) -> None:
    (directory / "current").write_text("0-17", encoding="ascii")

    with pytest.raises(EngineOutdatedError):
        ask(engine, "something")
    with pytest.raises(EngineOutdatedError):
        put(engine, entry("practices/a"))

    engine.rebuild([])
    assert ask(engine, "something").total == 0


def test_a_damaged_index_is_an_engine_error(engine: Engine, directory: Path) -> None:
    put(engine, entry("practices/a", "Something"))
    current = directory / (directory / "current").read_text(encoding="ascii")
    (current / "meta.json").write_text("{", encoding="ascii")

    with pytest.raises(EngineUnavailableError):
        ask(engine, "something")
    with pytest.raises(EngineError):
        put(engine, entry("practices/b"))


def test_a_directory_that_cannot_be_made_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    engine = EmbeddedEngine(f"embedded:{tmp_path / 'file' / 'index'}")

    with pytest.raises(EngineUnavailableError):
        put(engine, entry("practices/a"))


def test_a_rebuild_leaves_one_index_behind(engine: Engine, directory: Path) -> None:
    engine.rebuild([])
    engine.rebuild([])

    assert len([path for path in directory.iterdir() if path.is_dir()]) == 1


def test_close_lets_go_and_opens_again(engine: Engine) -> None:
    put(engine, entry("practices/a", "Something"))
    engine.close()

    assert ids(ask(engine, "something")) == ["a"]


def test_the_words_are_built_once_however_many_filters_are_chosen(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(engine, entry("a", "Kinder Besuch"))
    plain, built = embedded.wording, []

    def counted(plan: Any) -> Any:
        built.append(plan)
        return plain(plan)

    monkeypatch.setattr(embedded, "wording", counted)

    found = ask(engine, "kinder besuch", country="RO", language="en", kind="practice")

    assert found.facets
    assert len(built) == 1
