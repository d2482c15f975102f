"""The four commands."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.engines.base import Engine
from tests.search.fakes import FakeSource
from tests.search.samples import ask, entry, ids

pytestmark = pytest.mark.django_db


def run(name: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def published(source: FakeSource) -> FakeSource:
    source.put(
        entry("practices/lantern-walk", "Lantern walk", countries=("NO",)),
        entry("practices/lantern-feast", "Lantern feast", countries=("SE",)),
        entry("practices/club", "Club", language="nb"),
    )
    run("rebuild_search")
    return source


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "Q.json"
    items = [
        {"id": "q1", "query": "lantern", "language": "en", "filters": {"country": "NO"}},
        {"id": "q2", "query": "lantern walk", "language": "en", "filters": {}},
        {"id": "q3", "query": "club", "language": "nb"},
    ]
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


def test_rebuild_indexes_everything(source: FakeSource, engine: Engine) -> None:
    source.records["a"] = entry("practices/a", "Lantern")

    assert "1 records are in the index" in run("rebuild_search")
    assert ids(ask(engine, "lantern")) == ["a"]


def test_rebuild_fails_aloud_on_a_broken_record(source: FakeSource) -> None:
    source.records["a"] = entry("practices/a", "Lantern")
    source.broken = {"a"}

    with pytest.raises(CommandError, match="1 records could not be indexed"):
        run("rebuild_search")


def test_check_agrees_or_fails_with_the_records(published: FakeSource) -> None:
    assert "agree on 3 records" in run("search_check")

    published.put(entry("practices/new", "New"))

    with pytest.raises(CommandError, match="1 records differ"):
        run("search_check")


def test_check_fails_without_an_index(source: FakeSource) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        run("search_check")


def test_batch_writes_query_rank_and_key(
    published: FakeSource, queries: Path, tmp_path: Path
) -> None:
    output = tmp_path / "run.tsv"

    run("search_batch", queries=queries, output=output)

    assert output.read_text(encoding="utf-8") == (
        "q1\t1\tpractices/lantern-walk\n"
        "q2\t1\tpractices/lantern-walk\n"
        "q2\t2\tpractices/lantern-feast\n"
        "q3\t1\tpractices/club\n"
    )


def test_batch_respects_the_limit_and_the_public_gate(
    published: FakeSource, queries: Path, tmp_path: Path
) -> None:
    output = tmp_path / "run.tsv"
    del published.records["club"]

    run("search_batch", queries=queries, output=output, limit=1)

    assert output.read_text(encoding="utf-8").splitlines() == [
        "q1\t1\tpractices/lantern-walk",
        "q2\t1\tpractices/lantern-walk",
    ]


def test_batch_names_unknown_values_and_goes_on(published: FakeSource, tmp_path: Path) -> None:
    path = tmp_path / "Q.json"
    path.write_text(
        json.dumps([{"id": 1, "query": "lantern", "filters": {"country": ["NO", "XX"]}}]),
        encoding="utf-8",
    )

    said = run("search_batch", queries=path, output=tmp_path / "run.tsv")

    assert "1: country=XX is unknown and was left out" in said
    assert "1 queries, 1 results" in said


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1: not JSON"),
        ("{}", "expected a list"),
        ('[{"id": "a"}]', "item 1: expected an object with a text `query`"),
        ('[{"query": "a"}]', "item 1: expected an `id`"),
        ('[{"id": "a", "query": "b", "language": "xx"}]', "language 'xx'"),
        ('[{"id": "a", "query": "b", "filters": {"kind": "x"}}]', "filter 'kind'"),
        ('[{"id": "a", "query": "b", "filters": {"theme": 3}}]', "expected a text or a list"),
        ('[{"id": "a", "query": "b"}, {"id": "a", "query": "c"}]', "'a' appears twice"),
    ],
)
def test_a_file_of_queries_that_makes_no_sense_is_refused(
    source: FakeSource, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "Q.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match=message):
        run("search_batch", queries=path, output=tmp_path / "run.tsv")
    assert not (tmp_path / "run.tsv").exists()


def test_evaluation_prints_the_measures(
    published: FakeSource, queries: Path, tmp_path: Path
) -> None:
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text(
        "q1\tpractices/lantern-walk\t3\nq2\tpractices/lantern-feast\t3\n"
        "q2\tpractices/club\t0\nq3\tpractices/absent\t2\n",
        encoding="utf-8",
    )

    said = run("evaluate_search", queries=queries, qrels=qrels)

    # q1: 1, 1, 1 · q2: 1/log2(3) = 0.6309, 1, 1/2 · q3: 0, 0, 0
    assert said.splitlines() == [
        "en\tnDCG@10 0.8155\trecall@20 1.0000\tMRR 0.7500\tqueries 2",
        "nb\tnDCG@10 0.0000\trecall@20 0.0000\tMRR 0.0000\tqueries 1",
        "en → en\tnDCG@10 0.8155\trecall@20 1.0000\tMRR 0.7500\tqueries 2",
        "all\tnDCG@10 0.5436\trecall@20 0.6667\tMRR 0.5000\tqueries 3",
    ]
    assert "q2\tnDCG@10 0.6309" in run("evaluate_search", queries=queries, qrels=qrels, each=True)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("q1 practices/a 3", "line 1: expected query id"),
        ("q1\tpractices/a\t4", "line 1: expected query id"),
        ("q9\tpractices/a\t1", "not among the queries: q9"),
        ("q1\tpractices/a\t0", "no query has a relevant record"),
    ],
)
def test_judgements_that_make_no_sense_are_refused(
    published: FakeSource, queries: Path, tmp_path: Path, line: str, message: str
) -> None:
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text(line, encoding="utf-8")

    with pytest.raises(CommandError, match=message):
        run("evaluate_search", queries=queries, qrels=qrels)
