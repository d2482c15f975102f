"""Measure the quality of the search against people's judgements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.batch import BatchFileError, read_judgements, read_queries, run_query
from search.engines import current_engine
from search.engines.base import EngineError
from search.evaluation import RECALL_DEPTH, Scores, mean, score_all


class Command(BaseCommand):
    """Prints nDCG@10, recall@20 and MRR, over all queries and by language."""

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
        languages = {each.name: each.query.language for each in queries}
        unknown = sorted(set(judgements) - set(languages))
        if unknown:
            raise CommandError(f"judged, but not among the queries: {', '.join(unknown[:5])}")
        scores = score_all(run, judgements)
        if options["each"]:
            for name, each in sorted(scores.items()):
                self._line(name, each)
        for language in sorted({languages[name] for name in scores}):
            self._line(language, mean(s for n, s in scores.items() if languages[n] == language))
        self._line("all", mean(scores.values()))

    def _line(self, name: str, scores: Scores | None) -> None:
        if scores is None:
            raise CommandError("no query has a relevant record")
        self.stdout.write(
            f"{name}\tnDCG@10 {scores.ndcg:.4f}\trecall@20 {scores.recall:.4f}"
            f"\tMRR {scores.reciprocal_rank:.4f}"
        )
