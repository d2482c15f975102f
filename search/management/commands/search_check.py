"""Compare the search index with the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines import current_engine
from search.engines.base import EngineError
from search.state.checking import differences

MOST_LINES = 50


class Command(BaseCommand):
    """Says which records differ, and exits with 1 if any does."""

    help = "Compare the search index with the database; exit with 1 if they differ."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Compare. Fails on any difference and if the engine can't be read."""
        engine = current_engine()
        try:
            found = differences(engine)
        except EngineError as error:
            raise CommandError(f"the index can't be read: {error}") from error
        for difference in found[:MOST_LINES]:
            self.stdout.write(f"{difference.key}: {difference.what}")
        if found:
            raise CommandError(f"{len(found)} records differ between index and database")
        self.stdout.write(f"index and database agree on {engine.health().records} records")
