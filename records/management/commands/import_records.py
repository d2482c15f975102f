"""`manage.py import_records FILE… [--dry-run] [--replace-drafts]`: records files into the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from records.importing import prepare_import
from records.problems import RecordsRefused


class Command(BaseCommand):
    """Imports records files (docs/records.md), all of them or nothing."""

    help = "Import records files (.json or .zip). Several files are one import: all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the files and the two switches."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="check and compare only")
        parser.add_argument(
            "--replace-drafts",
            action="store_true",
            help="publish over unpublished drafts instead of refusing the import",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import; on any problem change nothing, print one line for each and exit with 1."""
        try:
            prepared = prepare_import(options["files"], replace_drafts=options["replace_drafts"])
            if options["dry_run"]:
                summary = prepared.compare()
            else:
                with tqdm(total=2 * prepared.size, disable=not sys.stderr.isatty()) as bar:
                    summary = prepared.run(bar.update)
        except RecordsRefused as refusal:
            lines = refusal.problems.lines()
            raise CommandError("\n".join(["nothing was imported", *lines])) from None
        for line in summary.lines():
            self.stdout.write(line)
