"""Run many queries and write what they find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import current_engine
from search.engines.base import EngineError
from search.judging.batch import BatchFileError, BatchQuery, public_keys, read_queries, run_query


class Command(BaseCommand):
    """Writes `query id<TAB>rank<TAB>record key`, best first."""

    help = "Run a file of queries and write query id, rank and record key, separated by tabs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the files."""
        parser.add_argument("--queries", type=Path, required=True, metavar="Q.json")
        parser.add_argument("--output", type=Path, required=True, metavar="run.tsv")
        parser.add_argument("--limit", type=int, default=50, help="results per query")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run all queries. Fails if a file makes no sense or the engine is down."""
        if not 1 <= options["limit"] <= 1000:
            raise CommandError("--limit: expected a number from 1 to 1000")
        try:
            queries = read_queries(options["queries"])
            found = self._run(queries, options["limit"])
        except (BatchFileError, EngineError) as error:
            raise CommandError(str(error)) from error
        lines = [
            f"{name}\t{rank}\t{key}\n"
            for name, keys in found.items()
            for rank, key in enumerate(keys, start=1)
        ]
        try:
            options["output"].write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error
        self.stdout.write(f"{len(queries)} queries, {len(lines)} results")

    def _run(self, queries: list[BatchQuery], limit: int) -> dict[str, list[str]]:
        engine = current_engine()
        public = public_keys()
        found = {}
        for each in queries:
            for name, value in each.query.ignored:
                self.stderr.write(f"{each.name}: {name}={value} is unknown and was left out")
            keys = run_query(each.query, engine=engine, limit=limit)
            found[each.name] = [key for key in keys if key in public]
        return found
