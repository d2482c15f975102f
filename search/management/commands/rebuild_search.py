"""Build the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines import current_engine
from search.engines.base import EngineError
from search.state.index_state import rebuild


class Command(BaseCommand):
    """Builds beside the index in use and swaps in one step."""

    help = "Build the search index anew from the database; searches go on meanwhile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rebuild. Fails if the engine can't be written to or a record can't be indexed."""
        try:
            done = rebuild(engine=current_engine())
        except EngineError as error:
            raise CommandError(f"the index was not rebuilt: {error}") from error
        self.stdout.write(f"{done.indexed} records are in the index")
        for key, reason in sorted(done.failed.items()):
            self.stderr.write(f"{key}: {reason}")
        if done.failed:
            raise CommandError(f"{len(done.failed)} records could not be indexed")
