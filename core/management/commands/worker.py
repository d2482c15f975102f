"""`manage.py worker`: the background process."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import suppress

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.work.migrated import refuse_unmigrated
from core.work.status import status_lines
from core.work.worker import MISSED_AFTER, Worker, first_line, is_missed, worker_seen


class Command(BaseCommand):
    """Runs the loop of core.work.worker."""

    help = (
        "Do the background work: search index, scheduled publishing, mails, tasks. "
        "Stops after the current piece of work on Ctrl-C or SIGTERM."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once and --status."""
        parser.add_argument(
            "--once",
            action="store_true",
            help="do what there is to do now and stop; fails if a piece of work failed",
        )
        parser.add_argument(
            "--status",
            action="store_true",
            help="only say what waits and what was given up; fails if no worker was seen lately",
        )

    def handle(self, *args: object, **options: bool) -> None:
        """Run until stopped, or once, or report."""
        if options["status"] or options["once"]:
            try:
                refuse_unmigrated()
                self._report() if options["status"] else self._run_once()
            except DatabaseError as error:
                raise CommandError(f"the database does not answer: {first_line(error)}") from None
            return
        with suppress(DatabaseError):  # the loop waits until it answers
            refuse_unmigrated()
        worker = Worker()
        worker.listen()
        worker.run()

    def _report(self) -> None:
        self.stdout.write("\n".join(status_lines()))
        if is_missed(worker_seen()):
            minutes = MISSED_AFTER.seconds // 60
            raise CommandError(f"no worker was seen in the last {minutes} minutes")

    def _run_once(self) -> None:
        worker = Worker()
        worker.listen()
        if not worker.run_once():
            self.stdout.write("Another worker is at work.")
        elif worker.failed:
            reasons = [f"{name} ({why})" for name, why in sorted(worker.failed.items())]
            raise CommandError(f"failed: {', '.join(reasons)}")
