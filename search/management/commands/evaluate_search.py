"""Measure the quality of the search against people's judgements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import current_engine
from search.engines.base import EngineError
from search.judging.batch import (
    BatchFileError,
    BatchQuery,
    read_judgements,
    read_queries,
    run_query,
)
from search.judging.evaluation import (
    RECALL_DEPTH,
    Judged,
    Scores,
    Written,
    groups,
    mean,
    score_all,
    score_pairs,
)
from search.state.index_state import read_entries


class Command(BaseCommand):
    """Prints nDCG@10, recall@20 and MRR: by half, side and kind, by language, by pair, of all.

    A pair is the query's language → the language in which the records are found.
    """

    help = "Print nDCG@10, recall@20 and MRR of a file of queries against judgements."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the files."""
        parser.add_argument("--queries", type=Path, required=True, metavar="Q.json")
        parser.add_argument("--qrels", type=Path, required=True, metavar="qrels.tsv")
        parser.add_argument("--each", action="store_true", help="print every query as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Measure. Fails if a file makes no sense, nothing is judged or the engine is down."""
        try:
            queries = read_queries(options["queries"])
            judgements = read_judgements(options["qrels"])
            engine = current_engine()
            run = {
                each.name: run_query(each.query, engine=engine, limit=RECALL_DEPTH)
                for each in queries
            }
        except (BatchFileError, EngineError) as error:
            raise CommandError(str(error)) from error
        unknown = sorted(set(judgements) - set(run))
        if unknown:
            raise CommandError(f"judged, but not among the queries: {', '.join(unknown[:5])}")
        scores = score_all(run, judgements)
        if options["each"]:
            for name, each in sorted(scores.items()):
                self._line(name, [each])
        self._summary(judged(queries, judgements), run, scores)

    def _summary(
        self, queries: list[Judged], run: dict[str, list[str]], scores: dict[str, Scores]
    ) -> None:
        asked = [query for query in queries if query.name in scores]
        records = written(key for query in asked for key in (*query.grades, *run[query.name]))
        for label, names in groups(asked, records):
            self._line(label, [scores[name] for name in names])
        for (language, read), each in score_pairs(run, asked, records).items():
            self._line(f"{language} → {read}", each)
        self._line("all", list(scores.values()))

    def _line(self, name: str, scores: list[Scores]) -> None:
        found = mean(scores)
        if found is None:
            raise CommandError("no query has a relevant record")
        self.stdout.write(
            f"{name}\tnDCG@10 {found.ndcg:.4f}\trecall@20 {found.recall:.4f}"
            f"\tMRR {found.reciprocal_rank:.4f}\tqueries {len(scores)}"
        )


def judged(
    queries: Iterable[BatchQuery], judgements: Mapping[str, Mapping[str, int]]
) -> list[Judged]:
    """Join queries with their judgements; those that nobody judged are left out."""
    return [
        Judged(
            name=each.name,
            language=each.query.language,
            grades=judgements[each.name],
            kind=each.kind,
            half=each.half,
        )
        for each in queries
        if each.name in judgements
    ]


def written(keys: Iterable[str]) -> dict[str, Written]:
    """In which languages these records have texts; those that are not public are left out."""
    entries, _failed = read_entries(set(keys))
    return {
        key: Written(
            languages=entry.text_languages,
            original=entry.original_language or next(iter(entry.text_languages), ""),
        )
        for key, entry in entries.items()
    }
