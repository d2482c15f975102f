"""`manage.py import_subscribers FILE`: a list from elsewhere, as the office's page takes it in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.i18n import LANGS, default_language
from newsletter.subscribers.lists.columns import ListField, guess
from newsletter.subscribers.lists.planning import Answers, Plan, RowFate, plan
from newsletter.subscribers.lists.table import ListRefused, ListTable, read_table
from newsletter.subscribers.lists.taking import take
from newsletter.subscribers.lists.values import read_day

MOST_LINES = 50
LONGEST_PROOF = 2000


class Command(BaseCommand):
    """Imports a file of subscribers (docs/newsletter.md); a bad row keeps no other one out."""

    help = "Import a list of subscribers; rows without proof of consent are asked by one mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the proof and the switch."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--proof", default="", metavar="TEXT", help="the words agreed to")
        parser.add_argument("--where", default="", metavar="TEXT", help="where people agreed")
        parser.add_argument("--on", default="", metavar="DAY", help="when, if no row says it")
        parser.add_argument(
            "--month-first",
            action="store_true",
            default=None,
            help="05/03/2024 is the third of May",
        )
        parser.add_argument("--language", default=default_language(), choices=LANGS)
        parser.add_argument("--dry-run", action="store_true", help="show only what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and print what became of the rows; exit with 1 for what is no list."""
        for name, longest in (("proof", LONGEST_PROOF), ("where", 200)):
            if len(options[name].strip()) > longest:
                raise CommandError(f"--{name}: expected up to {longest} characters")
        try:
            table = read_table(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ListRefused as refusal:
            raise CommandError(f"{options['file']}: {refusal}") from None
        answers = self._answers(table, options)
        self.stdout.write(f"{table.encoding} {table.separator!r} {', '.join(answers.columns)}")
        if options["dry_run"]:
            self._report(plan(table, answers, today=timezone.localdate()))
            self.stdout.write("nothing was stored")
        else:
            self._report(take(table, answers))

    def _answers(self, table: ListTable, options: dict[str, Any]) -> Answers:
        columns = [str(field.value) for field in guess(table)]
        if ListField.EMAIL not in columns:
            raise CommandError("no column has addresses")
        return Answers(
            columns=columns,
            language=options["language"],
            day=self._day(options["on"]),
            where=options["where"].strip(),
            words=options["proof"].strip(),
            month_first=options["month_first"],
        )

    def _day(self, text: str) -> date | None:
        try:
            return read_day(text, today=timezone.localdate()) if text else None
        except ValidationError as error:
            raise CommandError(f"--on: {' '.join(error.messages)}") from None

    def _report(self, found: Plan) -> None:
        for fate, count in found.counts().items():
            self.stdout.write(f"{count} {fate}: {RowFate(fate).label}")
        lines = [f"row {entry.row}: {entry.why}" for entry in found.entries if entry.why]
        lines += [f"row {row}: {words}" for row, words in found.remarks()]
        for line in lines[:MOST_LINES]:
            self.stdout.write(line)
        if len(lines) > MOST_LINES:
            self.stdout.write(f"and {len(lines) - MOST_LINES} more")
