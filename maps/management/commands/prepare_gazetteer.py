"""Unpack the shipped list of towns into DATA_DIR; part of every installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.places import store


class Command(BaseCommand):
    """Make DATA_DIR/gazetteer.sqlite3 unless it is current."""

    help = "Unpack the list of towns into DATA_DIR (nothing happens when it is current)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; raise CommandError when DATA_DIR can't be written."""
        if store.is_prepared():
            self.stdout.write("The list of towns is current.")
            return
        try:
            count = store.prepare()
        except OSError as error:
            raise CommandError(f"The list of towns can't be written: {error}") from error
        self.stdout.write(f"{count} towns: {store.database_file()}")
