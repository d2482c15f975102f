"""`manage.py import_subscribers FILE --proof TEXT [--dry-run]`: an existing list, with proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsletter.subscribers.importing import LONGEST_PROOF, ImportRefused, read_list, store

MOST_LINES = 50


class Command(BaseCommand):
    """Imports a CSV file of subscribers (docs/newsletter.md), all of it or nothing."""

    help = "Import subscribers who agreed elsewhere, from a CSV file: all of them or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the proof and the switch."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--proof",
            required=True,
            metavar="TEXT",
            help="how and with which words these people agreed, and where that is kept",
        )
        parser.add_argument("--dry-run", action="store_true", help="check only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import; on any problem change nothing, print one line for each and exit with 1."""
        proof = options["proof"].strip()
        if not proof or len(proof) > LONGEST_PROOF:
            raise CommandError(f"--proof: expected a text of 1 to {LONGEST_PROOF} characters")
        try:
            rows = read_list(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ImportRefused as refusal:
            raise CommandError(self._words(refusal.problems)) from None
        if options["dry_run"]:
            self.stdout.write(f"{len(rows)} subscribers can be imported; nothing was stored")
        else:
            self.stdout.write(f"{store(rows, proof=proof)} subscribers were imported")

    def _words(self, problems: list[str]) -> str:
        shown = problems[:MOST_LINES]
        more = len(problems) - len(shown)
        return "\n".join(
            ["nothing was imported", *shown, *([f"and {more} more problems"] if more else [])]
        )
