"""Clean the pictures and documents that are stored: `clean_uploads [--again]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.files.intake.stored import clean_stored
from core.files.pictures import make_missing


class Command(BaseCommand):
    """Take out of stored files what gives people away, and make the sizes of pictures anew."""

    help = "Clean stored pictures and documents nobody looked at yet. May be repeated, broken off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--again`."""
        parser.add_argument("--again", action="store_true", help="look at every file once more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done, and name what couldn't be cleaned."""
        done = clean_stored(again=options["again"])
        while make_missing():
            pass
        for problem in done.problems:
            self.stderr.write(problem)
        self.stdout.write(
            f"{done.looked_at} files looked at, {done.changed} cleaned, "
            f"{len(done.problems)} set aside"
        )
