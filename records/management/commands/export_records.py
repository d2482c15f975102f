"""`manage.py export_records FILE [--public]`: the site's live records into a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from records.exporting import export_records


class Command(BaseCommand):
    """Exports records (docs/records.md): the office's backup, or what everybody may download."""

    help = "Export all live records to a .json file, or with their images and files to a .zip."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the switch."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--public",
            action="store_true",
            help="leave out remarks, private contacts and suspended organisations",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; warn of records that would be refused if imported as they are."""
        with tqdm(disable=not sys.stderr.isatty()) as bar:
            try:
                done = export_records(options["file"], public=options["public"], step=bar.update)
            except OSError as error:
                reason = error.strerror or "can't be written"
                raise CommandError(f"{options['file']}: {reason}") from None
        for warning in done.warnings:
            self.stderr.write(f"can't be imported again as it stands: {warning}")
        for name, count in done.counts.items():
            self.stdout.write(f"{name}: {count}")
